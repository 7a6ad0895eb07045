import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEventLog } from '@filature/event-log/open'
import { describePipeline } from './suites/pipeline.ts'

describePipeline('sqlite', {
  async create() {
    const dataDir = await mkdtemp(join(tmpdir(), 'filature-pipeline-'))
    return {
      store: (service) => ({ service, dataDir }),
      log: () => openEventLog({ dataDir }),
      opener: { module: import.meta.resolve('@filature/event-log/open'), exported: openEventLog.name, argument: { dataDir } },
      destroy: () => rm(dataDir, { recursive: true, force: true }),
    }
  },
})

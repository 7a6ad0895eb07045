import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEventLog } from '@filature/event-log/open'
import { openStore } from '@filature/store/open'
import { describeRuntime } from './suites/runtime.ts'

describeRuntime('sqlite', {
  async create() {
    const dataDir = await mkdtemp(join(tmpdir(), 'filature-runtime-'))
    return {
      store: () => openStore({ service: 'suite', dataDir }),
      log: () => openEventLog({ dataDir }),
      destroy: () => rm(dataDir, { recursive: true, force: true }),
    }
  },
})

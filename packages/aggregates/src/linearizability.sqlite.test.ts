import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeLinearizability } from './suites/linearizability.ts'

describeLinearizability('sqlite', {
  create: async () => ({ service: 'suite', dataDir: await mkdtemp(join(tmpdir(), 'filature-witness-')) }),
  destroy: ({ dataDir }) => rm(dataDir, { recursive: true, force: true }),
})

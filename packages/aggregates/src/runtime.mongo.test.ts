import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEventLog } from '@filature/event-log/open'
import { describeOnMongo, freshDatabases } from '@filature/store/mongo/harness'
import { openStore } from '@filature/store/open'
import { describeRuntime } from './suites/runtime.ts'

describeOnMongo('service runtime', (name, server) =>
  describeRuntime(`${name} with the embedded log`, {
    async create() {
      const dataDir = await mkdtemp(join(tmpdir(), 'filature-runtime-'))
      const databases = freshDatabases(server)
      return {
        store: () => openStore({ service: 'suite', dataDir, mongodbUri: databases.uri }),
        log: () => openEventLog({ dataDir }),
        async destroy() {
          await databases.drop()
          await rm(dataDir, { recursive: true, force: true })
        },
      }
    },
  }),
)

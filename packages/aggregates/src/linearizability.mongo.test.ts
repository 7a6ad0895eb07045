import { describeOnMongo, freshDatabases } from '@filature/store/mongo/harness'
import { describeLinearizability } from './suites/linearizability.ts'

describeOnMongo('linearizability', (name, server) => {
  let databases: ReturnType<typeof freshDatabases>
  describeLinearizability(
    name,
    {
      async create() {
        databases = freshDatabases(server)
        return { service: 'suite', dataDir: 'unused', mongodbUri: databases.uri }
      },
      destroy: () => databases.drop(),
    },
    // A stand-in answers some hundred commits a second, and the witness needs many conflicts rather than many operations.
    { operations: 10_000, clients: 32, aggregates: 4 },
  )
})

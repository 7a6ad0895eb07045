import { describeOnMongo, foresee, freshDatabases } from '@filature/store/mongo/harness'
import { describeLinearizability } from './suites/linearizability.ts'
import { stallDecider } from './suites/stall.ts'

describeOnMongo('linearizability', (name, server) => {
  let databases: ReturnType<typeof freshDatabases>
  const harness = {
    async create() {
      databases = freshDatabases(server)
      await foresee(server, { uri: databases.uri, service: 'suite' }, [{ name: stallDecider.aggregate, indexes: {} }])
      return { service: 'suite', dataDir: 'unused', mongodbUri: databases.uri }
    },
    destroy: () => databases.drop(),
  }
  // Two processes on one store and some of them killed is what a server is for; the rest is there to find out what failed.
  describeLinearizability(name, harness, [
    { processes: 1, kills: 0, operations: 20_000 * server.share },
    { processes: 1, kills: 3, operations: 20_000 * server.share },
    { processes: 2, kills: server.share === 1 ? 8 : 2, operations: 100_000 * server.share },
  ])
})

import type { RunningServer } from '../server.ts'
import { type MongoKind, startMongo } from './start.ts'

/** Starts one server of each kind for suites that do not kill them, and prints what they are and the variable that names them. */
export async function startKinds(kinds: readonly MongoKind[], keep: (server: RunningServer) => void): Promise<void> {
  const named: string[] = []
  for (const kind of kinds) {
    const server = await startMongo({ kind, survivesKill: false })
    keep(server)
    console.log(`# ${server.name} ${server.version}`)
    named.push(`${server.name}=${server.uri}`)
  }
  console.log(`export MONGODB_URIS='${named.join(' ')}'`)
}

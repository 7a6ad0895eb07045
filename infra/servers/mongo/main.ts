/**
 * Starts what the MongoDB suites need and prints the variable that names it, until it is interrupted:
 * `node infra/servers/mongo/main.ts`, or one kind alone: `… mongod`, `… mongo-java-server`, `… secantus`.
 */
import { once } from 'node:events'
import { ServerMissing } from '../kafka/jars.ts'
import { type MongoKind, mongoKinds, type RunningMongo, startMongo } from './start.ts'

const KINDS: readonly string[] = ['mongod', 'mongo-java-server', 'secantus'] satisfies MongoKind[]
const isKind = (word: string): word is MongoKind => KINDS.includes(word)

const asked = process.argv[2]
if (asked !== undefined && !isKind(asked)) {
  console.error(`there is no kind of server "${asked}": ${KINDS.join(', ')}, or none for what this machine has`)
  process.exit(64)
}

const running: RunningMongo[] = []
const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
try {
  for (const kind of asked === undefined ? await mongoKinds(console.error) : [asked])
    running.push(await startMongo({ kind, survivesKill: false }))
  for (const { name, version } of running) console.log(`# ${name} ${version}`)
  console.log(`export MONGODB_URIS='${running.map(({ name, uri }) => `${name}=${uri}`).join(' ')}'`)
  await interrupted
} catch (error) {
  if (!(error instanceof ServerMissing)) throw error
  console.error(error.message)
  process.exitCode = 69
} finally {
  for (const server of running) await server.stop()
}

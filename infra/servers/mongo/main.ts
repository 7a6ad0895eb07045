/**
 * Starts what the MongoDB suites need and prints the variable that names it, until it is interrupted:
 * `node infra/servers/mongo/main.ts`, or one kind alone: `… mongod`, `… mongo-java-server`, `… secantus`.
 */
import { runUntilInterrupted } from '../until-interrupted.ts'
import { type MongoKind, mongoKinds } from './start.ts'
import { startKinds } from './start-kinds.ts'

const KINDS: readonly string[] = ['mongod', 'mongo-java-server', 'secantus'] satisfies MongoKind[]
const isKind = (word: string): word is MongoKind => KINDS.includes(word)

const asked = process.argv[2]
if (asked !== undefined && !isKind(asked)) {
  console.error(`there is no kind of server "${asked}": ${KINDS.join(', ')}, or none for what this machine has`)
  process.exit(64)
}
await runUntilInterrupted(async (keep) => startKinds(asked === undefined ? await mongoKinds(console.error) : [asked], keep))

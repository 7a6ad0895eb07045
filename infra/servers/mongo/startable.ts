import { describe, test } from 'vitest'
import { isRequired } from '../required.ts'
import { isJavaStandInInstalled } from './java-stand-in.ts'
import { isMongodHere } from './mongod.ts'
import { isSecantusInstalled } from './secantus.ts'
import { type MongoKind, startableKinds } from './start.ts'

const NOTHING = 'no server that may be killed: run `node infra/servers/mongo/main.ts` once (REQUIRE_SUITES=mongo does it for you)'

/** Nothing is installed or downloaded by the way, unless `REQUIRE_SUITES` names `mongo`. */
async function kindsToKill(): Promise<readonly MongoKind[]> {
  if (isRequired('mongo')) return startableKinds()
  if (isMongodHere()) return ['mongod']
  const kinds: MongoKind[] = []
  if (isJavaStandInInstalled()) kinds.push('mongo-java-server')
  if (isSecantusInstalled()) kinds.push('secantus')
  return kinds
}

/** Declares a suite for each kind of server that can be started and killed here, or as skipped, with the reason and the fix. */
export async function describeOnStartable(title: string, declare: (kind: MongoKind) => void): Promise<void> {
  const kinds = await kindsToKill()
  for (const kind of kinds) describe(`${title} (${kind})`, () => declare(kind))
  if (kinds.length === 0) describe(title, () => test.skip(NOTHING, () => {}))
}

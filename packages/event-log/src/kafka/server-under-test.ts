import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { splitPrefix } from '../prefixed.ts'

/** Where `infra/servers/kafka` keeps the server's jars: packages know nothing of `infra` but these two places. */
const JARS = fileURLToPath(new URL('../../../../infra/servers/kafka/jars', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../../../../infra/servers/kafka/process.ts', import.meta.url))
const JAVA = 'java'
const OLDEST_JAVA = 17
/** The first start fetches the jars. */
const START_MS = 300_000
/** A server that starts again on a busy machine takes its time, in milliseconds. */
const TEST_MS = 120_000
/** Where nobody dies: no machine is so busy that a member seems to. In milliseconds. */
export const LONG_SESSION_MS = 20_000
/** Longer than the pauses of a busy machine, and no longer than tests like to wait for the death of a member, in milliseconds. */
export const OWN_SESSION_MS = 2_500

export interface ServerUnderTest {
  readonly brokers: string
  kill(): Promise<void>
  /** Kills it if it runs, and starts it again on the same data and address. */
  restart(): Promise<void>
  /** Connections stay open and nobody answers. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  stop(): Promise<void>
}

/** Brokers that tests may use but not harm. */
export interface BrokersUnderTest {
  /** For `openKafkaEventLog`; once the tests run. */
  brokers(): string
  /** The shortest `sessionMs` that they allow. */
  readonly sessionMs: number
}

/** Why no server can be started here, and what to do about it; undefined when one can, or has to be tried. */
function whyNone(env: NodeJS.ProcessEnv): string | undefined {
  if ((env['REQUIRE_SUITES'] ?? '').split(/[\s,]+/).includes('kafka')) return undefined
  const required = 'REQUIRE_SUITES=kafka makes this a failure'
  if (!existsSync(JARS) || readdirSync(JARS).length === 0) {
    return `no Kafka: name one with KAFKA_BROKERS, or run \`npm run servers\` once, which fetches one (Java 17 and Maven); ${required}`
  }
  const java = spawnSync(JAVA, ['-version'], { encoding: 'utf8' })
  const isNewEnough = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1]) >= OLDEST_JAVA
  if (!isNewEnough) return `no Kafka: name one with KAFKA_BROKERS, or put Java ${OLDEST_JAVA} or later on the PATH; ${required}`
  return undefined
}

/** Declares a suite on the brokers of `KAFKA_BROKERS`, else on a server of its own, else as skipped, with the reason and the fix. */
export function describeOnKafka(title: string, declare: (kafka: BrokersUnderTest) => void): void {
  const named = splitPrefix(process.env['KAFKA_BROKERS'] ?? '').brokers
  if (named === '') describeOnOwnKafka(title, (server) => declare({ brokers: () => server().brokers, sessionMs: OWN_SESSION_MS }))
  // 6 s is the shortest session that brokers allow where nobody told them otherwise.
  else describe(title, { timeout: TEST_MS }, () => declare({ brokers: () => named, sessionMs: 6_000 }))
}

/** As `describeOnKafka`, with a server that tests may kill and freeze. */
export function describeOnOwnKafka(
  title: string,
  declare: (server: () => ServerUnderTest) => void,
  options: () => Promise<ServerOptions> = async () => ({}),
): void {
  const missing = whyNone(process.env)
  describe(title, { timeout: TEST_MS }, () => {
    if (missing !== undefined) {
      test.skip(missing, () => {})
      return
    }
    let server: ServerUnderTest | undefined
    beforeAll(async () => {
      server = await startServer(await options())
    }, START_MS)
    afterAll(() => server?.stop())
    declare(() => {
      if (server === undefined) throw new Error('the server has not been started')
      return server
    })
  })
}

export interface ServerOptions {
  /** Port of a proxy that clients are led to. */
  readonly advertisedPort?: number
}

/** A server in a process of its own. It ends with this process at the latest. */
async function startServer(options: ServerOptions): Promise<ServerUnderTest> {
  const child = fork(PROGRAM, [JSON.stringify({ ...options, fastAs: 'it starts' })], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const order = async (what: string) => {
    child.send(what)
    await answerOf(child, 'done')
  }
  const brokers = await answerOf(child, 'brokers')
  return {
    brokers,
    kill: () => order('kill'),
    restart: () => order('restart'),
    freeze: () => order('freeze'),
    thaw: () => order('thaw'),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.disconnect()
      }),
  }
}

function answerOf(child: ChildProcess, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void) => {
      child.off('message', hear)
      child.off('exit', died)
      how()
    }
    const hear = (message: unknown) => {
      const answer = new Map(Object.entries(message ?? {}))
      const failure: unknown = answer.get('failed')
      if (failure !== undefined) settle(() => reject(new Error(String(failure))))
      else if (answer.has(key)) settle(() => resolve(String(answer.get(key))))
    }
    const died = () => settle(() => reject(new Error('the process of the Kafka server ended')))
    child.on('message', hear)
    child.on('exit', died)
  })
}

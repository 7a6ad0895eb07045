import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What the tests of this adapter run on. */
export type FoundBrokers =
  | { readonly brokers: string }
  /** A server that is started for them. */
  | { readonly starts: true }
  /** Why there is none, and what to do about it. */
  | { readonly missing: string }

/** `KAFKA_BROKERS`; else a server of our own where `REQUIRE_SUITES` names `kafka`. */
export function findBrokers(env: NodeJS.ProcessEnv = process.env): FoundBrokers {
  const given = env['KAFKA_BROKERS']
  if (given !== undefined && given !== '') return { brokers: given }
  return findServer(env)
}

/** For tests that kill and freeze the server, so that one that serves others will not do. */
export function findServer(env: NodeJS.ProcessEnv = process.env): Exclude<FoundBrokers, { readonly brokers: string }> {
  if ((env['REQUIRE_SUITES'] ?? '').split(/[\s,]+/).includes('kafka')) return { starts: true }
  return {
    missing:
      'Kafka: skipped, no server; run "npm run servers" and set KAFKA_BROKERS as it says, or set REQUIRE_SUITES=kafka (needs Java 17 and Maven)',
  }
}

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

/** A server in a process of its own, because packages know nothing of `infra`. It ends with this process at the latest. */
export async function startServer(): Promise<ServerUnderTest> {
  const program = fileURLToPath(new URL('../../../../infra/servers/kafka/process.ts', import.meta.url))
  const child = fork(program, { execArgv: ['--disable-warning=ExperimentalWarning'] })
  const order = (what: string) => {
    child.send(what)
    return answerOf(child, 'done')
  }
  const brokers = await answerOf(child, 'brokers')
  return {
    brokers,
    kill: async () => void (await order('kill')),
    restart: async () => void (await order('restart')),
    freeze: async () => void (await order('freeze')),
    thaw: async () => void (await order('thaw')),
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

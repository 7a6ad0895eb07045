import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ServiceName } from '@filature/gateway/settings'
import { ConfigurationError } from '@filature/service-kit/environment'
import type { Logger } from '@filature/service-kit/logger'
import { type Program, type Starting, startProgram } from './program.ts'

/** One service in a process of its own that is started again whenever it ends without having been told to. */
export interface ServiceProcess {
  readonly name: ServiceName
  /** Where it answers at present; undefined while it does not. */
  address(): string | undefined
  pid(): number | undefined
  /** How often it had to be started again. */
  restarts(): number
  /** SIGTERM, and SIGKILL when that takes too long. Resolves when it has ended; it is not started again. */
  stop(): Promise<void>
}

export interface ServiceProcessOptions extends Pick<Starting, 'environment' | 'nodeArguments'> {
  readonly name: ServiceName
  readonly logger: Logger
  /** What it says besides that it listens. */
  readonly hear: (line: string) => void
  readonly onStart: (program: Program) => void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Whoever ran for so long did not end because of how it was started, in milliseconds. */
const STEADY_MS = 60_000
/** Longer than a service takes to drain, in milliseconds. */
const STOP_MS = 20_000
const LISTENS = / listens on http:\/\/.*:(\d+)$/

/** Resolves when the service takes requests. Rejects with `ConfigurationError` when it ends instead: it has said why. */
export async function startService(options: ServiceProcessOptions): Promise<ServiceProcess> {
  const { name, logger } = options
  const file = fileURLToPath(new URL(`../../../services/${name}/src/main.ts`, import.meta.url))
  const stopping = new AbortController()
  let address: string | undefined
  let program: Program | undefined
  let restarts = 0

  /** Runs it once; resolves with its exit code when it has ended. */
  function run(listens: () => void): Promise<number | null> {
    const started = startProgram({
      ...options,
      file,
      hear(line) {
        const port = LISTENS.exec(line)?.[1]
        if (port === undefined) return options.hear(line)
        address = `http://127.0.0.1:${port}`
        listens()
      },
    })
    program = started
    options.onStart(started)
    return started.ended.finally(() => {
      address = undefined
    })
  }

  async function keepRunning(first: Promise<number | null>): Promise<void> {
    let startedAt = performance.now()
    let pauseMs = FIRST_PAUSE_MS
    for (let ending = first; ; ) {
      const code = await ending.catch(() => null)
      if (stopping.signal.aborted) return
      if (performance.now() - startedAt > STEADY_MS) pauseMs = FIRST_PAUSE_MS
      logger.error({ service: name, code, againInMs: pauseMs }, 'a service ended by itself and is started again')
      await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      restarts += 1
      startedAt = performance.now()
      ending = run(() => undefined)
    }
  }

  const first = Promise.withResolvers<void>()
  const ended = run(first.resolve)
  await Promise.race([
    first.promise,
    ended.then((code) => {
      throw new ConfigurationError(`${name} did not start (exit ${code}); what it says of that stands above`)
    }),
  ])
  const life = keepRunning(ended)

  return {
    name,
    address: () => address,
    pid: () => (address === undefined ? undefined : program?.child.pid),
    restarts: () => restarts,
    async stop() {
      stopping.abort()
      const late = setTimeout(() => program?.child.kill('SIGKILL'), STOP_MS)
      program?.child.kill('SIGTERM')
      await life
      clearTimeout(late)
    },
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { watchOver } from './child.ts'

/** A service of the product as a process of its own, as it is deployed. */
export interface ServiceProcess {
  readonly pid: number
  readonly port: number
  /** From the start of the process until it said that it listens, milliseconds. */
  readonly readyAfterMs: number
  /** SIGKILL: no handler, no farewell. Resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM: in order. */
  stop(): Promise<void>
}

/** What `npm start` and the containers start every process with. */
const START = fileURLToPath(new URL('../../../../infra/start.mjs', import.meta.url))
const START_MS = 180_000
const LISTENS = /(?:listens on|open at) http:\/\/[^:]+:(\d+)/

/** Starts a service's `main.ts` with nothing in its environment but what is given; rejects with its words when it ends instead. */
export async function startService(main: string, environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const started = performance.now()
  const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] }
  const profiling = process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? []
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...profiling, START, main], {
    env: { ...inherited, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  watchOver(child)
  let said = ''
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${main} did not start: ${said}`)), START_MS)
    const hear = (part: Buffer) => {
      const text = part.toString()
      // What a running service complains about belongs before somebody's eyes.
      if (said === 'started') return void process.stderr.write(text)
      said += text
      const found = LISTENS.exec(said)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      said = 'started'
      resolve(Number(found))
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`${main} ended with ${code}: ${said}`)))
  })
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    // A process that has said something has a number.
    pid: child.pid ?? 0,
    port,
    readyAfterMs: performance.now() - started,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type GuardedProcess, startGuarded } from './guarded-process.ts'
import { isListenedOn, listens } from './ports.ts'

/** A server of this machine, whatever kind it is. Orders are carried out one after the other. */
export interface RunningServer {
  /** Ends it in order, and removes its data unless their folder was named. Repeatable. */
  stop(): Promise<void>
  /** SIGKILL: no chance to write anything. Resolves when it is dead. */
  kill(): Promise<void>
  /** Starts it again on the same data and port, after killing it if it runs. */
  restart(): Promise<void>
  /** SIGSTOP and SIGCONT: connections stay open and nobody answers. */
  freeze(): void
  thaw(): void
}

export interface ServerToStart {
  /** For people. */
  readonly name: string
  /** Of 127.0.0.1. It has started when somebody listens here. */
  readonly port: number
  /** Kept at the end; default: a temporary folder, which is not. What the server says is in its file `server.out`. */
  readonly dataDir?: string | undefined
  /** How long a start may take, in milliseconds. */
  readonly longestStartMs: number
  /** Asked once, before the first start: fills the folder with what has to be there, and tells the command that serves it. */
  command(dataDir: string): Promise<readonly string[]>
  /** What is to be done once, when it listens for the first time. */
  afterFirstStart?(): Promise<void>
}

/** How long it may take to end in order, in milliseconds. */
const STOP_MS = 15_000
const LINES_TOLD = 20

/** Starts a server that ends with this process, however that ends. Rejects with what it wrote when it does not come up. */
export async function startServer(toStart: ServerToStart): Promise<RunningServer> {
  const { name, port, longestStartMs, dataDir: named } = toStart
  const dataDir =
    named === undefined ? await mkdtemp(join(tmpdir(), `filature-${name.toLowerCase().replaceAll(/\W+/g, '-')}-`)) : resolve(named)
  const outputFile = join(dataDir, 'server.out')
  let command: readonly string[] = []
  let server: GuardedProcess | undefined

  async function start(): Promise<void> {
    if (await isListenedOn(port)) throw new Error(`${name} cannot be started: port ${port} is used by another program`)
    const output = await open(outputFile, 'a')
    let started: GuardedProcess
    try {
      started = await startGuarded(command, output.fd)
    } finally {
      await output.close()
    }
    server = started
    const settled = new AbortController()
    const outcome = await Promise.race([
      listens(port, longestStartMs, settled.signal).then((does) => (does ? 'up' : `does not listen after ${longestStartMs / 1_000} s`)),
      started.ended.then(() => 'ended by itself'),
    ])
    settled.abort()
    if (outcome === 'up') return
    await end('SIGKILL')
    throw new Error(`${name} did not start: it ${outcome}. It wrote:\n${await lastLines(outputFile)}`)
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = server
    server = undefined
    if (ending === undefined) return
    const late = setTimeout(() => ending.signal('SIGKILL'), STOP_MS)
    ending.signal(signal)
    // A frozen process hears anything but SIGKILL only when it is thawed; it hears it first then.
    ending.signal('SIGCONT')
    await ending.ended
    clearTimeout(late)
  }

  async function stop(): Promise<void> {
    await end('SIGTERM')
    if (named === undefined) await rm(dataDir, { recursive: true, force: true })
  }

  let last = Promise.resolve()
  /** So a stop that is asked for during a restart stops what that has started. */
  function inTurn(order: () => Promise<void>): Promise<void> {
    const done = last.then(order)
    last = done.catch(() => undefined)
    return done
  }

  try {
    await mkdir(dataDir, { recursive: true })
    command = await toStart.command(dataDir)
    await start()
    await toStart.afterFirstStart?.()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    stop: () => inTurn(stop),
    kill: () => inTurn(() => end('SIGKILL')),
    restart: () =>
      inTurn(async () => {
        await end('SIGKILL')
        await start()
      }),
    freeze: () => server?.signal('SIGSTOP'),
    thaw: () => server?.signal('SIGCONT'),
  }
}

async function lastLines(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-LINES_TOLD).join('\n')
}

import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { ServerMissing } from '../kafka/jars.ts'
import { freePort, listens } from '../kafka/ports.ts'
import { javaStandIn } from './java-stand-in.ts'
import type { Launch } from './launch.ts'
import { mongod } from './mongod.ts'
import { type GuardedProcess, startGuarded } from './process.ts'
import { secantus } from './secantus.ts'

/** `named` is the one of `MONGODB_URI`; the last two are stand-ins. */
export type MongoKind = 'named' | 'mongod' | 'mongo-java-server' | 'secantus'

export interface MongoOptions {
  /** Default: the first that there is, `named` before `mongod` before `mongo-java-server`. */
  readonly kind?: MongoKind | undefined
  /**
   * Whether a stand-in answers a write only when it would outlive a kill. Default true. Without it they are several times
   * faster on a slow disk; a mongod always does.
   */
  readonly survivesKill?: boolean
}

export interface RunningMongo {
  /** For `MONGODB_URI`. */
  readonly uri: string
  readonly name: string
  readonly version: string
  /** Ends it in order and removes its data. A `named` server is left alone. Repeatable. */
  stop(): Promise<void>
  /** SIGKILL: no chance to write anything. Resolves when it is dead. */
  kill(): Promise<void>
  /** Starts it again on the same data and port, after killing it if it runs. */
  restart(): Promise<void>
  /** SIGSTOP and SIGCONT: connections stay open and nobody answers. */
  freeze(): void
  thaw(): void
}

const START_MS = 60_000
const STOP_MS = 15_000

/** The kinds that suites are to be run on here: one real server, or else both stand-ins. */
export async function mongoKinds(whyNot: (reason: string) => void = () => {}): Promise<readonly MongoKind[]> {
  return (process.env['MONGODB_URI'] ?? '') === '' ? startableKinds(whyNot) : ['named']
}

/** Those among them that can be started here, and so be killed too. */
export async function startableKinds(whyNot: (reason: string) => void = () => {}): Promise<readonly MongoKind[]> {
  return (await mongod(whyNot)) === undefined ? ['mongo-java-server', 'secantus'] : ['mongod']
}

/**
 * A MongoDB for tests, without containers. It ends with this process, however that ends. Rejects with `ServerMissing` when
 * what it needs is missing, and with what the server wrote when it does not come up.
 */
export async function startMongo({ kind, survivesKill = true }: MongoOptions = {}): Promise<RunningMongo> {
  const chosen = kind ?? (await mongoKinds())[0]
  if (chosen === 'named') return named()
  const launch = await launchOf(chosen)
  const dataDir = await mkdtemp(join(tmpdir(), 'filature-mongo-'))
  const port = await freePort()
  const uri = `mongodb://127.0.0.1:${port}/`
  const outputFile = join(dataDir, 'server.out')
  let server: GuardedProcess | undefined

  async function start(): Promise<void> {
    const output = await open(outputFile, 'a')
    try {
      server = await startGuarded(launch.command({ port, dataDir, survivesKill }), output.fd)
    } finally {
      await output.close()
    }
    if (await Promise.race([listens(port, START_MS), server.ended.then(() => false)])) return
    server.signal('SIGKILL')
    throw new Error(
      `${launch.name} did not start. It wrote:\n${(await readFile(outputFile, 'utf8')).trimEnd().split('\n').slice(-20).join('\n')}`,
    )
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = server
    server = undefined
    if (ending === undefined) return
    // A frozen process hears nothing but SIGKILL.
    ending.signal('SIGCONT')
    const late = setTimeout(() => ending.signal('SIGKILL'), STOP_MS)
    ending.signal(signal)
    await ending.ended
    clearTimeout(late)
  }

  async function stop(): Promise<void> {
    await end('SIGTERM')
    await rm(dataDir, { recursive: true, force: true })
  }

  try {
    await start()
    await launch.prepare?.(uri)
    return {
      uri,
      name: launch.name,
      version: launch.version ?? (await versionOf(uri)),
      stop,
      kill: () => end('SIGKILL'),
      async restart() {
        await end('SIGKILL')
        await start()
      },
      freeze: () => server?.signal('SIGSTOP'),
      thaw: () => server?.signal('SIGCONT'),
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function launchOf(kind: MongoKind | undefined): Promise<Launch> {
  if (kind === 'mongo-java-server') return javaStandIn()
  if (kind === 'secantus') return secantus()
  let reason = 'no mongod'
  const found = await mongod((told) => {
    reason = told
  })
  if (found === undefined) throw new ServerMissing(`${reason}. Install MongoDB 8, set MONGODB_URI, or ask for a stand-in`)
  return found
}

async function named(): Promise<RunningMongo> {
  const uri = process.env['MONGODB_URI'] ?? ''
  const notOurs = () => {
    throw new Error('the server of MONGODB_URI was not started here and is left alone')
  }
  return {
    uri,
    name: 'MONGODB_URI',
    version: await versionOf(uri),
    stop: async () => {},
    kill: async () => notOurs(),
    restart: async () => notOurs(),
    freeze: notOurs,
    thaw: notOurs,
  }
}

async function versionOf(uri: string): Promise<string> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 10_000 })
  try {
    return String((await client.db('admin').command({ buildInfo: 1 }))['version'])
  } finally {
    await client.close()
  }
}

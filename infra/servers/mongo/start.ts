import { MongoClient } from 'mongodb'
import { ServerMissing } from '../missing.ts'
import { freePort } from '../ports.ts'
import { type RunningServer, startServer } from '../server.ts'
import { javaStandIn } from './java-stand-in.ts'
import type { Launch } from './launch.ts'
import { mongod } from './mongod.ts'
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

/** A `named` one was not started here: `stop` leaves it alone, and no other order is taken. */
export interface RunningMongo extends RunningServer {
  /** For `MONGODB_URI`. */
  readonly uri: string
  readonly name: string
  readonly version: string
}

const LONGEST_START_MS = 60_000

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
  const port = await freePort()
  const uri = `mongodb://127.0.0.1:${port}/`
  let version = launch.version ?? ''
  const server = await startServer({
    name: launch.name,
    port,
    longestStartMs: LONGEST_START_MS,
    command: async (dataDir) => launch.command({ port, dataDir, survivesKill }),
    async afterFirstStart() {
      await launch.prepare?.(uri)
      if (launch.version === undefined) version = await versionOf(uri)
    },
  })
  return { ...server, uri, name: launch.name, version }
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

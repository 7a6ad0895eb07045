import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import type { Launch } from './launch.ts'

/** What is downloaded where there is none; the version of `docker-compose.yml`. */
const VERSION = '8.2.6'
const REPLICA_SET = 'filature'
const PRIMARY_MS = 30_000

/**
 * A real server: the program that `MONGOMS_SYSTEM_BINARY` names, else `mongod` on the PATH, else one that
 * mongodb-memory-server has or can download (`MONGOMS_RUNTIME_DOWNLOAD=false` forbids it). A replica set of one, as in
 * production. Resolves to undefined, with the reason told to `whyNot`, where there is none.
 */
export async function mongod(whyNot: (reason: string) => void): Promise<Launch | undefined> {
  const program = installedHere() || (await downloaded(whyNot))
  if (program === undefined) return undefined
  return {
    name: 'mongod',
    version: undefined,
    command: ({ port, dataDir }) => [
      ...[program, '--dbpath', dataDir, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', REPLICA_SET],
      ...['--wiredTigerCacheSizeGB', '0.25', '--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ],
    prepare: beginReplicaSet,
  }
}

/** Whether there is one without downloading anything. */
export const isMongodHere = (): boolean => installedHere() !== undefined

const installedHere = (): string | undefined => process.env['MONGOMS_SYSTEM_BINARY'] || onPath('mongod')

function onPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const program = join(folder, name)
    try {
      accessSync(program, constants.X_OK)
      if (folder !== '') return program
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}

async function downloaded(whyNot: (reason: string) => void): Promise<string | undefined> {
  const { MongoBinary } = await import('mongodb-memory-server-core')
  // Where nothing can be downloaded, trying again and again only delays the stand-ins.
  process.env['MONGOMS_MAX_RETRIES'] ??= '1'
  try {
    return await MongoBinary.getPath({ version: VERSION })
  } catch (error) {
    whyNot(`no mongod: none on the PATH, MONGOMS_SYSTEM_BINARY is not set, and none could be downloaded (${lastLine(error)})`)
    return undefined
  }
}

const lastLine = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .trimEnd()
    .split('\n')
    .at(-1)

/** Resolves when the server takes writes. */
async function beginReplicaSet(uri: string): Promise<void> {
  const client = new MongoClient(uri, { directConnection: true })
  try {
    const admin = client.db('admin')
    const member = { _id: 0, host: new URL(uri).host }
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [member] } })
    const until = performance.now() + PRIMARY_MS
    while (!(await admin.command({ hello: 1 }))['isWritablePrimary']) {
      if (performance.now() > until) throw new Error(`mongod did not become primary within ${PRIMARY_MS} ms`)
      await pause(50)
    }
  } finally {
    await client.close()
  }
}

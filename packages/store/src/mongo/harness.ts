import { randomBytes } from 'node:crypto'
import { MongoClient } from 'mongodb'
import { describe, test } from 'vitest'
import type { CollectionDefinition } from '../port.ts'
import { LOT_ROWS, LOTS, type StoreHarness } from '../suites/harness.ts'
import { openMongoStore } from './store.ts'

/** A server that the suites are to be run on. */
export interface MongoServer {
  readonly name: string
  readonly uri: string
  /** Share of the rounds and operations of suites that repeat themselves; 1: all. */
  readonly share: number
}

/** Of a second server and any further one, unless `MONGO_OTHERS_SHARE` says otherwise. The first is tried in full. */
const OTHERS_SHARE = 0.1

export const NO_MONGO =
  'no MongoDB is named: run `npm run servers` and set the MONGODB_URI or MONGODB_URIS that it prints (REQUIRE_SUITES=mongo makes this a failure)'

/**
 * `MONGODB_URIS`: several as `name=uri`, separated by blanks, each of which runs all suites. Else `MONGODB_URI`: one.
 * @throws Error when there is none and `REQUIRE_SUITES` names `mongo`; TypeError for a word that is no `name=uri`
 */
export function mongoServers(env: NodeJS.ProcessEnv = process.env): readonly MongoServer[] {
  const words = (env['MONGODB_URIS'] ?? '').split(/\s+/).filter((word) => word !== '')
  const servers = words.map((word) => {
    const [name, ...uri] = word.split('=')
    if (name === undefined || uri.length === 0) throw new TypeError('MONGODB_URIS: write name=uri, separated by blanks')
    return { name, uri: uri.join('=') }
  })
  const single = env['MONGODB_URI']
  if (servers.length === 0 && single !== undefined && single !== '') servers.push({ name: 'MONGODB_URI', uri: single })
  const required = (env['REQUIRE_SUITES'] ?? '').split(/[\s,]+/).includes('mongo')
  if (servers.length === 0 && required) throw new Error(NO_MONGO)
  const others = Number(env['MONGO_OTHERS_SHARE'] || OTHERS_SHARE)
  if (!(others > 0 && others <= 1)) throw new TypeError('MONGO_OTHERS_SHARE: a number above 0, at most 1')
  return servers.map((server, at) => ({ ...server, share: at === 0 ? 1 : others }))
}

/** Declares a suite once for each server, or as skipped, with the reason and the fix as its name. */
export function describeOnMongo(title: string, declare: (name: string, server: MongoServer) => void): void {
  const servers = mongoServers()
  for (const server of servers) declare(`MongoDB (${server.name})`, server)
  if (servers.length === 0) describe(`${title} on MongoDB`, () => test.skip(NO_MONGO, () => {}))
}

/** Databases of a name that nobody else has on this server. */
export interface FreshDatabases {
  /** Address for `openMongoStore`. */
  readonly uri: string
  drop(): Promise<void>
}

/** A stand-in on a busy machine takes its time; that it answers late is no fault of what the suites look at. */
const PATIENCE = 'answerTimeoutMS=60000&waitQueueTimeoutMS=60000&socketTimeoutMS=60000&serverSelectionTimeoutMS=60000'

export function freshDatabases({ uri }: Pick<MongoServer, 'uri'>): FreshDatabases {
  const prefix = `test_${randomBytes(6).toString('hex')}`
  const [, before = '', options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]*)(?:\/[^?]*)?(\?.*)?$/s.exec(uri) ?? []
  return {
    uri: `${before}/${prefix}${options === '' ? '?' : `${options}&`}${PATIENCE}`,
    async drop() {
      const client = new MongoClient(`${before}/${options}`)
      try {
        const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true })
        for (const { name } of databases) if (name.startsWith(`${prefix}_`)) await client.db(name).dropDatabase()
      } finally {
        await client.close()
      }
    },
  }
}

/**
 * To be called before several processes open a store that is still empty. A mongod makes one collection however many ask for
 * it in the same moment; mongo-java-server (1.47) now and then makes two, the second without its index by `_id`, so there they
 * are made by one alone.
 */
export async function foresee(
  server: MongoServer,
  options: { readonly uri: string; readonly service: string },
  collections: readonly CollectionDefinition[],
) {
  if (server.name !== 'mongo-java-server') return
  const store = await openMongoStore(options)
  await store.define(collections).finally(() => store.close())
}

/** Runs the suites on databases of their own on a running server. */
export function mongoHarness(server: MongoServer): StoreHarness {
  let databases = freshDatabases(server)
  const options = () => ({ uri: databases.uri, service: 'suite' })
  return {
    open: () => openMongoStore(options()),
    async reset() {
      await databases.drop()
      databases = freshDatabases(server)
    },
    destroy: () => databases.drop(),
    share: server.share,
    async spawnable() {
      await foresee(server, options(), [LOTS, LOT_ROWS])
      return { module: new URL('./store.ts', import.meta.url).href, opener: openMongoStore.name, options: options() }
    },
  }
}

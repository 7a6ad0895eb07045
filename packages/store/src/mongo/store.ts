import type { Store } from '../port.ts'
import { addressOf } from './address.ts'
import { aggregatesOf } from './aggregates.ts'
import { collectionsOf } from './collections.ts'
import { openConnection } from './connection.ts'
import { finderOf } from './find.ts'
import { outboxOf } from './outbox.ts'
import { projectionsOf } from './projections.ts'
import { stampsFrom } from './stamps.ts'

export interface MongoStoreOptions {
  /**
   * `mongodb://…`. A path (`/lyon`) is the first part of the database's name, `filature` when left out. Times may be set as
   * options of the address; their defaults are in `address.ts`.
   */
  readonly uri: string
  /** Name of the service, the last part of the database's name. */
  readonly service: string
}

/**
 * A store in one database of a MongoDB: a single server, a replica set or a sharded cluster, for nothing spans two
 * documents. Any number of processes on any number of machines may open the same one.
 * @throws TypeError for an address that is none; StoreUnavailable, StoreCorrupt with a message for the person who runs it
 */
export async function openMongoStore({ uri, service }: MongoStoreOptions): Promise<Store> {
  const connection = await openConnection(addressOf(uri, service))
  const collections = collectionsOf(connection)
  const stamp = stampsFrom(Date.now)
  return {
    define: collections.define,
    ...aggregatesOf(connection, collections, stamp),
    ...finderOf(connection, collections),
    ...projectionsOf(connection, collections),
    ...outboxOf(connection, collections, stamp),
    ping: () => connection.ping(),
    close: () => connection.close(),
  }
}

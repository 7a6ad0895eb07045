import { addressOf } from './address.ts'
import { type Connection, openConnection } from './connection.ts'
import type { MongoStoreOptions } from './store.ts'

/** A database whose collections somebody else owns, such as a library's. */
export type MongoDatabase = Pick<Connection, 'place' | 'database' | 'attempt' | 'attemptPatiently' | 'ping' | 'close'>

/**
 * Opens the database `<prefix>_<service>` under the same rules as a store: written means on most servers' disks, read means
 * never taken back, and `attempt` tells failures in the words of the storage port.
 * @throws TypeError for an address that is none; StoreUnavailable, StoreCorrupt with a message for the person who runs it
 */
export const openMongoDatabase = ({ uri, service }: MongoStoreOptions): Promise<MongoDatabase> => openConnection(addressOf(uri, service))

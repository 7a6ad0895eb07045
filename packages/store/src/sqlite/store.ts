import type { Store } from '../port.ts'
import { aggregatesOf } from './aggregates.ts'
import { collectionsOf } from './collections.ts'
import type { Survives } from './connection.ts'
import { finderOf } from './find.ts'
import { openFile } from './open-file.ts'
import { outboxOf } from './outbox.ts'
import { projectionsOf } from './projections.ts'

export interface SqliteStoreOptions {
  /** Path of the file; it and its folder are made when missing. */
  readonly file: string
  /** How long a call waits for other processes that write the same file, in milliseconds. Default 5000. */
  readonly busyTimeoutMs?: number
  /**
   * What commits have to survive, asked at each one. Default `power-loss`. `process-end` spares the disk, for work that is
   * done again from its beginning when the machine loses power: the first commit after it makes everything before durable.
   */
  readonly survives?: () => Survives
}

/**
 * A store in one SQLite file, which several processes of one machine may open at the same time. The engine works on the
 * calling thread; only waiting for another process's lock is asynchronous.
 * @throws StoreCorrupt, StoreUnavailable with a message for the person who runs the program
 */
export async function openSqliteStore({ file, busyTimeoutMs = 5_000, survives }: SqliteStoreOptions): Promise<Store> {
  const connection = await openFile(file, busyTimeoutMs, survives)
  const collections = collectionsOf(connection)
  return {
    define: collections.define,
    ...aggregatesOf(connection, collections),
    ...finderOf(connection, collections),
    ...projectionsOf(connection, collections),
    ...outboxOf(connection),
    ping: connection.ping,
    close: connection.close,
  }
}

import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { asLogFailure, BUSY_PATIENCE_MS, isBusy } from './failures.ts'

/** One connection to the log's file. Transactions are short and never span a turn of the event loop. */
export interface Connection {
  readonly path: string
  prepare(sql: string): StatementSync
  /** Runs `body` in one write transaction, waiting for other programs; durable as the connection's setting says. */
  transact<T>(body: () => T): Promise<T>
  /** Runs reads, waiting for other programs. */
  read<T>(body: () => T): Promise<T>
  close(): void
}

/**
 * `full` survives power loss when a transaction returns. `normal` survives the death of the process, and may lose the last
 * transactions on power loss, yet never an earlier one while keeping a later one: enough for offsets and membership.
 */
export type Durability = 'full' | 'normal'

/** `most` is asked at each transaction for its durability at most. Rejects with `LogUnavailable` or `LogCorrupt`, naming the file. */
export async function connect(path: string, durability: Durability, most: () => Durability = () => 'full'): Promise<Connection> {
  // No waiting inside the engine, which would stop the whole process: `whenFree` waits without blocking.
  const database = await whenFree(path, () => {
    const opened = new DatabaseSync(path, { timeout: 0 })
    opened.exec(`PRAGMA synchronous = ${durability}`)
    return opened
  })
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  let current = durability
  const inTransaction = <T>(body: () => T): T => {
    const wanted = most() === 'normal' ? 'normal' : durability
    if (wanted !== current) database.exec(`PRAGMA synchronous = ${wanted}`)
    current = wanted
    begin.run()
    try {
      const result = body()
      commit.run()
      return result
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
  return {
    path,
    prepare: (sql) => database.prepare(sql),
    transact: (body) => whenFree(path, () => inTransaction(body)),
    read: (body) => whenFree(path, body),
    close: () => database.close(),
  }
}

/** Tries until no other program is in the way, at most `BUSY_PATIENCE_MS`; between tries the process goes on. */
async function whenFree<T>(path: string, operation: () => T): Promise<T> {
  const giveUpAt = performance.now() + BUSY_PATIENCE_MS
  for (let tries = 0; ; tries++) {
    try {
      return operation()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= giveUpAt) throw asLogFailure(error, path)
    }
    // Random, so that two processes do not keep meeting; short, because a transaction lasts about a millisecond.
    await pause(1 + Math.random() * Math.min(2 ** tries, 16))
  }
}

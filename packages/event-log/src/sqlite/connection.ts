import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { diskSync } from '@filature/kernel/disk-sync'
import { LogUnavailable } from '../port.ts'
import { asLogFailure, BUSY_PATIENCE_MS, isBusy } from './failures.ts'

/** What the caller's work has to survive. */
export type Survives = 'power-loss' | 'process-end'

/** One connection to the log's file. Transactions are short and never span a turn of the event loop. */
export interface Connection {
  readonly path: string
  prepare(sql: string): StatementSync
  /** Runs `body` in one write transaction, waiting for other programs. */
  transact<T>(body: () => T): Promise<T>
  /** Resolves when all that was written to the file before this call survives a power cut. */
  durable(): Promise<void>
  /** Runs reads, waiting for other programs. */
  read<T>(body: () => T): Promise<T>
  close(): Promise<void>
}

/**
 * A transaction survives the death of the process. A power cut may take the last ones, yet never an earlier one while a later
 * one stays: enough for offsets and membership. Others call `durable`, which waits for the disk beside the event loop and
 * together with all who wait; `most` is asked there. Rejects with `LogUnavailable` or `LogCorrupt`, naming the file.
 */
export async function connect(path: string, most: () => Survives = () => 'power-loss'): Promise<Connection> {
  // No waiting inside the engine, which would stop the whole process: `whenFree` waits without blocking.
  const database = await whenFree(path, () => {
    const opened = new DatabaseSync(path, { timeout: 0 })
    // The engine does not wait for the disk: `durable` does, below.
    opened.exec('PRAGMA synchronous = NORMAL')
    return opened
  })
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const disk = diskSync(`${path}-wal`)
  const inTransaction = <T>(body: () => T): T => {
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
    async durable() {
      if (most() === 'process-end') return
      await disk.synced().catch((error: unknown) => {
        throw new LogUnavailable(`${path}: the disk does not take what is written. Look at the disk, then start again.`, { cause: error })
      })
    },
    read: (body) => whenFree(path, body),
    async close() {
      await disk.close()
      database.close()
    },
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

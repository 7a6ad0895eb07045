import { statSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { StoreUnavailable } from '../port.ts'
import { whenUnlocked } from './patience.ts'

/**
 * What a finished transaction survives. `power-loss` waits for the disk; `process-end` survives the death of the process
 * and leaves the disk for the next transaction that waits.
 */
export type Survives = 'power-loss' | 'process-end'

export interface Connection {
  readonly file: string
  /** The prepared statement of this text, made at most once; rows come as arrays. */
  statement(sql: string): StatementSync
  /** Runs a job that only reads, on one snapshot. */
  read<T>(job: () => T): Promise<T>
  /** Runs a job in one write transaction. It may run again when the file was locked, so it has no effect but the file. */
  write<T>(survives: Survives, job: () => T): Promise<T>
  ping(): Promise<void>
  close(): void
}

/**
 * `database` is open and this connection's alone; `busyTimeoutMs` is how long a call waits for other processes; `most` is
 * asked at each write for what it has to survive at most.
 */
export function connectionOn(database: DatabaseSync, file: string, busyTimeoutMs: number, most: () => Survives): Connection {
  const statements = new Map<string, StatementSync>()
  const identity = fileIdentity(file)
  let synced: Survives | undefined
  let open = true

  function statement(sql: string): StatementSync {
    let prepared = statements.get(sql)
    if (prepared === undefined) {
      prepared = database.prepare(sql)
      prepared.setReturnArrays(true)
      statements.set(sql, prepared)
    }
    return prepared
  }

  /**
   * One connection with two levels rather than a second connection: whenever another connection writes, SQLite throws
   * away this one's page cache, and marks are written as often as commits.
   */
  function synchronise(survives: Survives): void {
    if (synced === survives) return
    synced = undefined
    database.exec(survives === 'power-loss' ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL')
    synced = survives
  }

  function transaction<T>(begin: string, job: () => T): T {
    statement(begin).run()
    try {
      const result = job()
      statement('COMMIT').run()
      return result
    } catch (error) {
      // Some engine errors have already rolled back.
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  function attempt<T>(job: () => T): Promise<T> {
    return whenUnlocked(file, busyTimeoutMs, () => {
      if (!open) throw new StoreUnavailable(`${file} was closed by this process`)
      return job()
    })
  }

  return {
    file,
    statement,
    read: (job) => attempt(() => transaction('BEGIN', job)),
    write: (survives, job) =>
      attempt(() => {
        synchronise(most() === 'process-end' ? 'process-end' : survives)
        return transaction('BEGIN IMMEDIATE', job)
      }),
    ping: () =>
      attempt(() => {
        // An open file outlives its name: without this look, a deleted store would go on taking writes that nobody finds again.
        if (fileIdentity(file) !== identity) throw new StoreUnavailable(`${file} was removed or replaced while open: stop and put it back`)
        statement('SELECT 1 FROM outbox LIMIT 1').get()
      }),
    close() {
      if (!open) return
      open = false
      statements.clear()
      database.close()
    },
  }
}

function fileIdentity(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  return found === undefined ? undefined : `${found.dev}:${found.ino}`
}

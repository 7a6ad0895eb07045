import { statSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { diskSync } from '@filature/kernel/disk-sync'
import { gather } from '@filature/kernel/gathering'
import { StoreUnavailable } from '../port.ts'
import { whenUnlocked } from './patience.ts'

/**
 * What a finished transaction survives. `process-end` survives the death of the process; `power-loss` waits for the disk as
 * well, beside the event loop and together with all others that wait.
 */
export type Survives = 'power-loss' | 'process-end'

export interface Connection {
  readonly file: string
  /** The prepared statement of this text, made at most once; rows come as arrays. */
  statement(sql: string): StatementSync
  /** Runs a job that only reads, on one snapshot. */
  read<T>(job: () => T): Promise<T>
  /**
   * Resolves when all that was written to the file before this call, by whichever process, survives a power cut. For those
   * who tell others what they read: what is in the file may not be on the disk yet.
   */
  durable(): Promise<void>
  /** Runs a job of one statement that only reads: it is its own snapshot. */
  glance<T>(job: () => T): Promise<T>
  /**
   * Runs a job in a write transaction, which it shares with what else was asked for in the same turn of the event loop. One
   * job's failure undoes that job alone. It may run again, when the file was locked
   * or another job failed, so it has no effect but the file.
   */
  write<T>(survives: Survives, job: () => T): Promise<T>
  ping(): Promise<void>
  /** Whoever still waits for a lock is told that it was closed. */
  close(): Promise<void>
}

interface WriteJob {
  readonly job: () => unknown
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** Jobs of one transaction at most: a few milliseconds of work. */
const JOBS_TOGETHER = 64

/**
 * `database` is open and this connection's alone, and leaves the waiting for the disk to us (`synchronous = NORMAL`);
 * `busyTimeoutMs` is how long a call waits for other processes; `most` is asked at each write for what it has to survive at
 * most.
 */
export function connectionOn(database: DatabaseSync, file: string, busyTimeoutMs: number, most: () => Survives): Connection {
  const statements = new Map<string, StatementSync>()
  const identity = fileIdentity(file)
  const disk = diskSync(`${file}-wal`)
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

  const writes = gather<WriteJob, Outcome>({
    weigh: () => 1,
    most: JOBS_TOGETHER,
    async apply(together) {
      if (together.length > 1) {
        try {
          const values = await writeTogether(together)
          return values.map((value) => ({ value }))
        } catch (error) {
          // The lock or the disk refuses everybody. Anything else is one job's fault, and all of it was undone: find out whose.
          if (error instanceof StoreUnavailable) throw error
        }
      }
      const outcomes: Outcome[] = []
      for (const one of together) {
        outcomes.push(
          await writeTogether([one]).then(
            ([value]) => ({ value }),
            (error: unknown) => ({ error }),
          ),
        )
      }
      return outcomes
    },
  })

  function writeTogether(together: readonly WriteJob[]): Promise<readonly unknown[]> {
    return attempt(() => transaction('BEGIN IMMEDIATE', () => together.map(({ job }) => job())))
  }

  async function durable(): Promise<void> {
    if (most() === 'process-end') return
    await disk.synced().catch((error: unknown) => {
      throw new StoreUnavailable(`${file}: the disk does not take what is written. Look at the disk, then start again`, { cause: error })
    })
  }

  return {
    file,
    statement,
    read: (job) => attempt(() => transaction('BEGIN', job)),
    glance: attempt,
    durable,
    async write<T>(survives: Survives, job: () => T) {
      const outcome = await writes.add({ job })
      if ('error' in outcome) throw outcome.error
      if (survives === 'power-loss') await durable()
      // The value is what this very job returned.
      return outcome.value as T
    },
    ping: () =>
      attempt(() => {
        // An open file outlives its name: without this look, a deleted store would go on taking writes that nobody finds again.
        if (fileIdentity(file) !== identity) throw new StoreUnavailable(`${file} was removed or replaced while open: stop and put it back`)
        statement('SELECT 1 FROM outbox LIMIT 1').get()
      }),
    async close() {
      if (!open) return
      open = false
      await writes.idle()
      await disk.close()
      statements.clear()
      database.close()
    },
  }
}

function fileIdentity(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  return found === undefined ? undefined : `${found.dev}:${found.ino}`
}

import { DAY } from '@filature/kernel/instant'
import { closable } from '../closable.ts'
import type { EventLog, Warn } from '../port.ts'
import type { Survives } from './connection.ts'
import { shareLogFile } from './log-file.ts'
import { subscribeTo } from './membership.ts'

export interface SqliteEventLogOptions {
  /** Path of the log's file; it and its folder are made when missing. */
  readonly file: string
  /** How often this process looks for what other processes appended, in milliseconds; default 50. Its own appends wake at once. */
  readonly pollMs?: number
  /**
   * After so many milliseconds without a sign, a member is taken for dead and its partitions go to others; default 30 000.
   * The end of a process on the same machine is seen within half a second in any case.
   */
  readonly leaseMs?: number
  /** Pause after a handler's first rejection, in milliseconds; default 100. It doubles with each further one… */
  readonly firstRetryMs?: number
  /** …up to this; default 5 000. */
  readonly longestRetryMs?: number
  /** New records of a compacted topic's partition after which it is compacted; default 10 000. */
  readonly compactAfter?: number
  /** A group without members for so many milliseconds is forgotten at the next opening; default 90 days. */
  readonly groupRetentionMs?: number
  /**
   * What appends have to survive, asked at each one. Default `power-loss`. `process-end` spares the disk, for work that is
   * done again from its beginning when the machine loses power: the first append after it makes everything before durable.
   */
  readonly survives?: () => Survives
  /** Told what would otherwise go unseen (a handler rejected, a lease not prolonged); default: a warning of the process. */
  readonly warn?: Warn
}

const warnProcess: Warn = (message) => process.emitWarning(message, 'EventLogWarning')

/**
 * The embedded log: one SQLite file shared by any number of processes on one machine (a local disk, not a network share).
 * Rejects with `LogUnavailable` when the file cannot be used and with `LogCorrupt` when it is not a log this version reads.
 */
export async function openSqliteEventLog(options: SqliteEventLogOptions): Promise<EventLog> {
  const { file: path, pollMs = 50, leaseMs = 30_000, firstRetryMs = 100, longestRetryMs = 5_000 } = options
  const { compactAfter = 10_000, groupRetentionMs = 90 * DAY, survives = () => 'power-loss', warn = warnProcess } = options
  for (const [name, value] of Object.entries({ pollMs, leaseMs, firstRetryMs, longestRetryMs, compactAfter, groupRetentionMs })) {
    if (!(value > 0)) throw new RangeError(`event log: ${name} is ${value}, give a number above 0`)
  }
  const user = { pollMs, compactAfter, groupRetentionMs, survives, warn }
  const file = await shareLogFile(path, user)
  const tuning = { leaseMs, warn, retry: { firstMs: firstRetryMs, longestMs: longestRetryMs } }
  return closable(
    {
      define: (topics) => file.define(topics),
      append: (records) => file.append(records),
      lag: (group) => file.lag(group),
      ping: () => file.ping(),
      subscribe: (subscribeOptions, handler) => subscribeTo(file, subscribeOptions, handler, tuning),
      release: () => file.release(user),
    },
    path,
  )
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventLogHarness } from '../suites/harness.ts'
import { openSqliteEventLog, type SqliteEventLogOptions } from './open.ts'

/** A log file in a folder of its own, with pauses short enough for tests; failures that tests provoke are not told. */
export const sqliteHarness: EventLogHarness = {
  patienceMs: 20_000,
  seeds: 40,
  compactionRecords: 2_000,
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'filature-log-'))
    const argument: SqliteEventLogOptions = { file: join(folder, 'log.sqlite'), ...QUICK }
    return {
      open: () => openQuietly(argument),
      opener: { module: import.meta.url, exported: 'openQuietly', argument },
      dispose: async () => rmSync(folder, { recursive: true }),
    }
  },
}

/** Leases as by default: the death of a process is noticed without them, and a busy machine must not look like one. */
const QUICK = { pollMs: 5, firstRetryMs: 1, longestRetryMs: 4, compactAfter: 300 }

/** What other processes call, too: a function does not pass between processes, so it is added here. */
export const openQuietly = (options: SqliteEventLogOptions) => openSqliteEventLog({ ...options, warn: () => {} })

import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreCorrupt, StoreUnavailable } from '@filature/store/port'
import { getMigrations } from 'better-auth/db/migration'
import type { AccountsDatabase } from './database.ts'

/** How long a writer waits for another process, in milliseconds. */
const BUSY_MS = 5_000

/**
 * Opens `<dataDir>/accounts.sqlite`: a file of its own, because better-auth owns its tables. Durable when a statement
 * returns, like the services' stores; readable by its owner alone. Throws `StoreCorrupt` when the file is something else,
 * `StoreUnavailable` when the folder cannot be written.
 */
export function openAccountsFile(dataDir: string): AccountsDatabase {
  const database = openFile(dataDir)
  return {
    database,
    async prepare(options) {
      const { runMigrations } = await getMigrations(options)
      await runMigrations()
    },
    async ping() {
      database.prepare('SELECT 1').get()
    },
    async close() {
      database.close()
    },
  }
}

function openFile(dataDir: string): DatabaseSync {
  const file = join(dataDir, 'accounts.sqlite')
  try {
    mkdirSync(dataDir, { recursive: true })
    const db = new DatabaseSync(file)
    try {
      db.exec(`PRAGMA busy_timeout=${BUSY_MS}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON`)
      // The journals beside it take over its rights.
      chmodSync(file, 0o600)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw explained(error, file, dataDir)
  }
}

/** Codes of SQLite: 26 not a database, 11 corrupt; 14 cannot open, 8 read-only. */
function explained(error: unknown, file: string, dataDir: string): unknown {
  if (!(error instanceof Error)) return error
  const code = 'errcode' in error ? error.errcode : 'code' in error ? error.code : undefined
  if (code === 26 || code === 11) {
    return new StoreCorrupt(
      `${file} is not a readable SQLite database: restore it from a backup, or move it away to begin with no accounts`,
    )
  }
  return code === 14 || code === 8 || ['EACCES', 'EPERM', 'EROFS'].includes(String(code)) ? unwritable(dataDir) : error
}

/** What to say when the accounts' files cannot be made. */
export function unwritable(dataDir: string): StoreUnavailable {
  return new StoreUnavailable(
    `DATA_DIR=${dataDir} cannot be written: give the folder and its files to the user who starts Filature, or name another one`,
  )
}

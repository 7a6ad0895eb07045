import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreCorrupt, StoreUnavailable } from '../port.ts'
import { type Connection, connectionOn, type Survives } from './connection.ts'
import { WAY_OUT } from './engine-errors.ts'
import { ENGINE_WAIT_MS, whenUnlocked } from './patience.ts'
import { bringTablesUp, SCHEMA_VERSION } from './schema.ts'

/** Marks the file as ours: `FILA` in ASCII. */
const APPLICATION_ID = 0x46494c41

/** A log of at most 16 MB before pages move to the main file: hot documents are then written there once, not every time. */
const CHECKPOINT_PAGES = 4_000
const LOG_LIMIT_BYTES = 64 * 1024 * 1024
const CACHE_KIB = 32 * 1024

/**
 * Opens the file, or makes it with its folder.
 * @throws StoreCorrupt for a file that is not ours or newer than this program, StoreUnavailable for one that cannot be written
 */
export async function openFile(file: string, busyTimeoutMs: number, most: () => Survives = () => 'power-loss'): Promise<Connection> {
  makeFolder(dirname(file))
  const database = await whenUnlocked(file, busyTimeoutMs, () => {
    const opened = new DatabaseSync(file, { timeout: ENGINE_WAIT_MS })
    try {
      refuseForeign(opened, file)
      prepareFile(opened, file)
      return opened
    } catch (error) {
      opened.close()
      throw error
    }
  })
  return connectionOn(database, file, busyTimeoutMs, most)
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreUnavailable(`the folder ${folder} cannot be made (${reason}). Make it, or choose another data folder`, { cause: error })
  }
}

/** Looks before anything is written, so that another program's database stays as it was. */
function refuseForeign(database: DatabaseSync, file: string): void {
  // One snapshot: another process may be making the file at this moment.
  database.exec('BEGIN')
  const application = numberFrom(database, 'PRAGMA application_id')
  const version = numberFrom(database, 'PRAGMA user_version')
  const tables = numberFrom(database, 'SELECT count(*) FROM sqlite_schema')
  database.exec('COMMIT')
  if (application === 0 && version === 0 && tables === 0) return
  if (application !== APPLICATION_ID) throw new StoreCorrupt(`${file} is a database of another program. ${WAY_OUT}`)
  if (version > SCHEMA_VERSION) {
    throw new StoreCorrupt(
      `${file} was written by a newer version of this program (schema ${version}, this one reads up to ${SCHEMA_VERSION}). Install that version again, or put an older backup in its place`,
    )
  }
}

function prepareFile(database: DatabaseSync, file: string): void {
  const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode']
  if (mode !== 'wal') {
    throw new StoreUnavailable(`the disk of ${file} does not allow a shared write-ahead log: keep the data folder on a local disk`)
  }
  database.exec(`
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    PRAGMA journal_size_limit = ${LOG_LIMIT_BYTES};
    PRAGMA cache_size = -${CACHE_KIB};
    PRAGMA temp_store = MEMORY;
  `)
  // Also the proof that the file can be written, which the engine itself tells only at the first change.
  database.exec('BEGIN IMMEDIATE')
  const found = numberFrom(database, 'PRAGMA user_version')
  if (found < SCHEMA_VERSION) {
    bringTablesUp(database, found)
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION};`)
  }
  database.exec('COMMIT')
}

function numberFrom(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0])
}

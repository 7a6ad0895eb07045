import { LogCorrupt } from '../port.ts'
import { integer } from './columns.ts'
import type { Connection } from './connection.ts'

/** Marks the file as ours in SQLite's header ("FiEL"). */
const APPLICATION_ID = 0x4669454c
/** Raised with every change of the tables below; a step from each older version is then added to `prepareSchema`. */
const SCHEMA_VERSION = 1

const TABLES = [
  `CREATE TABLE topic (
    name TEXT PRIMARY KEY,
    partitions INTEGER NOT NULL,
    compacted INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  // dirty: records since the last compaction began; kept: records that the last compaction left.
  `CREATE TABLE partition (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL REFERENCES topic(name),
    number INTEGER NOT NULL,
    next_offset INTEGER NOT NULL DEFAULT 0,
    dirty INTEGER NOT NULL DEFAULT 0,
    kept INTEGER NOT NULL DEFAULT 0,
    UNIQUE (topic, number)
  ) STRICT`,
  // place: partition and offset in one integer (place.ts), so that a partition is one ordered run of the table.
  `CREATE TABLE record (
    place INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    event TEXT
  ) STRICT`,
  // epoch: raised whenever members have to look at their claims again. seen_at: last sign of a member, epoch ms.
  `CREATE TABLE consumer_group (
    name TEXT PRIMARY KEY,
    epoch INTEGER NOT NULL DEFAULT 0,
    seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE member (
    joined INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    consumer_group TEXT NOT NULL REFERENCES consumer_group(name),
    topics TEXT NOT NULL,
    process TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT`,
  'CREATE INDEX member_of_group ON member (consumer_group)',
  // committed: offset of the next record. generation: raised whenever held_by changes, so that a former holder cannot commit.
  `CREATE TABLE claim (
    consumer_group TEXT NOT NULL REFERENCES consumer_group(name),
    partition INTEGER NOT NULL REFERENCES partition(id),
    committed INTEGER NOT NULL,
    assigned_to TEXT,
    held_by TEXT,
    generation INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (consumer_group, partition)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX claim_on_partition ON claim (partition)',
]

/**
 * Creates the tables in an empty file. Rejects with `LogCorrupt`, before anything is written, for a file of another program
 * or of a newer version.
 */
export async function prepareSchema(connection: Connection): Promise<void> {
  await connection.read(() => isPrepared(connection))
  // Write-ahead log: readers and the one writer do not wait for each other.
  await connection.read(() => connection.prepare('PRAGMA journal_mode = wal').get())
  await connection.transact(() => {
    // Looked at again, because another process may have created the tables meanwhile.
    if (isPrepared(connection)) return
    for (const sql of TABLES) connection.prepare(sql).run()
    connection.prepare(`PRAGMA application_id = ${APPLICATION_ID}`).run()
    connection.prepare(`PRAGMA user_version = ${SCHEMA_VERSION}`).run()
  })
}

/** False for an empty file; throws for one that this version must not write. */
function isPrepared(connection: Connection): boolean {
  const header = connection
    .prepare(
      `SELECT user_version AS version, application_id AS application, (SELECT count(*) FROM sqlite_schema) AS tables
       FROM pragma_user_version, pragma_application_id`,
    )
    .get()
  const version = integer(header ?? {}, 'version')
  const application = integer(header ?? {}, 'application')
  if (version === 0 && application === 0 && integer(header ?? {}, 'tables') === 0) return false
  if (application !== APPLICATION_ID) {
    throw new LogCorrupt(`${connection.path}: this database belongs to another program. Choose another file for the event log.`)
  }
  if (version !== SCHEMA_VERSION) {
    throw new LogCorrupt(
      `${connection.path}: the event log was written by another version (format ${version}, this version reads ${SCHEMA_VERSION}). ` +
        'Start that version or a later one; the file was not touched.',
    )
  }
  return true
}

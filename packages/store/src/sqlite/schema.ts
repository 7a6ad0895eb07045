import type { DatabaseSync } from 'node:sqlite'
import { tableSql } from './collections.ts'
import { MEMORY_TABLE } from './memory.ts'

/** Raised with every change of the tables that an older program could not live with. */
export const SCHEMA_VERSION = 2

/** `position` grows with the commits and is never given twice, so its order is the order of every subject's sequences. */
const OUTBOX_TABLE = `CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  collection TEXT NOT NULL,
  subject TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  event TEXT NOT NULL
)`

/** Makes the tables that every file has, or brings those of version `found` to what they are now. Runs in a transaction. */
export function bringTablesUp(database: DatabaseSync, found: number): void {
  if (found < 1) database.exec(OUTBOX_TABLE)
  if (found < 2) database.exec(MEMORY_TABLE)
  if (found === 1) for (const collection of collectionsIn(database)) moveAnswersOut(database, collection)
}

const PREFIX = 'doc_'

function collectionsIn(database: DatabaseSync): readonly string[] {
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  return names.map(({ name }) => String(name)).flatMap((name) => (name.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []))
}

/**
 * In version 1 an aggregate's answers were one list in its row. Indexes go with the old table: `define` makes them again.
 * A name that `define` let through has no quote in it.
 */
function moveAnswersOut(database: DatabaseSync, collection: string): void {
  const known = 'CASE WHEN json_valid(memory) THEN json_array_length(memory) ELSE 0 END'
  database.exec(`
    ALTER TABLE "${PREFIX}${collection}" RENAME TO before;
    ${tableSql(collection)};
    INSERT INTO "${PREFIX}${collection}" (id, version, revision, due_at, document, sources)
      SELECT id, version, ${known}, due_at, document, sources FROM before;
    INSERT INTO remembered (collection, id, revision, answers) SELECT '${collection}', id, ${known}, memory FROM before WHERE ${known} > 0;
    DROP TABLE before;
  `)
}

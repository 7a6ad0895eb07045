import type { Memory, Write } from '../port.ts'
import type { BoundStatement } from './bound-statement.ts'
import { jsonText, jsonValue } from './json.ts'

/**
 * Answers of one write are one row, under the number of all answers up to and including them. So adding touches the end of
 * an aggregate's rows and nothing else, and what may go is a stretch at their beginning.
 *
 * One table for all collections: most are projections, which remember nothing.
 */
export const MEMORY_TABLE = `CREATE TABLE remembered (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  answers TEXT NOT NULL,
  PRIMARY KEY (collection, id, revision)
) WITHOUT ROWID`

const INSERT = 'INSERT INTO remembered (collection, id, revision, answers) VALUES (?, ?, ?, ?)'
const TIDY = 'DELETE FROM remembered WHERE collection = ? AND id = ? AND revision <= ?'

/** All rows of one aggregate (collection, id) as one text, so that a single statement reads it together with its document. */
export const SELECT_ANSWERS = "SELECT group_concat(answers, ',' ORDER BY revision) FROM remembered WHERE collection = ? AND id = ?"

/** Old rows go each time an aggregate was given this many answers more: deleting costs about as much as adding. */
const TIDY_EVERY = 64

/** What a write adds, to be run once its guard held. */
export function memoryStatements({ collection, id, expectedRevision, memory: { added, keep } }: Write): readonly BoundStatement[] {
  if (added.length === 0) return []
  const revision = expectedRevision + added.length
  const insert: BoundStatement = { sql: INSERT, values: [collection, id, revision, jsonText(added)] }
  const isTidied = Math.floor(revision / TIDY_EVERY) > Math.floor(expectedRevision / TIDY_EVERY)
  return isTidied && revision > keep ? [insert, { sql: TIDY, values: [collection, id, revision - keep] }] : [insert]
}

/** The memory of its columns. @throws StoreCorrupt naming the place */
export function memoryFrom(revision: number, answers: string | null, passing: string | null, file: string, place: string): Memory {
  // Only `commit` fills these columns, with lists.
  const written = answers === null ? [] : (jsonValue(`[${answers}]`, file, place) as unknown[][])
  return { revision, answers: written.flat(), passing: (jsonValue(passing, file, place) ?? []) as unknown[] }
}

import { textOfEvent } from '@filature/kernel/event-text'
import { checkWrite } from '../check-write.ts'
import type { Check, CommitOutcome, KnownVersion, Store, Write } from '../port.ts'
import { checkLimit } from '../query/limit.ts'
import type { BoundStatement } from './bound-statement.ts'
import type { Collection, Collections } from './collections.ts'
import type { Connection } from './connection.ts'
import { jsonText, jsonValue } from './json.ts'
import { memoryFrom, memoryStatements, SELECT_ANSWERS } from './memory.ts'
import { insertEvent } from './outbox.ts'

/** Loading, guarded writing and waking of aggregates. */
export function aggregatesOf(
  connection: Connection,
  collections: Collections,
): Pick<Store, 'load' | 'loadNewer' | 'commit' | 'due' | 'nextDue'> {
  const { file, statement } = connection

  async function loadNewer(name: string, known: readonly KnownVersion[]) {
    const { table } = collections.get(name)
    const select = `SELECT version, revision, document, passing, (${SELECT_ANSWERS}) FROM ${table} WHERE id = ? AND version <> ? AND document IS NOT NULL`
    const job = () => known.map(({ id, version }) => statement(select).get(name, id, id, version) as unknown as AggregateRow | undefined)
    const rows = await (known.length === 1 ? connection.glance(job) : connection.read(job))
    return rows.map((row, position) => {
      const id = known[position]?.id
      if (row === undefined || id === undefined) return undefined
      const place = `${name} ${id}`
      const [version, revision, document, passing, answers] = row
      return { id, version, document: jsonValue(document, file, place), memory: memoryFrom(revision, answers, passing, file, place) }
    })
  }

  return {
    load: (name, ids) =>
      loadNewer(
        name,
        ids.map((id) => ({ id, version: 0 })),
      ),

    loadNewer,

    async commit(operations) {
      const prepared = operations.map((operation) => {
        const collection = collections.get(operation.collection)
        return operation.kind === 'write' ? guardedWrite(collection, operation) : checkOf(collection, operation)
      })
      const job = () => prepared.map((one) => applied(statement, one))
      if (operations.some((operation) => operation.kind === 'write')) return connection.write('power-loss', job)
      const outcomes = await connection.read(job)
      // Checks alone need no lock, but what they confirm may have been written a moment ago.
      await connection.durable()
      return outcomes
    },

    async due(name, now, limit) {
      checkLimit(limit)
      const { table } = collections.get(name)
      const select = `SELECT id, due_at FROM ${table} WHERE due_at <= ? ORDER BY due_at, id LIMIT ?`
      const rows = await connection.read(() => statement(select).all(now, limit) as unknown as readonly DueRow[])
      return rows.map(([id, dueAt]) => ({ id, dueAt }))
    },

    async nextDue(name) {
      const { table } = collections.get(name)
      const select = `SELECT id, due_at FROM ${table} WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT 1`
      const row = await connection.read(() => statement(select).get() as unknown as DueRow | undefined)
      return row?.[1]
    },
  }
}

// The engine's types do not know that rows come as arrays; these are the columns of the statements above.
type AggregateRow = readonly [version: number, revision: number, document: string, passing: string | null, answers: string | null]
type DueRow = readonly [id: string, dueAt: NonNullable<Write['dueAt']>]

/** An operation with everything that needs no lock done, as plain data. */
type Prepared = GuardedWrite | PreparedCheck

/** Runs the rest when the guard changes a row: the aggregate is as it was decided on. */
interface GuardedWrite {
  readonly guard: BoundStatement
  readonly rest: readonly BoundStatement[]
}

interface PreparedCheck {
  /** Version and revision. */
  readonly look: BoundStatement
  readonly expected: Standing
}

type Standing = readonly [version: number, revision: number]

function checkOf({ table }: Collection, { id, expectedVersion, expectedRevision }: Check): PreparedCheck {
  return {
    look: { sql: `SELECT version, revision FROM ${table} WHERE id = ?`, values: [id] },
    expected: [expectedVersion, expectedRevision],
  }
}

function guardedWrite({ table }: Collection, write: Write): GuardedWrite {
  checkWrite(write)
  const { collection, id, expectedVersion, expectedRevision, version, memory } = write
  const document = jsonText(write.document)
  if (document === null) throw new TypeError(`${collection} ${id}: a write needs a document`)
  const passing = memory.passing.length === 0 ? null : jsonText(memory.passing)
  const content = [document, version, expectedRevision + memory.added.length, write.dueAt ?? null, passing, id]
  const insert = `INSERT INTO ${table} (document, version, revision, due_at, passing, id) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`
  const update = `UPDATE ${table} SET document = ?, version = ?, revision = ?, due_at = ?, passing = ? WHERE id = ? AND version = ? AND revision = ?`
  const events = write.events.map((event) => ({ sql: insertEvent, values: [collection, id, event.sequence, textOfEvent(event)] }))
  return {
    guard:
      expectedVersion === 0 ? { sql: insert, values: content } : { sql: update, values: [...content, expectedVersion, expectedRevision] },
    rest: [...events, ...memoryStatements(write)],
  }
}

function applied(statement: Connection['statement'], prepared: Prepared): CommitOutcome {
  if ('look' in prepared) {
    const { look, expected } = prepared
    const [version, revision] = (statement(look.sql).get(...look.values) as unknown as Standing | undefined) ?? [0, 0]
    return version === expected[0] && revision === expected[1] ? 'done' : 'conflict'
  }
  const { guard, rest } = prepared
  if (statement(guard.sql).run(...guard.values).changes === 0) return 'conflict'
  for (const { sql, values } of rest) statement(sql).run(...values)
  return 'done'
}

import { checkWrite } from '../check-write.ts'
import type { CommitOutcome, KnownVersion, Store, Write } from '../port.ts'
import { checkLimit } from '../query/limit.ts'
import type { Collection, Collections } from './collections.ts'
import type { Connection } from './connection.ts'
import { jsonText, jsonTextOfMany, jsonValue } from './json.ts'
import { insertEvent } from './outbox.ts'

/** Loading, guarded writing and waking of aggregates. */
export function aggregatesOf(
  connection: Connection,
  collections: Collections,
): Pick<Store, 'load' | 'loadNewer' | 'commit' | 'due' | 'nextDue'> {
  const { file, statement } = connection

  function versionOf({ table }: Collection, id: string): number {
    const row = statement(`SELECT version FROM ${table} WHERE id = ?`).get(id) as unknown as readonly [number] | undefined
    return row?.[0] ?? 0
  }

  async function loadNewer(name: string, known: readonly KnownVersion[]) {
    const { table } = collections.get(name)
    const select = `SELECT version, document, memory FROM ${table} WHERE id = ? AND version <> ? AND document IS NOT NULL`
    const job = () => known.map(({ id, version }) => statement(select).get(id, version) as unknown as AggregateRow | undefined)
    const rows = await (known.length === 1 ? connection.glance(job) : connection.read(job))
    return rows.map((row, position) => {
      const id = known[position]?.id
      if (row === undefined || id === undefined) return undefined
      const place = `${name} ${id}`
      return { id, version: row[0], document: jsonValue(row[1], file, place), memory: jsonValue(row[2], file, place) }
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
      const jobs = operations.map((operation): (() => CommitOutcome) => {
        const collection = collections.get(operation.collection)
        if (operation.kind === 'write') return guardedWrite(connection, collection, operation)
        return () => (versionOf(collection, operation.id) === operation.expectedVersion ? 'done' : 'conflict')
      })
      const job = () => jobs.map((apply) => apply())
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
type AggregateRow = readonly [version: number, document: string, memory: string | null]
type DueRow = readonly [id: string, dueAt: NonNullable<Write['dueAt']>]

/** Everything that needs no lock is done now; the function returned is the guarded write itself. */
function guardedWrite({ statement }: Connection, { table }: Collection, write: Write): () => CommitOutcome {
  checkWrite(write)
  const document = jsonText(write.document)
  if (document === null) throw new TypeError(`${write.collection} ${write.id}: a write needs a document`)
  const memory = jsonTextOfMany(write.memory)
  const dueAt = write.dueAt ?? null
  const events = write.events.map((event) => ({ sequence: event.sequence, text: JSON.stringify(event) }))
  const insert = `INSERT INTO ${table} (id, version, due_at, document, memory) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`
  const update = `UPDATE ${table} SET version = ?, due_at = ?, document = ?, memory = ? WHERE id = ? AND version = ?`
  return () => {
    const { changes } =
      write.expectedVersion === 0
        ? statement(insert).run(write.id, write.version, dueAt, document, memory)
        : statement(update).run(write.version, dueAt, document, memory, write.id, write.expectedVersion)
    if (changes === 0) return 'conflict'
    for (const event of events) statement(insertEvent).run(write.collection, write.id, event.sequence, event.text)
    return 'done'
  }
}

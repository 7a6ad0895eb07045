import type { ProjectedRow, ProjectOutcome, Store } from '../port.ts'
import type { Collection, Collections } from './collections.ts'
import type { Connection } from './connection.ts'
import { jsonText, jsonValue } from './json.ts'

/** Projection rows, each guarded by its version and by the sequences it has seen. */
export function projectionsOf(connection: Connection, collections: Collections): Pick<Store, 'loadRows' | 'project'> {
  const { file, statement } = connection
  return {
    async loadRows(name, ids) {
      const { table } = collections.get(name)
      const select = `SELECT version, document, sources FROM ${table} WHERE id = ?`
      // The columns of the select, which the engine's types do not know; the same holds below.
      const job = () => ids.map((id) => statement(select).get(id) as unknown as Row | undefined)
      const rows = await (ids.length === 1 ? connection.glance(job) : connection.read(job))
      return rows.map((row, position) => {
        const id = ids[position]
        if (row === undefined || id === undefined) return undefined
        const place = `${name} ${id}`
        return { id, version: row[0], document: jsonValue(row[1], file, place), sources: sourcesIn(row[2], file, place) }
      })
    },

    async project(rows) {
      const jobs = rows.map((row) => guardedUpsert(connection, collections.get(row.collection), row))
      return connection.write('power-loss', () => jobs.map((apply) => apply()))
    },
  }
}

type Row = readonly [version: number, document: string | null, sources: string | null]
type Head = readonly [version: number, sources: string | null]

function guardedUpsert({ file, statement }: Connection, { table }: Collection, row: ProjectedRow): () => ProjectOutcome {
  const document = jsonText(row.document)
  const select = `SELECT version, sources FROM ${table} WHERE id = ?`
  const upsert = `INSERT INTO ${table} (id, version, document, sources) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, document = excluded.document, sources = excluded.sources`
  return () => {
    const [version, sourcesText] = (statement(select).get(row.id) as unknown as Head | undefined) ?? [0, null]
    const sources = sourcesIn(sourcesText, file, `${row.collection} ${row.id}`)
    if ((sources[row.source] ?? 0) >= row.sequence) return 'seen'
    if (version !== row.expectedVersion) return 'conflict'
    sources[row.source] = row.sequence
    statement(upsert).run(row.id, version + 1, document, JSON.stringify(sources))
    return 'done'
  }
}

/** Without a prototype, so that no source's name means anything but itself. */
function sourcesIn(text: string | null, file: string, place: string): Record<string, number> {
  // Only `project` fills this column, with the text of such a record.
  const sources = jsonValue(text, file, place) as Record<string, number> | undefined
  return Object.assign(Object.create(null), sources)
}

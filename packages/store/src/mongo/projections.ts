import type { ProjectedRow, ProjectOutcome, Store } from '../port.ts'
import type { Collection, Collections } from './collections.ts'
import type { Connection } from './connection.ts'
import { originalName, originalValue, storedName, storedValue } from './values.ts'
import { applyEach, type GuardedWrite } from './writes.ts'

/** Projection rows, each guarded by its version and by the sequences it has seen. */
export function projectionsOf(connection: Connection, collections: Collections): Pick<Store, 'loadRows' | 'project'> {
  /** Of rows that were not written: those that hold the event already. */
  async function seenAmong({ documents }: Collection, rows: readonly ProjectedRow[]): Promise<ReadonlySet<ProjectedRow>> {
    const found = await documents.find({ _id: { $in: rows.map((row) => row.id) } }, { projection: { sources: 1 } }).toArray()
    const sources = new Map(found.map((stored) => [stored._id, stored.sources]))
    return new Set(rows.filter(({ id, source, sequence }) => (ownSequence(sources.get(id), source) ?? 0) >= sequence))
  }

  return {
    async loadRows(name, ids) {
      const { documents } = collections.get(name)
      if (ids.length === 0) return []
      const options = { projection: { version: 1, document: 1, sources: 1 } }
      const found = await connection.attempt(() => documents.find({ _id: { $in: [...new Set(ids)] } }, options).toArray())
      const byId = new Map(
        found.map(({ _id, version, document, sources = {} }) => [
          _id,
          { id: _id, version, document: originalValue(document), sources: originalSources(sources) },
        ]),
      )
      return ids.map((id) => byId.get(id))
    },

    async project(rows) {
      const writes = rows.map((row) => guardedUpsert(collections.get(row.collection), row))
      // Nobody waits for it, and given up early a slow server would only be asked the same again.
      return connection.attemptPatiently(async () => {
        const applied = await applyEach(connection, writes)
        const missed = rows.filter((_, index) => applied[index] !== true)
        const looks = [...Map.groupBy(missed, (row) => row.collection)].map(([name, ofOne]) => seenAmong(collections.get(name), ofOne))
        const seen = new Set((await Promise.all(looks)).flatMap((some) => [...some]))
        return rows.map((row, index): ProjectOutcome => {
          if (applied[index] === true) return 'done'
          return seen.has(row) ? 'seen' : 'conflict'
        })
      })
    },
  }
}

function guardedUpsert(collection: Collection, { id, expectedVersion, sequence, ...row }: ProjectedRow): GuardedWrite {
  const document = storedValue(row.document)
  const source = storedName(row.source)
  const version = expectedVersion + 1
  if (expectedVersion === 0) {
    // A computed name defines a field, whatever the name.
    const content = document === undefined ? {} : { document }
    return { kind: 'create', collection, document: { _id: id, version, ...content, sources: { [source]: sequence } } }
  }
  const moved = { version, [`sources.${source}`]: sequence }
  return {
    kind: 'move',
    collection,
    id,
    version: expectedVersion,
    unless: { source, sequence },
    update: document === undefined ? { $set: moved, $unset: { document: true } } : { $set: { ...moved, document } },
  }
}

function ownSequence(sources: Record<string, number> | undefined, source: string): number | undefined {
  const name = storedName(source)
  return sources !== undefined && Object.hasOwn(sources, name) ? sources[name] : undefined
}

/** Without a prototype, so that no source's name means anything but itself. */
function originalSources(sources: Record<string, number>): Record<string, number> {
  return Object.assign(Object.create(null), Object.fromEntries(Object.entries(sources).map(([name, last]) => [originalName(name), last])))
}

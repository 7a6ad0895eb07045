import type { EventRecord } from '@filature/kernel/event'
import type { CollectionDefinition, ProjectedRow, Store, StoredRow } from '@filature/store/port'

/**
 * A read model kept from events: which row an event belongs to, and what the row becomes. `apply` is pure; returning
 * undefined takes the row away. Each row keeps the last sequence of each source, so repeats change nothing.
 */
export interface Projection<Row = unknown> {
  readonly collection: CollectionDefinition
  readonly topics: readonly string[]
  /** Event types it reads, `market.OrderConfirmed.v1`. */
  readonly types: readonly string[]
  /** Rows the event touches. */
  rowsOf(event: EventRecord): readonly string[]
  apply(row: Row | undefined, event: EventRecord, rowId: string): Row | undefined
}

interface Working {
  readonly id: string
  readonly stored: StoredRow | undefined
  document: unknown
  sequences: Map<string, number>
  changed: boolean
}

/** Applies events in order; rows touched several times by one source are written once. */
export async function project(
  store: Store,
  projection: Projection,
  events: readonly EventRecord[],
  done: (count: number) => void,
): Promise<void> {
  const collection = projection.collection.name
  let start = 0
  while (start < events.length) {
    // A row is written for one source at a time, so a stretch ends where a row would get a second source.
    const sources = new Map<string, string>()
    let end = start
    for (; end < events.length; end += 1) {
      const event = events[end]
      if (event === undefined) break
      const rows = projection.rowsOf(event)
      if (rows.some((id) => (sources.get(id) ?? event.subject) !== event.subject)) break
      for (const id of rows) sources.set(id, event.subject)
    }
    await projectStretch(store, projection, collection, events.slice(start, end), [...sources.keys()])
    start = end
    done(start)
  }
}

async function projectStretch(
  store: Store,
  projection: Projection,
  collection: string,
  events: readonly EventRecord[],
  rowIds: readonly string[],
): Promise<void> {
  let pending = rowIds
  while (pending.length > 0) {
    const stored = await store.loadRows(collection, pending)
    const working = new Map<string, Working>()
    pending.forEach((id, index) => {
      const row = stored[index]
      const sequences = new Map(Object.entries(row?.sources ?? {}))
      working.set(id, { id, stored: row, document: row?.document, sequences, changed: false })
    })
    const writes = new Map<string, ProjectedRow>()
    for (const event of events) {
      for (const id of projection.rowsOf(event)) {
        const row = working.get(id)
        if (row === undefined || event.sequence <= (row.sequences.get(event.subject) ?? 0)) continue
        row.document = projection.apply(row.document, event, id)
        row.sequences.set(event.subject, event.sequence)
        writes.set(id, {
          collection,
          id,
          expectedVersion: row.stored?.version ?? 0,
          source: event.subject,
          sequence: event.sequence,
          document: row.document,
        })
      }
    }
    const outcomes = await store.project([...writes.values()])
    // A conflict means that another member wrote the row: compute it again from what it is now.
    pending = [...writes.keys()].filter((_, index) => outcomes[index] === 'conflict')
  }
}

import { integer } from './columns.ts'
import type { Connection } from './connection.ts'

/** Where each partition ends, as far as this process knows, and who waits for more. */
export interface Ends {
  /** Offset of the next record to be appended. */
  of(partition: number): number
  /** Tells that the partition now ends there; wakes who waits for it. */
  advance(partition: number, end: number): void
  /** Reads the ends from the file; true when there are partitions that were not known before. */
  refresh(): boolean
  /** Calls back at each advance; returns how to forget it. */
  watch(partition: number, onAdvance: () => void): () => void
}

export function endsOf(connection: Connection): Ends {
  const selectEnds = connection.prepare('SELECT id, next_offset FROM partition')
  const ends = new Map<number, number>()
  const watchers = new Map<number, Set<() => void>>()

  function advance(partition: number, end: number): void {
    // Only forward: a read that began before an append may tell of it late.
    if (end <= (ends.get(partition) ?? -1)) return
    ends.set(partition, end)
    for (const onAdvance of watchers.get(partition) ?? []) onAdvance()
  }

  return {
    of: (partition) => ends.get(partition) ?? 0,
    advance,
    refresh() {
      const known = ends.size
      for (const row of selectEnds.all()) advance(integer(row, 'id'), integer(row, 'next_offset'))
      return ends.size > known
    },
    watch(partition, onAdvance) {
      const ofPartition = watchers.get(partition) ?? new Set()
      watchers.set(partition, ofPartition.add(onAdvance))
      return () => {
        ofPartition.delete(onAdvance)
      }
    },
  }
}

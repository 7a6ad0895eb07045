import type { Warn } from '../port.ts'
import type { Growth } from './appender.ts'
import { integer, text } from './columns.ts'
import type { Connection } from './connection.ts'
import { messageOf } from './failures.ts'
import { offsetOf, placeOf } from './place.ts'

/** Records looked at, or removed, before others get their turn. */
const SLICE = 1_000

export interface Compactor {
  /** Compacts in the background what has grown enough. */
  grew(growths: readonly Growth[]): void
  idle(): Promise<void>
}

/**
 * Keeps the last record of each key of compacted topics. Begins once a partition has got more new records than `after` and
 * than the last compaction left, so that each record is looked at a bounded number of times. An erasure itself goes
 * once every group has read it, so that nobody keeps what was erased.
 */
export function compactorOf(connection: Connection, after: () => number, warn: Warn): Compactor {
  const selectDirt = connection.prepare('SELECT dirty, kept, next_offset FROM partition WHERE id = ?')
  const updateClean = connection.prepare('UPDATE partition SET dirty = 0 WHERE id = ?')
  const updateKept = connection.prepare('UPDATE partition SET kept = ? WHERE id = ?')
  const selectSlice = connection.prepare(
    'SELECT place, key, event IS NULL AS erased FROM record WHERE place >= ? AND place < ? ORDER BY place LIMIT ?',
  )
  const remove = connection.prepare('DELETE FROM record WHERE place = ?')
  const selectSlowest = connection.prepare('SELECT min(committed) AS slowest FROM claim WHERE partition = ?')
  const working = new Map<number, Promise<void>>()

  const isDue = (dirty: number, kept: number) => dirty > Math.max(after(), kept)

  /** Marks the work as begun, so that no other process does it too; the end of what is to be compacted, or undefined. */
  const begin = (partition: number) =>
    connection.transact(() => {
      const row = selectDirt.get(partition) ?? {}
      if (!isDue(integer(row, 'dirty'), integer(row, 'kept'))) return undefined
      updateClean.run(partition)
      return integer(row, 'next_offset')
    })

  /** What grew while it was compacted is compacted again as soon as that is due. */
  async function compact(partition: number): Promise<void> {
    for (let end = await begin(partition); end !== undefined; end = await begin(partition)) await compactUpTo(partition, end)
  }

  async function compactUpTo(partition: number, end: number): Promise<void> {
    const last = new Map<string, { readonly place: number; readonly erased: boolean }>()
    const superseded: number[] = []
    for (let from = placeOf(partition, 0), more = true; more; ) {
      const slice = await connection.read(() => selectSlice.all(from, placeOf(partition, end), SLICE))
      for (const row of slice) {
        const key = text(row, 'key')
        const place = integer(row, 'place')
        const earlier = last.get(key)
        if (earlier !== undefined) superseded.push(earlier.place)
        last.set(key, { place, erased: integer(row, 'erased') === 1 })
        from = place + 1
      }
      more = slice.length === SLICE
      await nextTurn()
    }
    await removeAll(superseded)
    const erasures = [...last.values()].filter(({ erased }) => erased).map(({ place }) => place)
    // Only now, when what they erase is gone: a reader between the two sees the erasure, never the erased alone.
    const gone = await removeAll(erasures, () => {
      const slowest = selectSlowest.get(partition)?.['slowest']
      return (place) => typeof slowest !== 'number' || offsetOf(place) < slowest
    })
    await connection.transact(() => updateKept.run(last.size - gone, partition))
  }

  /** `allow` is asked inside each transaction. Resolves to how many were removed. */
  async function removeAll(places: readonly number[], allow: () => (place: number) => boolean = () => () => true): Promise<number> {
    let removed = 0
    for (let at = 0; at < places.length; at += SLICE) {
      removed += await connection.transact(() => {
        const going = places.slice(at, at + SLICE).filter(allow())
        for (const place of going) remove.run(place)
        return going.length
      })
      await nextTurn()
    }
    return removed
  }

  return {
    grew(growths) {
      for (const { partition, compacted, dirty, kept } of growths) {
        if (!compacted || !isDue(dirty, kept) || working.has(partition)) continue
        const work = compact(partition)
          .catch((error: unknown) => warn(`partition ${partition} could not be compacted, later again: ${messageOf(error)}`, error))
          .finally(() => working.delete(partition))
        working.set(partition, work)
      }
    },
    async idle() {
      await Promise.all(working.values())
    },
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

import type { Store, StoredAggregate } from '@filature/store/port'
import type { ReadAggregate } from './aggregate.ts'
import type { AnyDecider } from './any-decider.ts'
import { type Cell, type Cells, released } from './cells.ts'

/** Of a read of more aggregates than this none is kept in memory: it is a pass over many, not a look at one. */
const KEPT_WHEN_READ = 16

/**
 * What lies in the store now. A state in memory spares reading it again, once the store has said that it still is the
 * latest: another process may have written.
 */
export async function readThrough(
  cells: Cells,
  store: Store,
  decider: AnyDecider,
  ids: readonly string[],
): Promise<readonly (ReadAggregate<unknown> | undefined)[]> {
  const known = ids.map((id) => cells.known(decider, id))
  // What is just being written is about to be the latest state in memory: better than reading it from the store.
  await Promise.all(known.map((cell) => (cell?.busy === true ? released(cell) : undefined)))
  const held = ids.map((id) => {
    const cell = cells.known(decider, id)
    return cell?.loaded === true ? { id, version: cell.version, state: cell.state } : { id, version: 0, state: undefined }
  })
  const newer = await store.loadNewer(decider.aggregate, held)
  return held.map((known, position) => {
    const found = newer[position]
    if (found === undefined) return known.version === 0 ? undefined : known
    if (ids.length <= KEPT_WHEN_READ) keep(cells, cells.use(decider, found.id), found)
    return { id: found.id, version: found.version, state: found.document }
  })
}

/** A state that was read serves the next command as well, unless one is being decided on just now. */
function keep(cells: Cells, cell: Cell, found: StoredAggregate): void {
  if (!cell.busy && !(cell.loaded && cell.version >= found.version)) cells.fill(cell, found)
}

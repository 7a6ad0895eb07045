import type { WriteLimits } from '@filature/kernel/write-limits'
import type { StoredAggregate } from '@filature/store/port'
import type { AnyDecider } from './any-decider.ts'
import type { Job } from './job.ts'
import { nothingRemembered, type Remembered, rememberedFrom } from './remembered.ts'

/** One aggregate in memory with the commands that wait for it. */
export interface Cell {
  readonly decider: AnyDecider
  readonly id: string
  state: unknown
  version: number
  remembered: Remembered
  loaded: boolean
  /** Its commands are being decided and written. */
  busy: boolean
  /** Those who wait for that to be over. */
  release: PromiseWithResolvers<void> | undefined
  jobs: Job[]
  deciding: Job[]
}

function emptyCell(decider: AnyDecider, id: string): Cell {
  return {
    decider,
    id,
    state: decider.initial,
    version: 0,
    remembered: nothingRemembered(),
    loaded: false,
    busy: false,
    release: undefined,
    jobs: [],
    deciding: [],
  }
}

/** Resolves when the cell is not busy any more; rejects when the store went away meanwhile. */
export function released(cell: Cell): Promise<void> {
  cell.release ??= Promise.withResolvers<void>()
  return cell.release.promise
}

/** The aggregates that are kept in memory between commands. */
export interface Cells {
  /** Without a use of it: what is known, if anything is. */
  known(decider: AnyDecider, id: string): Cell | undefined
  /** Makes one when there is none; of those that nobody waits for, the ones used longest ago go to make room. */
  use(decider: AnyDecider, id: string): Cell
  all(): Iterable<Cell>
  /** Takes over what lies in the store. */
  fill(cell: Cell, found: StoredAggregate | undefined): void
}

export function cellsWithin({ cachedAggregates, rememberedAnswers }: WriteLimits): Cells {
  /** In order of use, so that the first ones are the ones to forget. */
  const cells = new Map<string, Cell>()
  const keyOf = (decider: AnyDecider, id: string): string => `${decider.aggregate}\n${id}`

  function forgetIdle() {
    let toForget = Math.max(1, Math.floor(cachedAggregates / 10))
    for (const [key, cell] of cells) {
      if (cell.jobs.length > 0 || cell.busy) continue
      cells.delete(key)
      toForget -= 1
      if (toForget === 0) return
    }
  }

  return {
    known: (decider, id) => cells.get(keyOf(decider, id)),
    use(decider, id) {
      const key = keyOf(decider, id)
      const known = cells.get(key)
      if (known !== undefined) {
        cells.delete(key)
        cells.set(key, known)
        return known
      }
      if (cells.size >= cachedAggregates) forgetIdle()
      const cell = emptyCell(decider, id)
      cells.set(key, cell)
      return cell
    },
    all: () => cells.values(),
    fill(cell, found) {
      cell.state = found === undefined ? cell.decider.initial : found.document
      cell.version = found?.version ?? 0
      cell.remembered = found === undefined ? nothingRemembered() : rememberedFrom(found.memory, rememberedAnswers)
      cell.loaded = true
    },
  }
}

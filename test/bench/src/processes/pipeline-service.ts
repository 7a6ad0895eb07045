import type { Projection } from '@filature/aggregates/projection'
import { eventType, topicOf } from '@filature/contracts/events/registry'
import { accept, type Decider } from '@filature/kernel/decider'

/** A service as small as one can be: counters that grow, and a projection with a row for each. */

interface Counter {
  readonly n: number
}
interface Grow {
  readonly type: 'Grow'
}
interface Grown {
  readonly type: 'Grown'
  readonly data: { readonly n: number; readonly note: string }
}

/** About as long as what a lot says of itself. */
const NOTE = 'a counter grew by one. '.repeat(20)

export const counterDecider: Decider<Counter, Grow, Grown> = {
  aggregate: 'counter',
  initial: { n: 0 },
  decide: ({ n }) => accept<Grown>([{ type: 'Grown', data: { n: n + 1, note: NOTE } }]),
  evolve: (_state, { data: { n } }) => ({ n }),
}

export interface CounterRow {
  /** Times that an event was applied. */
  readonly applied: number
  readonly last: number
  /** Events that were not the next one. */
  readonly astray: number
}

export const TOTALS = 'totals'

/** `heard` is called for each event that is applied. */
export function totalsOf(service: string, heard: () => void): Projection<CounterRow> {
  return {
    collection: { name: TOTALS, indexes: {} },
    topics: [topicOf(service)],
    types: [eventType(service, 'Grown')],
    rowsOf: ({ subject }) => [subject],
    apply(row = { applied: 0, last: 0, astray: 0 }, { sequence }) {
      heard()
      return { applied: row.applied + 1, last: sequence, astray: row.astray + (sequence === row.last + 1 ? 0 : 1) }
    },
  }
}

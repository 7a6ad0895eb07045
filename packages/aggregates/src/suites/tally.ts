import type { Projection } from '../projection.ts'

/** Of the events of all stalls. */
export const TOPIC = 'filature.suite'
export const DLQ = 'filature.suite.dlq'

/** What was applied to the row of a stall, event by event: a double or a gap would show. */
export interface Tally {
  readonly applied: number
  readonly last: number
  /** Events that did not come right after the one before. */
  readonly outOfOrder: number
}

export const TALLIES = { name: 'tallies', indexes: {} }

export const tallyProjection = (onApplied: () => void): Projection<Tally> => ({
  collection: TALLIES,
  topics: [TOPIC],
  types: ['suite.Filled.v1'],
  rowsOf: (event) => [event.subject],
  apply({ applied, last, outOfOrder } = { applied: 0, last: 0, outOfOrder: 0 }, { sequence }) {
    onApplied()
    return { applied: applied + 1, last: sequence, outOfOrder: outOfOrder + (sequence === last + 1 ? 0 : 1) }
  },
})

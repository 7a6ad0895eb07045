import { accept, type Decider, type DomainEvent } from '@filature/kernel/decider'
import { derivedId } from '@filature/kernel/ids'
import type { Instant } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'

/** A stall with a stock, small enough to check by hand: the aggregate that the suites of the write path run on. */
export interface StallState {
  readonly stock: number
  /** What is held, per take, and until when. */
  readonly takes: Readonly<Record<string, { readonly quantity: number; readonly until: Instant | null }>>
}

export type StallCommand =
  | { readonly type: 'Fill'; readonly quantity: number }
  | { readonly type: 'Take'; readonly quantity: number; readonly until?: Instant }
  | { readonly type: 'GiveBack'; readonly takeId: string }
  | { readonly type: 'Sweep' }

export type StallEvent = DomainEvent &
  (
    | { readonly type: 'Filled'; readonly data: { readonly quantity: number } }
    | { readonly type: 'Taken'; readonly data: { readonly takeId: string; readonly quantity: number; readonly until: Instant | null } }
    | { readonly type: 'GivenBack'; readonly data: { readonly takeId: string } }
  )

export const available = (state: StallState): number =>
  state.stock - Object.values(state.takes).reduce((sum, take) => sum + take.quantity, 0)

export const stallDecider: Decider<StallState, StallCommand, StallEvent> = {
  aggregate: 'stall',
  initial: { stock: 0, takes: {} },
  dueCommand: { type: 'Sweep' },
  nextDue: (state) =>
    Object.values(state.takes).reduce<Instant | undefined>(
      (first, { until }) => (until !== null && (first === undefined || until < first) ? until : first),
      undefined,
    ),
  decide(state, command, { now, actor, idempotencyKey }) {
    switch (command.type) {
      case 'Fill':
        return accept([{ type: 'Filled', data: { quantity: command.quantity } }], { stock: state.stock + command.quantity })
      case 'Take': {
        const left = available(state)
        if (command.quantity > left) return refuse('insufficient-stock', { available: left })
        const takeId = derivedId('tak_', actor.id, idempotencyKey ?? now)
        if (takeId in state.takes) return refuse('already-taken')
        const taken = { takeId, quantity: command.quantity, until: command.until ?? null }
        return accept([{ type: 'Taken', data: taken }], { takeId, left: left - command.quantity })
      }
      case 'GiveBack':
        if (!(command.takeId in state.takes)) return refuse('not-found')
        return accept([{ type: 'GivenBack', data: { takeId: command.takeId } }], {
          left: available(state) + (state.takes[command.takeId]?.quantity ?? 0),
        })
      case 'Sweep':
        return accept(
          Object.entries(state.takes).flatMap(([takeId, { until }]): StallEvent[] =>
            until !== null && until <= now ? [{ type: 'GivenBack', data: { takeId } }] : [],
          ),
        )
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'Filled':
        return { ...state, stock: state.stock + event.data.quantity }
      case 'Taken':
        return { ...state, takes: { ...state.takes, [event.data.takeId]: { quantity: event.data.quantity, until: event.data.until } } }
      case 'GivenBack': {
        const { [event.data.takeId]: _, ...takes } = state.takes
        return { ...state, takes }
      }
    }
  },
}

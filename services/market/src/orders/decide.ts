import type { ProcessManager } from '@filature/aggregates/process'
import { accept, type Decision, type DecisionContext } from '@filature/kernel/decider'
import { earliest, type Instant, plusMs } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import { type ConfirmOrder, confirmOrder, ending, hearStep, type ToldOrder } from '../checkout/decide.ts'
import { nextSteps } from '../checkout/steps.ts'
import { evolveOrder } from './evolve.ts'
import { type HearClaim, hearClaim } from './hear.ts'
import type { OrderLimits } from './limits.ts'
import { holdExpiringNote } from './notes.ts'
import type { Order, OrderEvent } from './order.ts'
import { publishOrder } from './publish.ts'
import { editableUntil, isBacked } from './totals.ts'

export interface CancelOrder {
  readonly type: 'CancelOrder'
  readonly reason: string
}

/** Which holds an extension is about: decided once, so that a repeated request extends nothing that came after. */
export interface AskExtension {
  readonly type: 'AskExtension'
  /** Default: all that are held. */
  readonly offerIds?: readonly string[]
}

export type OrderCommand = HearClaim | ConfirmOrder | CancelOrder | AskExtension | ToldOrder | { readonly type: 'Tick' }

/** A member's order in a session, and the process that carries its confirmation and cancellation through. */
export function orderProcess(limits: OrderLimits): ProcessManager<Order | null, OrderCommand, OrderEvent> {
  return {
    aggregate: 'order',
    initial: null,
    decide: (order, command, context) => decideOrder(order, command, context, limits),
    evolve: evolveOrder,
    next: nextSteps,
    nextDue: (order) => (order === null ? undefined : dueOf(order, limits)),
    dueCommand: { type: 'Tick' },
    publish: publishOrder,
  }
}

function decideOrder(order: Order | null, command: OrderCommand, context: DecisionContext, limits: OrderLimits): Decision<OrderEvent> {
  if (command.type === 'HearClaim') return hearClaim(order, command, context, limits)
  if (command.type === 'ConfirmOrder') return confirmOrder(order, command, context, limits.checkoutDeadlineMs)
  if (command.type === 'AskExtension') return askExtension(order, command, context)
  if (order === null) return refuse('not-found')
  switch (command.type) {
    case 'CancelOrder':
      return cancelOrder(order, command, context)
    case 'Tick':
      return tick(order, context, limits)
    default:
      return hearStep(order, command, context)
  }
}

/** Refuses: wrong-state (nothing is held). */
function askExtension(
  order: Order | null,
  { offerIds }: AskExtension,
  { now }: DecisionContext,
): Decision<OrderEvent, { readonly offerIds: readonly string[] }> {
  const held = Object.entries(order?.lines ?? {}).filter(
    ([id, line]) => line.claim === 'held' && isBacked(line, now) && (offerIds?.includes(id) ?? true),
  )
  return held.length === 0
    ? refuse('wrong-state', { state: order?.state ?? 'basket' })
    : accept([], { offerIds: held.map(([offerId]) => offerId) })
}

/** Until the first producer closes. A basket is emptied. Refuses: order-busy, order-locked. */
function cancelOrder(order: Order, { reason }: CancelOrder, { now }: DecisionContext): Decision<OrderEvent> {
  switch (order.state) {
    case 'basket':
      return accept(Object.keys(order.lines).length === 0 ? [] : [{ type: 'BasketEmptied', data: {} }])
    case 'cancelled':
      return accept([])
    case 'confirming':
      return refuse('order-busy')
    case 'confirmed': {
      const until = editableUntil(order)
      if (until !== undefined && now >= until) return refuse('order-locked', { since: until })
      return accept([{ type: 'OrderCancelled', data: { reason } }])
    }
    default:
      return refuse('order-locked', { state: order.state })
  }
}

/** Holds to warn of, the deadline of a confirmation, the session's closing. */
function tick(order: Order, context: DecisionContext, limits: OrderLimits): Decision<OrderEvent> {
  const { now, id } = context
  const { checkout } = order
  if (checkout !== null) {
    if (checkout.phase === 'undoing' || now < checkout.deadlineAt) return accept([])
    const late: OrderEvent = { type: 'CheckoutTimedOut', data: {} }
    return accept([late, ...ending(evolveOrder(order, late), context)])
  }
  if (order.state === 'confirmed') return accept(now >= lockAt(order) ? [{ type: 'OrderLocked', data: {} }] : [])
  const due = unwarned(order, plusMs(now, limits.warnBeforeMs))
  const first = due.map(([, line]) => line.expiresAt).sort()[0]
  if (first === undefined || first === null) return accept([])
  const together = unwarned(order, plusMs(now, limits.warnBeforeMs + limits.warnTogetherMs)).map(([offerId]) => offerId)
  const warned: OrderEvent = { type: 'HoldsWarned', data: { offerIds: together, expiresAt: first } }
  // What ended while nobody looked needs no warning any more.
  return accept(first <= now ? [warned] : [warned, holdExpiringNote(order, id, together.length, first)])
}

const unwarned = (order: Order, until: Instant) =>
  Object.entries(order.lines).filter(
    ([, line]) => line.claim === 'held' && !line.warned && line.expiresAt !== null && line.expiresAt <= until,
  )

/** The session's closing, the same on every line. */
function lockAt(order: Order): Instant {
  const [line] = Object.values(order.lines)
  // Written by the offer from its own instant; an order without lines is never confirmed.
  return (line?.item.sessionClosesAt ?? '9999-12-31T23:59:59.999Z') as Instant
}

function dueOf(order: Order, limits: OrderLimits): Instant | undefined {
  if (order.checkout !== null) return order.checkout.phase === 'undoing' ? undefined : order.checkout.deadlineAt
  if (order.state === 'confirmed') return lockAt(order)
  if (order.state !== 'basket') return undefined
  let due: Instant | undefined
  for (const line of Object.values(order.lines)) {
    if (line.claim !== 'held' || line.warned || line.expiresAt === null) continue
    due = earliest(due, plusMs(line.expiresAt, -limits.warnBeforeMs))
  }
  return due
}

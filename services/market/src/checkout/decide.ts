import type { PayMode } from '@filature/contracts/market/shapes'
import { accept, type Decision, type DecisionContext } from '@filature/kernel/decider'
import { type Instant, plusMs } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import { evolveOrder } from '../orders/evolve.ts'
import { lineLost, orderConfirmedNote } from '../orders/notes.ts'
import type { Line, Order, OrderEvent } from '../orders/order.ts'
import { estimateLine } from '../orders/totals.ts'
import type { Checkout, CheckoutPoint, CheckoutStep, Failure } from './checkout.ts'

export interface ConfirmOrder {
  readonly type: 'ConfirmOrder'
  readonly point: CheckoutPoint
  readonly slotId: string
  readonly bandBp: number
  readonly payMode: PayMode
  readonly termsVersion: string
  readonly memberName: string | null
  /** The session's minimum, cents. */
  readonly minOrderC: number
}

/** Answers of the steps, as commands. `attempt`: an answer that belongs to an earlier attempt changes nothing. */
export type ToldOrder =
  | { readonly type: 'Pinned'; readonly attempt: number; readonly offerId: string; readonly qtyB: number; readonly v: number }
  | { readonly type: 'PinRefused'; readonly attempt: number; readonly offerId: string; readonly code: string; readonly availableB: number }
  | { readonly type: 'SlotTaken'; readonly attempt: number }
  | { readonly type: 'SlotRefused'; readonly attempt: number; readonly failure: Failure }
  | {
      readonly type: 'Unpinned'
      readonly attempt: number
      readonly offerId: string
      readonly expiresAt: Instant | null
      readonly v: number
    }
  | { readonly type: 'SlotGivenBack'; readonly attempt: number }
  | { readonly type: 'ClaimSold'; readonly offerId: string; readonly qtyB: number; readonly v: number }
  | { readonly type: 'JoinRefused'; readonly offerId: string; readonly v: number; readonly claim: Line['claim'] }
  | { readonly type: 'ClaimGivenBack'; readonly offerId: string }
  | { readonly type: 'SlotFreed' }

export type OrderDecision = Decision<OrderEvent>

/** A moment after a cancellation, until everything of it is free again. */
export const isGivingBack = ({ releasing }: Order): boolean => releasing.slot !== null || Object.keys(releasing.claims).length > 0

/** Refuses: order-busy, wrong-state, empty-order, slot-unknown, below-minimum. */
export function confirmOrder(order: Order | null, command: ConfirmOrder, { now }: DecisionContext, deadlineMs: number): OrderDecision {
  if (order === null || Object.keys(order.lines).length === 0 || order.state === 'cancelled') return refuse('empty-order')
  if (order.state === 'confirming' || isGivingBack(order)) return refuse('order-busy')
  if (order.state !== 'basket') return refuse('wrong-state', { state: order.state })
  const { minOrderC, ...chosen } = command
  const slot = chosen.point.slots.find(({ id }) => id === chosen.slotId)
  if (slot === undefined) return refuse('slot-unknown', { slotId: chosen.slotId })
  const linesC = Object.values(order.lines).reduce((sum, line) => sum + estimateLine(line).estC, 0)
  if (linesC < minOrderC) return refuse('below-minimum', { missingC: minOrderC - linesC, minOrderC })
  const { point, slotId, bandBp, payMode, termsVersion, memberName } = chosen
  const started: OrderEvent = {
    type: 'CheckoutStarted',
    data: { askedAt: now, deadlineAt: plusMs(now, deadlineMs), point, slotId, bandBp, payMode, termsVersion, memberName },
  }
  return accept([started], { attempt: order.attempt + 1 })
}

/** What an answer means for the order. Answers of an earlier attempt, or that come twice, mean nothing. */
export function hearStep(order: Order, told: ToldOrder, context: DecisionContext): OrderDecision {
  switch (told.type) {
    case 'ClaimSold': {
      const line = order.lines[told.offerId]
      if (line === undefined || line.claim === 'confirmed') return accept([])
      const sold: OrderEvent = {
        type: 'OrderSettled',
        data: { step: 'claim-confirmed', offerId: told.offerId, qtyB: told.qtyB, v: told.v },
      }
      // A hold that joins a confirmed order changes what the order is; a pinned one was part of it already.
      return accept(line.claim === 'pinned' ? [sold] : [sold, { type: 'OrderEdited', data: {} }])
    }
    case 'JoinRefused': {
      // A pinned claim cannot be lost (I12): refusing keeps the step open and makes the fault visible.
      if (told.claim === 'pinned') return refuse('wrong-state', { state: 'claim-missing' })
      const line = order.lines[told.offerId]
      if (line?.claim !== 'held') return accept([])
      return accept([{ type: 'LineLost', data: { offerId: told.offerId, v: told.v } }, ...lineLost(order, told.offerId, context.id)])
    }
    case 'ClaimGivenBack':
      if (order.releasing.claims[told.offerId] === undefined) return accept([])
      return accept([{ type: 'OrderSettled', data: { step: 'claim-released', offerId: told.offerId } }])
    case 'SlotFreed':
      return accept(order.releasing.slot === null ? [] : [{ type: 'OrderSettled', data: { step: 'slot-released' } }])
    default:
      return hearCheckoutStep(order, told, context)
  }
}

type CheckoutTold = Extract<ToldOrder, { readonly attempt: number }>

function hearCheckoutStep(order: Order, told: CheckoutTold, context: DecisionContext): OrderDecision {
  const { checkout } = order
  if (checkout === null || told.attempt !== order.attempt) return accept([])
  const step = stepOf(checkout, told)
  if (step === undefined) return accept([])
  const advanced: OrderEvent = { type: 'CheckoutAdvanced', data: step }
  return accept([advanced, ...ending(evolveOrder(order, advanced), context)])
}

/** Undefined when the checkout does not wait for this answer (any more). */
function stepOf(checkout: Checkout, told: CheckoutTold): CheckoutStep | undefined {
  const { phase, toPin, toUnpin, slot } = checkout
  switch (told.type) {
    case 'Pinned':
      return toPin.includes(told.offerId) ? { step: 'pinned', offerId: told.offerId, qtyB: told.qtyB, v: told.v } : undefined
    case 'PinRefused':
      return toPin.includes(told.offerId)
        ? { step: 'pin-refused', offerId: told.offerId, code: told.code, availableB: told.availableB }
        : undefined
    case 'SlotTaken':
      return phase === 'booking' && slot === 'unasked' ? { step: 'slot-booked' } : undefined
    case 'SlotRefused':
      return phase === 'booking' ? { step: 'slot-refused', failure: told.failure } : undefined
    case 'Unpinned':
      return toUnpin.includes(told.offerId) ? { step: 'unpinned', offerId: told.offerId, expiresAt: told.expiresAt, v: told.v } : undefined
    case 'SlotGivenBack':
      return slot === 'to-release' ? { step: 'slot-given-back' } : undefined
  }
}

/** The last event of a checkout, once its state leaves nothing to do. */
export function ending(order: Order, { now, id }: DecisionContext): readonly OrderEvent[] {
  const { checkout } = order
  if (checkout === null) return []
  if (checkout.phase === 'booking' && checkout.slot === 'booked') {
    const confirmed: OrderEvent = { type: 'OrderConfirmed', data: { at: now } }
    return [confirmed, orderConfirmedNote(evolveOrder(order, confirmed), id)]
  }
  const isBack = checkout.phase === 'undoing' && checkout.toUnpin.length === 0 && checkout.slot !== 'to-release'
  return isBack ? [{ type: 'CheckoutFailed', data: checkout.failure ?? linesGone(order, checkout) }] : []
}

function linesGone(order: Order, checkout: Checkout): Failure {
  const lines = checkout.refused.map(({ offerId, code, availableB }) => {
    const line = order.lines[offerId]
    const unit = line?.item.baseUnit ?? 'piece'
    return { offerId, code, name: line?.item.name ?? '', qtyB: line?.qtyB ?? 0, availableB, unit }
  })
  return { code: 'line-unavailable', figures: { lines } }
}

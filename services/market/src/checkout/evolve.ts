import type { BookedSlot, Line, Order } from '../orders/order.ts'
import type { Checkout, CheckoutEvent, CheckoutStep, Failure } from './checkout.ts'

/** How many ended attempts an order remembers, for repeated requests. */
const OUTCOMES_KEPT = 5

export function evolveCheckout(order: Order, event: CheckoutEvent): Order {
  if (event.type === 'CheckoutStarted') {
    const offerIds = Object.keys(order.lines).sort()
    const checkout: Checkout = {
      ...event.data,
      phase: 'pinning',
      offerIds,
      toPin: offerIds,
      refused: [],
      toUnpin: [],
      slot: 'unasked',
      failure: null,
    }
    return { ...order, state: 'confirming', attempt: order.attempt + 1, checkout }
  }
  const { checkout } = order
  if (checkout === null) return order
  switch (event.type) {
    case 'CheckoutAdvanced':
      return advanced(order, checkout, event.data)
    case 'CheckoutTimedOut':
      return { ...order, checkout: turnedRound(checkout, { code: 'checkout-timeout', figures: {} }) }
    case 'CheckoutFailed':
      return { ...order, state: 'basket', checkout: null, outcomes: withOutcome(order, event.data) }
    case 'OrderConfirmed':
      return {
        ...order,
        state: 'confirmed',
        slot: slotOf(checkout),
        bandBp: checkout.bandBp,
        payMode: checkout.payMode,
        termsVersion: checkout.termsVersion,
        memberName: checkout.memberName,
        confirmedAt: event.data.at,
        checkout: null,
        outcomes: withOutcome(order, null),
      }
  }
}

function advanced(order: Order, checkout: Checkout, told: CheckoutStep): Order {
  switch (told.step) {
    case 'pinned': {
      const toPin = checkout.toPin.filter((id) => id !== told.offerId)
      const pinned = withLine(order, told.offerId, told.v, { claim: 'pinned', qtyB: told.qtyB })
      return { ...pinned, checkout: afterPins({ ...checkout, toPin }) }
    }
    case 'pin-refused': {
      const { offerId, code, availableB } = told
      const toPin = checkout.toPin.filter((id) => id !== offerId)
      const refused = [...checkout.refused, { offerId, code, availableB }]
      const lost = withLine(order, offerId, undefined, { claim: 'released', expiresAt: null })
      return { ...lost, checkout: afterPins({ ...checkout, toPin, refused }) }
    }
    case 'slot-booked':
      return { ...order, checkout: { ...checkout, slot: 'booked' } }
    case 'slot-refused':
      return { ...order, checkout: turnedRound({ ...checkout, phase: 'pinning' }, told.failure) }
    case 'unpinned': {
      const toUnpin = checkout.toUnpin.filter((id) => id !== told.offerId)
      const { expiresAt, offerId, v } = told
      const line: Partial<Line> = expiresAt === null ? { claim: 'released', expiresAt } : { claim: 'held', expiresAt }
      return { ...withLine(order, offerId, v, line), checkout: { ...checkout, toUnpin } }
    }
    case 'slot-given-back':
      return { ...order, checkout: { ...checkout, slot: 'unasked' } }
  }
}

/** All pins answered: on to the slot, or round when one was refused. */
function afterPins(checkout: Checkout): Checkout {
  if (checkout.phase !== 'pinning' || checkout.toPin.length > 0) return checkout
  return checkout.refused.length > 0 ? turnedRound(checkout, null) : { ...checkout, phase: 'booking' }
}

/** Whatever may be pinned or booked is given back, also what was asked and not answered yet. */
function turnedRound(checkout: Checkout, failure: Failure | null): Checkout {
  const refused = new Set(checkout.refused.map(({ offerId }) => offerId))
  const toUnpin = checkout.offerIds.filter((offerId) => !refused.has(offerId)).reverse()
  return { ...checkout, phase: 'undoing', toPin: [], toUnpin, slot: checkout.phase === 'booking' ? 'to-release' : 'unasked', failure }
}

/** `v` undefined: not an offer's word. An answer that comes late, after newer news, changes the line no more. */
function withLine(order: Order, offerId: string, v: number | undefined, change: Partial<Line>): Order {
  const line = order.lines[offerId]
  const before = order.heard[offerId] ?? 0
  if (line === undefined || (v !== undefined && v < before)) return order
  const heard = { ...order.heard, [offerId]: v ?? before }
  return { ...order, heard, lines: { ...order.lines, [offerId]: { ...line, ...change } } }
}

function withOutcome({ outcomes, attempt }: Order, failure: Failure | null): Order['outcomes'] {
  return [...outcomes, { attempt, failure }].slice(-OUTCOMES_KEPT)
}

function slotOf({ point, slotId }: Checkout): BookedSlot | null {
  const slot = point.slots.find(({ id }) => id === slotId)
  if (slot === undefined) return null
  return { pointId: point.id, pointName: point.name, town: point.town, slotId, startsAt: slot.startsAt, endsAt: slot.endsAt }
}

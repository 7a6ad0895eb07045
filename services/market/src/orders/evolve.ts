import { evolveCheckout } from '../checkout/evolve.ts'
import type { Line, LineSetData, Order, OrderEvent, Releasing, Step } from './order.ts'

const NOTHING_TO_RELEASE: Releasing = { claims: {}, slot: null }

export function evolveOrder(order: Order, event: OrderEvent): Order
export function evolveOrder(order: Order | null, event: OrderEvent): Order | null
export function evolveOrder(order: Order | null, event: OrderEvent): Order | null {
  if (event.type === 'LineSet') return lineSet(order, event.data)
  if (order === null) return null
  switch (event.type) {
    case 'CheckoutStarted':
    case 'CheckoutAdvanced':
    case 'CheckoutTimedOut':
    case 'CheckoutFailed':
    case 'OrderConfirmed':
      return evolveCheckout(order, event)
    case 'LineLost':
      return withLine(heard(order, event.data), event.data.offerId, { claim: 'released', expiresAt: null })
    case 'LineRemoved':
      return withoutLine(heard(order, event.data), event.data.offerId)
    case 'LineRefused':
      return releasing(heard(order, event.data), [event.data.offerId], `refused-${event.data.v}`)
    case 'LineRepriced':
      return withLine(heard(order, event.data), event.data.offerId, { priceC: event.data.priceC })
    case 'HoldsWarned':
      return event.data.offerIds.reduce((next, offerId) => withLine(next, offerId, { warned: true }), order)
    case 'BasketEmptied':
      return { ...releasing(order, Object.keys(order.lines), String(order.attempt + 1)), lines: {}, attempt: order.attempt + 1 }
    case 'OrderLocked':
      return { ...order, state: 'locked' }
    case 'OrderCancelled':
      return cancelled(order)
    case 'OrderSettled':
      return settled(order, event.data)
    case 'NotificationAsked':
      return isLineLost(event.data) ? { ...order, toldLost: true } : order
    case 'BasketLapsed':
    case 'OrderEdited':
      return order
  }
}

function lineSet(before: Order | null, data: LineSetData): Order {
  const { offerId, v, line, hubId, sessionId, memberId } = data
  const order = before ?? emptyOrder(hubId, sessionId, memberId, line.item.pickupDate)
  // A cancelled order that gets a line begins anew as a basket.
  const base: Order =
    order.state === 'cancelled'
      ? { ...order, state: 'basket', lines: {}, slot: null, payMode: null, confirmedAt: null, bandBp: 10_000 }
      : order
  return { ...heard(base, { offerId, v }), lines: { ...base.lines, [offerId]: line }, toldLost: false }
}

function emptyOrder(hubId: string, sessionId: string, memberId: string, pickupDate: string): Order {
  return {
    hubId,
    sessionId,
    pickupDate,
    memberId,
    memberName: null,
    state: 'basket',
    lines: {},
    heard: {},
    slot: null,
    bandBp: 10_000,
    payMode: null,
    termsVersion: null,
    confirmedAt: null,
    attempt: 0,
    checkout: null,
    outcomes: [],
    releasing: NOTHING_TO_RELEASE,
    toldLost: false,
  }
}

function heard(order: Order, { offerId, v }: { readonly offerId: string; readonly v: number }): Order {
  return { ...order, heard: { ...order.heard, [offerId]: Math.max(order.heard[offerId] ?? 0, v) } }
}

function withLine(order: Order, offerId: string, change: Partial<Line>): Order {
  const line = order.lines[offerId]
  return line === undefined ? order : { ...order, lines: { ...order.lines, [offerId]: { ...line, ...change } } }
}

function withoutLine(order: Order, offerId: string): Order {
  const { [offerId]: _gone, ...lines } = order.lines
  return { ...order, lines }
}

function releasing(order: Order, offerIds: readonly string[], key: string): Order {
  const added = Object.fromEntries(offerIds.map((offerId) => [offerId, `${key}/release/${offerId}`]))
  return { ...order, releasing: { ...order.releasing, claims: { ...order.releasing.claims, ...added } } }
}

/** The lines stay to be read; their claims and the place are given back. */
function cancelled(order: Order): Order {
  const lines = Object.fromEntries(
    Object.entries(order.lines).map(([id, line]) => [id, { ...line, claim: 'released', expiresAt: null } as const]),
  )
  const attempt = order.attempt + 1
  const slot = order.slot === null ? null : { pointId: order.slot.pointId, key: `${attempt}/free-slot` }
  const given = releasing(order, Object.keys(order.lines), String(attempt))
  return { ...given, state: 'cancelled', attempt, lines, releasing: { ...given.releasing, slot } }
}

function settled(order: Order, step: Step): Order {
  switch (step.step) {
    case 'claim-confirmed': {
      // The member may have changed the line since: the newer word on the quantity stands.
      const isNewest = step.v >= (order.heard[step.offerId] ?? 0)
      const sold = { claim: 'confirmed', expiresAt: null, ...(isNewest && { qtyB: step.qtyB }) } as const
      return withLine(heard(order, step), step.offerId, sold)
    }
    case 'claim-released': {
      const { [step.offerId]: _done, ...claims } = order.releasing.claims
      return { ...order, releasing: { ...order.releasing, claims } }
    }
    case 'slot-released':
      return { ...order, releasing: { ...order.releasing, slot: null } }
  }
}

function isLineLost(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'key' in data && data.key === 'line-lost'
}

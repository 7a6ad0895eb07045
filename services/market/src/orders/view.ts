import type { OrderLineView, OrderView } from '@filature/contracts/market/order'
import type { Instant } from '@filature/kernel/instant'
import type { Line, Order } from './order.ts'
import { lineIdOf } from './order.ts'
import { depositOf, editableUntil, estimateLine, isBacked, totalsOf } from './totals.ts'

/** An order as its owner sees it at `now`: holds whose time is over show as released, timer or not. */
export function orderView(orderId: string, version: number, order: Order, now: Instant): OrderView {
  const lines = Object.entries(order.lines)
  const counted = lines.map(([, line]) => line).filter((line) => order.state === 'cancelled' || isBacked(line, now))
  const ends = counted.flatMap((line) => (line.claim === 'held' && line.expiresAt !== null ? [line.expiresAt] : [])).sort()
  return {
    id: orderId,
    version,
    sessionId: order.sessionId,
    hubId: order.hubId,
    pickupDate: order.pickupDate,
    state: order.state,
    lines: lines.map(([offerId, line]) => lineView(orderId, offerId, line, order, now)),
    totals: totalsOf(counted, order.bandBp),
    expiresAt: ends[0] ?? null,
    editableUntil: editableUntil(order) ?? null,
    slot: order.slot,
    bandBp: order.bandBp,
    payMode: order.payMode,
    confirmedAt: order.confirmedAt,
    checkout: checkoutOf(order),
    serverTime: now,
  }
}

/** The basket of somebody who has none yet. */
export function emptyBasket(orderId: string, sessionId: string, hubId: string, pickupDate: string, now: Instant): OrderView {
  return {
    id: orderId,
    version: 0,
    sessionId,
    hubId,
    pickupDate,
    state: 'basket',
    lines: [],
    totals: totalsOf([], 10_000),
    expiresAt: null,
    editableUntil: null,
    slot: null,
    bandBp: 10_000,
    payMode: null,
    confirmedAt: null,
    checkout: null,
    serverTime: now,
  }
}

export function lineView(orderId: string, offerId: string, line: Line, order: Pick<Order, 'state'>, now: Instant): OrderLineView {
  const { item, qtyB, priceC, heldSince, expiresAt } = line
  const claim = shownClaim(line, order.state, now)
  return {
    id: lineIdOf(orderId, offerId),
    offerId,
    productId: item.productId,
    name: item.name,
    variantName: item.variantName,
    image: item.image,
    producerId: item.producerId,
    producerName: item.producerName,
    saleMode: item.saleMode,
    baseUnit: item.baseUnit,
    displayUnit: item.displayUnit,
    content: item.content,
    // Checked by the offer's own contract when it was listed.
    storage: item.storage as OrderLineView['storage'],
    qtyB,
    priceC,
    pricePer: item.pricePer,
    vatBp: item.vatBp,
    ...estimateLine(line),
    overrunBp: item.overrunBp,
    depositC: depositOf(line),
    claim,
    heldSince: claim === 'held' ? heldSince : null,
    expiresAt: claim === 'held' ? expiresAt : null,
    closesAt: item.closesAt,
  }
}

/** A pinned claim is on its way before the point of no return, and sold after it. */
function shownClaim(line: Line, state: Order['state'], now: Instant): OrderLineView['claim'] {
  if (line.claim === 'pinned') return state === 'confirming' ? 'confirming' : 'confirmed'
  return isBacked(line, now) ? line.claim : 'released'
}

function checkoutOf({ checkout, outcomes, state }: Order): OrderView['checkout'] {
  if (checkout !== null) return { state: 'running' }
  const last = outcomes.at(-1)?.failure
  if (state !== 'basket' || last === undefined || last === null) return null
  return { state: 'failed', code: last.code, figures: last.figures }
}

import type { Order, OrderEvent } from './order.ts'
import { publicLineOf, soldLines, totalsOf } from './totals.ts'

/** What the world is told of an order's events: lines with names, units and prices. */
export function publishOrder(event: OrderEvent, after: Order | null): unknown {
  if (event.type === 'NotificationAsked') return event.data
  if (after === null) throw new Error(`${event.type} without an order`)
  const where = { hubId: after.hubId, sessionId: after.sessionId, memberId: after.memberId }
  switch (event.type) {
    case 'LineSet': {
      const { offerId, line } = event.data
      return { ...where, line: publicLineOf(offerId, line), expiresAt: line.expiresAt }
    }
    case 'LineLost': {
      const line = after.lines[event.data.offerId]
      return { ...where, offerId: event.data.offerId, name: line?.item.name ?? '', qtyB: line?.qtyB ?? 0 }
    }
    case 'LineRemoved':
      return { ...where, offerId: event.data.offerId }
    case 'LineRefused':
      return { ...where, offerId: event.data.offerId, code: event.data.code }
    case 'LineRepriced':
      return { ...where, offerId: event.data.offerId, priceC: event.data.priceC }
    case 'HoldsWarned':
      return { ...where, expiresAt: event.data.expiresAt, lines: event.data.offerIds.length }
    case 'BasketLapsed':
    case 'BasketEmptied':
    case 'CheckoutTimedOut':
      return where
    case 'CheckoutStarted':
      return { ...where, pointId: event.data.point.id, slotId: event.data.slotId, deadlineAt: event.data.deadlineAt }
    case 'CheckoutAdvanced':
    case 'OrderSettled':
      return { ...where, step: event.data.step, offerId: 'offerId' in event.data ? event.data.offerId : null }
    case 'CheckoutFailed':
      return { ...where, code: event.data.code, figures: event.data.figures }
    case 'OrderConfirmed':
    case 'OrderEdited':
    case 'OrderLocked':
      return { ...where, ...facts(after, soldLines(after)) }
    case 'OrderCancelled':
      return { ...where, ...facts(after, Object.entries(after.lines)), reason: event.data.reason }
  }
}

function facts(order: Order, lines: ReturnType<typeof soldLines>) {
  const { pickupDate, slot, bandBp, payMode } = order
  return {
    pickupDate,
    lines: lines.map(([offerId, line]) => publicLineOf(offerId, line)),
    slot,
    totals: totalsOf(
      lines.map(([, line]) => line),
      bandBp,
    ),
    bandBp,
    payMode,
  }
}

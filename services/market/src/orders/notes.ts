import type { NotificationAsked } from '@filature/contracts/notify/events'
import type { Instant } from '@filature/kernel/instant'
import type { Order, OrderEvent } from './order.ts'
import { soldLines, totalsOf } from './totals.ts'

const asked = (data: NotificationAsked): OrderEvent => ({ type: 'NotificationAsked', data })

export function orderConfirmedNote(order: Order, orderId: string): OrderEvent {
  const lines = soldLines(order).map(([, line]) => line)
  const totals = totalsOf(lines, order.bandBp)
  return asked({
    key: 'order-confirmed',
    recipients: [order.memberId],
    params: {
      orderId,
      sessionId: order.sessionId,
      pickupDate: order.pickupDate,
      pointName: order.slot?.pointName ?? null,
      startsAt: order.slot?.startsAt ?? null,
      endsAt: order.slot?.endsAt ?? null,
      lines: lines.length,
      totalC: totals.totalC,
      maxC: totals.maxC,
    },
    dedupeKey: `order-confirmed/${orderId}/${order.attempt}`,
  })
}

export function holdExpiringNote(order: Order, orderId: string, lines: number, expiresAt: Instant): OrderEvent {
  return asked({
    key: 'hold-expiring',
    recipients: [order.memberId],
    params: { orderId, sessionId: order.sessionId, lines, expiresAt },
    dedupeKey: `hold-expiring/${orderId}/${expiresAt}`,
    expiresAt,
  })
}

/** One message however many lines are given back: the key is the order's. */
export function sessionCancelledNote(order: Order, orderId: string): OrderEvent {
  return asked({
    key: 'session-cancelled',
    recipients: [order.memberId],
    params: { orderId, sessionId: order.sessionId, pickupDate: order.pickupDate },
    dedupeKey: `session-cancelled/${orderId}`,
  })
}

/** Told once for a basket, not once for each of its lines; again after a line was set. */
export function lineLost(order: Order, offerId: string, orderId: string): readonly OrderEvent[] {
  if (order.toldLost) return []
  const line = order.lines[offerId]
  return [
    asked({
      key: 'line-lost',
      recipients: [order.memberId],
      params: { orderId, sessionId: order.sessionId, name: line?.item.name ?? '', offerId },
      dedupeKey: `line-lost/${orderId}/${offerId}/${order.heard[offerId] ?? 0}`,
    }),
  ]
}

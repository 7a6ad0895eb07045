import type { LineItem } from '@filature/contracts/market/events'
import { accept, type Decision, type DecisionContext } from '@filature/kernel/decider'
import { type Instant, plusMs } from '@filature/kernel/instant'
import { evolveOrder } from './evolve.ts'
import type { OrderLimits } from './limits.ts'
import { lineLost, sessionCancelledNote } from './notes.ts'
import type { Line, Order, OrderEvent } from './order.ts'
import { soldLines } from './totals.ts'

/** What an offer says about this order's claim. `v` is the offer's version with it: older news change nothing. */
export interface HearClaim {
  readonly type: 'HearClaim'
  readonly offerId: string
  readonly v: number
  readonly news: ClaimNews
}

export type ClaimNews =
  | {
      readonly kind: 'held'
      readonly hubId: string
      readonly sessionId: string
      readonly memberId: string
      readonly qtyB: number
      readonly heldSince: Instant
      readonly expiresAt: Instant
      readonly item: LineItem
    }
  | { readonly kind: 'moved'; readonly expiresAt: Instant }
  | { readonly kind: 'amended'; readonly qtyB: number }
  | { readonly kind: 'repriced'; readonly priceC: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'released'; readonly because: string }

type HearDecision = Decision<OrderEvent>

/** Brings a line up to date. Never refuses: it is told, not asked. */
export function hearClaim(order: Order | null, command: HearClaim, context: DecisionContext, limits: OrderLimits): HearDecision {
  const { offerId, v, news } = command
  if (order !== null && v <= (order.heard[offerId] ?? 0)) return accept([])
  if (news.kind === 'held') return heldLine(order, offerId, v, news, context, limits)
  const line = order?.lines[offerId]
  if (order === null || line === undefined) return accept([])
  switch (news.kind) {
    case 'moved':
      return line.claim === 'held' ? accept([set(order, offerId, v, { ...line, expiresAt: news.expiresAt, warned: false })]) : accept([])
    case 'amended': {
      if (order.state !== 'confirmed') return accept([])
      return accept([set(order, offerId, v, { ...line, qtyB: news.qtyB }), { type: 'OrderEdited', data: {} }])
    }
    case 'repriced':
      return order.state === 'locked' || order.state === 'cancelled' ? accept([]) : repriced(order, offerId, v, line, news.priceC)
    case 'expired':
      return lost(order, offerId, v, line, context)
    case 'released':
      return released(order, offerId, v, news.because, context)
  }
}

function heldLine(
  order: Order | null,
  offerId: string,
  v: number,
  news: Extract<ClaimNews, { readonly kind: 'held' }>,
  { now }: DecisionContext,
  limits: OrderLimits,
): HearDecision {
  const { hubId, sessionId, memberId, qtyB, heldSince, expiresAt, item } = news
  if (order !== null) {
    const isOver = !['basket', 'confirming', 'confirmed', 'cancelled'].includes(order.state)
    const isOneTooMany =
      order.state !== 'cancelled' && order.lines[offerId] === undefined && Object.keys(order.lines).length >= limits.linesPerOrder
    const code = isOver ? 'order-locked' : isOneTooMany ? 'too-many-lines' : undefined
    if (code !== undefined) return accept([{ type: 'LineRefused', data: { offerId, v, code } }])
  }
  const priceC = order?.lines[offerId]?.priceC ?? item.priceC
  const warned = plusMs(expiresAt, -limits.warnBeforeMs) <= now
  const line: Line = { item, qtyB, priceC, claim: 'held', heldSince, expiresAt, warned }
  return accept([{ type: 'LineSet', data: { offerId, v, hubId, sessionId, memberId, line } }])
}

function repriced(order: Order, offerId: string, v: number, line: Line, priceC: number): HearDecision {
  if (priceC >= line.priceC) return accept([])
  const event: OrderEvent = { type: 'LineRepriced', data: { offerId, priceC, v } }
  return accept(order.state === 'confirmed' ? [event, { type: 'OrderEdited', data: {} }] : [event])
}

/** The hold ended: the line stays without stock, so that it can be taken back. */
function lost(order: Order, offerId: string, v: number, line: Line, { id }: DecisionContext): HearDecision {
  if (line.claim !== 'held') return accept([])
  const event: OrderEvent = { type: 'LineLost', data: { offerId, v } }
  if (order.state === 'confirming') return accept([event])
  const after = evolveOrder(order, event)
  const isLapsed = order.state === 'basket' && !Object.values(after.lines).some(({ claim }) => claim === 'held')
  return accept([event, ...lineLost(order, offerId, id), ...(isLapsed ? [{ type: 'BasketLapsed', data: {} } as const] : [])])
}

function released(order: Order, offerId: string, v: number, because: string, { id }: DecisionContext): HearDecision {
  if (order.state === 'cancelled') return accept([])
  // Someone removed a line that is being confirmed: the confirmation wins, and takes the stock again if it is there.
  if (order.checkout?.offerIds.includes(offerId) === true) return accept([{ type: 'LineLost', data: { offerId, v } }])
  const removed: OrderEvent = { type: 'LineRemoved', data: { offerId, v } }
  const note = because === 'session-cancelled' ? [sessionCancelledNote(order, id)] : []
  if (order.state !== 'confirmed' && order.state !== 'locked') return accept([removed, ...note])
  const rest = soldLines(evolveOrder(order, removed))
  if (rest.length > 0) return accept([removed, { type: 'OrderEdited', data: {} }, ...note])
  // The last line goes with the order, so that what it was can still be read.
  return accept([{ type: 'OrderCancelled', data: { reason: because } }, ...note])
}

function set(order: Order, offerId: string, v: number, line: Line): OrderEvent {
  const { hubId, sessionId, memberId } = order
  return { type: 'LineSet', data: { offerId, v, hubId, sessionId, memberId, line } }
}

import type { OrderView, SessionOrder } from '@filature/contracts/market/order'
import type { OrderState } from '@filature/contracts/market/shapes'
import { civilDateOf } from '@filature/kernel/civil-time'
import type { Instant } from '@filature/kernel/instant'
import type { Page } from '@filature/store/port'
import type { Market } from '../market.ts'
import type { Order } from './order.ts'
import { totalsOf } from './totals.ts'
import { orderView } from './view.ts'

/** Fields that lists of orders search and sort by. */
export const ORDER_INDEXES = {
  byMember: ['memberId', 'pickupDate'],
  byMemberState: ['memberId', 'state', 'pickupDate'],
  bySession: ['sessionId', 'state', 'confirmedAt'],
  byPoint: ['sessionId', 'slot.pointId', 'state', 'confirmedAt'],
} as const

const PLACED: readonly OrderState[] = ['confirmed', 'locked', 'ready', 'handed-over', 'not-collected', 'cancelled']
const OPEN: readonly OrderState[] = ['basket', 'confirming', 'confirmed', 'locked', 'ready']
const OPEN_MOST = 100

interface Paging {
  readonly after?: string | undefined
  readonly limit: number
}

// Documents of this collection are orders: only their process writes them.
const viewsOf = (page: Page, now: Instant): OrderView[] =>
  page.items.map(({ id, version, document }) => orderView(id, version, document as Order, now))

/** The member's own, newest pick-up first. */
export async function ownOrders(
  market: Market,
  memberId: string,
  query: Paging & { readonly state?: OrderState | undefined },
  now: Instant,
) {
  const page = await market.store.find(market.orders.name, {
    where: { memberId, ...(query.state !== undefined && { state: query.state }) },
    orderBy: { field: 'pickupDate', direction: 'desc' },
    limit: query.limit,
    ...(query.after !== undefined && { after: query.after }),
  })
  return { items: viewsOf(page, now), ...(page.next !== undefined && { next: page.next }) }
}

/** What is ahead of the member: baskets with lines of running sales, and orders not collected yet, next pick-up first. */
export async function openOrders(market: Market, memberId: string, now: Instant): Promise<OrderView[]> {
  const page = await market.store.find(market.orders.name, {
    where: { memberId, state: { in: OPEN }, pickupDate: { from: civilDateOf(now) } },
    limit: OPEN_MOST,
  })
  return viewsOf(page, now).filter(({ state, lines }) => state !== 'basket' || lines.some(({ closesAt }) => closesAt > now))
}

export interface SessionOrdersQuery extends Paging {
  readonly sessionId: string
  readonly state?: OrderState | undefined
  readonly point?: string | undefined
  /** Only lines of these producers, and without the names; undefined: everything. */
  readonly producerIds?: ReadonlySet<string> | undefined
}

/** Orders of a session in the order they were confirmed; a producer's people see their own lines, and nobody's name. */
export async function sessionOrders(market: Market, query: SessionOrdersQuery, now: Instant) {
  const { sessionId, state, point, producerIds } = query
  const page = await market.store.find(market.orders.name, {
    where: { sessionId, ...(point !== undefined && { 'slot.pointId': point }), state: { in: state === undefined ? PLACED : [state] } },
    orderBy: { field: 'confirmedAt', direction: 'asc' },
    limit: query.limit,
    ...(query.after !== undefined && { after: query.after }),
  })
  const items = page.items.map(({ id, version, document }) => coordinatorView(id, version, document as Order, producerIds, now))
  return { items: items.filter(({ lines }) => lines.length > 0), ...(page.next !== undefined && { next: page.next }) }
}

function coordinatorView(
  id: string,
  version: number,
  order: Order,
  producerIds: ReadonlySet<string> | undefined,
  now: Instant,
): SessionOrder {
  const { checkout: _checkout, serverTime: _time, expiresAt: _ends, editableUntil: _until, ...view } = orderView(id, version, order, now)
  if (producerIds === undefined) return { ...view, memberId: order.memberId, memberName: order.memberName }
  const own = Object.entries(order.lines).filter(([, line]) => producerIds.has(line.item.producerId))
  const offerIds = new Set(own.map(([offerId]) => offerId))
  return {
    ...view,
    lines: view.lines.filter(({ offerId }) => offerIds.has(offerId)),
    totals: totalsOf(
      own.map(([, line]) => line),
      10_000,
    ),
    bandBp: 10_000,
    payMode: null,
    memberId: null,
    memberName: null,
  }
}

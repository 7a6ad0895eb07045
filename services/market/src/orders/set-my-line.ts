import type { Answer } from '@filature/aggregates/answer'
import type { LineItem } from '@filature/contracts/market/events'
import type { SetLineReply } from '@filature/contracts/market/order'
import { civilDateOf } from '@filature/kernel/civil-time'
import { accept } from '@filature/kernel/decider'
import type { Instant } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { type Asking, type Market, readState } from '../market.ts'
import type { ClaimReply } from '../offers/deciding.ts'
import { lineSource } from '../offers/queries.ts'
import type { SetLine } from '../offers/set-line.ts'
import { evolveOrder } from './evolve.ts'
import { shortHoldMin } from './habits.ts'
import { type HearClaim, hearClaim } from './hear.ts'
import { orderLimits } from './limits.ts'
import { type Line, type Order, orderIdOf } from './order.ts'
import { isBacked } from './totals.ts'
import { emptyBasket, lineView, orderView } from './view.ts'

export interface SetMyLine {
  readonly sessionId: string
  readonly offerId: string
  readonly memberId: string
  readonly qtyB: number
  readonly adult?: true
}

export type MyLineAnswer = (SetLineReply & { readonly refused?: never }) | (Refusal & { readonly version?: number })

/**
 * SetLine: the offer decides and its write is what holds the stock. The order then hears of it, here at once and, should we
 * stop in between, again by the event.
 * Refuses what the offer refuses, and too-many-lines, too-many-baskets, too-many-holds.
 */
export async function setMyLine(market: Market, wanted: SetMyLine, asking: Asking): Promise<MyLineAnswer> {
  const { sessionId, offerId, memberId, qtyB, adult } = wanted
  const now = asking.receivedAt ?? market.clock.now()
  const orderId = orderIdOf(sessionId, memberId)
  const order = (await readState(market.orders, orderId))?.state
  const over = qtyB > 0 ? await overCaps(market, order, offerId, memberId, orderId, now) : undefined
  const holdMin = await shortHoldMin(market, memberId, now)
  const asked: SetLine = { type: 'SetLine', sessionId, orderId, memberId, qtyB, ...(adult !== undefined && { adult }) }
  const command: SetLine = {
    ...asked,
    ...(holdMin !== undefined && { holdMin }),
    // The offer is asked all the same: it may remember the key from before the cap was reached.
    ...(over !== undefined && { over: { code: over.code, figures: over.figures } }),
  }
  const answer = await market.offers.execute<ClaimReply>(offerId, command, { ...asking, asked })
  if (answer.refused === true) return answer
  const source = await lineSource(market, offerId)
  const news = newsOf(wanted, answer.reply, answer.version, source)
  if (news !== undefined) await tell(market, orderId, news, asking)
  const read = await market.orders.read(orderId)
  const heard = hearing(read?.state ?? null, orderId, news, market, now)
  return replyOf({ orderId, offerId, sessionId }, read?.version ?? 0, heard, answer.reply, source?.item, now)
}

/** Caps against squatting: soft ones, counted before the offer is asked; the order itself keeps the one on its lines. */
async function overCaps(
  market: Market,
  order: Order | undefined,
  offerId: string,
  memberId: string,
  orderId: string,
  now: Instant,
): Promise<Refusal | undefined> {
  const { settings } = market
  const mine = order === undefined || order.state === 'cancelled' ? [] : Object.entries(order.lines)
  if (mine.some(([id, line]) => id === offerId && isBacked(line, now))) return undefined
  if (mine.filter(([id]) => id !== offerId).length >= settings.MARKET_LINES_PER_ORDER) {
    return refuse('too-many-lines', { most: settings.MARKET_LINES_PER_ORDER })
  }
  const { items } = await market.store.find(market.orders.name, {
    where: { memberId, state: 'basket', pickupDate: { from: civilDateOf(now) } },
    limit: settings.MARKET_OPEN_BASKETS + BASKETS_WITHOUT_HOLDS,
  })
  const held = items.map(({ id, document }) => {
    // Documents of this collection are orders: only their process writes them.
    const lines = Object.values((document as Order).lines)
    return { id, holds: lines.filter((line) => isBacked(line, now)).length }
  })
  const others = held.filter(({ id, holds }) => id !== orderId && holds > 0)
  if (others.length >= settings.MARKET_OPEN_BASKETS) return refuse('too-many-baskets', { most: settings.MARKET_OPEN_BASKETS })
  const holds = held.reduce((sum, basket) => sum + basket.holds, 0)
  return holds >= settings.MARKET_HOLDS_PER_MEMBER ? refuse('too-many-holds', { most: settings.MARKET_HOLDS_PER_MEMBER }) : undefined
}

/** Baskets of coming sessions that ran out are looked at too; there are a few at most, one per session. */
const BASKETS_WITHOUT_HOLDS = 50

/** What the answer means for the order. */
function newsOf(
  { sessionId, memberId, offerId }: SetMyLine,
  reply: ClaimReply,
  v: number,
  source: Awaited<ReturnType<typeof lineSource>>,
): HearClaim | undefined {
  const { claim, priceC } = reply
  if (claim === null) return { type: 'HearClaim', offerId, v, news: { kind: 'released', because: 'member' } }
  if (claim.state === 'confirmed') return { type: 'HearClaim', offerId, v, news: { kind: 'amended', qtyB: claim.qtyB } }
  if (source === undefined || claim.expiresAt === undefined) return undefined
  const { qtyB, firstAt, expiresAt } = claim
  const item = { ...source.item, priceC }
  return {
    type: 'HearClaim',
    offerId,
    v,
    news: { kind: 'held', hubId: source.hubId, sessionId, memberId, qtyB, heldSince: firstAt, expiresAt, item },
  }
}

/** Best effort: what fails here comes by the event. */
async function tell(
  market: Market,
  orderId: string,
  command: Parameters<Market['orders']['execute']>[1],
  asking: Asking,
): Promise<Answer | undefined> {
  const { actor, receivedAt, correlationId, traceparent } = asking
  try {
    return await market.orders.execute(orderId, command, { actor, receivedAt, correlationId, traceparent })
  } catch {
    return undefined
  }
}

/** The order as it is once it has heard: computed, so that the answer is right even if its write is late. */
function hearing(order: Order | null, orderId: string, news: HearClaim | undefined, market: Market, now: Instant): Order | null {
  if (news === undefined) return order
  const context = { now, actor: { kind: 'system', id: 'view', roles: {} } as const, id: orderId, idempotencyKey: undefined, version: 0 }
  const decision = hearClaim(order, news, context, orderLimits(market.settings))
  const events = decision.refused === true ? accept([]).events : decision.events
  return events.reduce<Order | null>((state, event) => evolveOrder(state, event), order)
}

type Ids = { readonly orderId: string; readonly offerId: string; readonly sessionId: string }

/** The line is what this answer made of it, also when it is given again; the order is as it is now. */
function replyOf(
  { orderId, offerId, sessionId }: Ids,
  version: number,
  order: Order | null,
  reply: ClaimReply,
  item: LineItem | undefined,
  now: Instant,
): MyLineAnswer {
  const view = order === null ? emptyBasket(orderId, sessionId, '', '', now) : orderView(orderId, version, order, now)
  const { id, totals, expiresAt, state, lines } = view
  const { claim, priceC } = reply
  // An order that has lost the line since tells nothing of it any more, the offer does.
  const line = order?.lines[offerId] ?? (item === undefined ? undefined : { item: { ...item, priceC }, priceC, warned: false })
  const shown: Line | undefined =
    claim === null || line === undefined
      ? undefined
      : { ...line, qtyB: claim.qtyB, claim: claim.state, heldSince: claim.firstAt, expiresAt: claim.expiresAt ?? null }
  return {
    line: shown === undefined ? null : lineView(orderId, offerId, shown, { state }, now),
    order: { id, totals, expiresAt, state, lines: lines.length },
    stock: reply.stock,
    serverTime: now,
  }
}

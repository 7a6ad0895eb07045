import type { Answer } from '@filature/aggregates/answer'
import { invalidField } from '@filature/contracts/http/rules'
import type { ConfirmBody, OrderView } from '@filature/contracts/market/order'
import type { Instant } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { type ConfirmOrder, isGivingBack } from '../checkout/decide.ts'
import { type Asking, type Market, readState } from '../market.ts'
import type { ClaimReply } from '../offers/deciding.ts'
import type { Session } from '../sessions/session.ts'
import { type Order, orderIdOf } from './order.ts'
import { emptyBasket, orderView } from './view.ts'

export type Viewed = { readonly refused?: never; readonly view: OrderView } | Refusal

/** The member's order in a session; an empty basket when there is none. Refuses: not-found (the session). */
export async function myOrder(market: Market, sessionId: string, memberId: string, now: Instant): Promise<Viewed> {
  const orderId = orderIdOf(sessionId, memberId)
  const order = await readState(market.orders, orderId)
  if (order !== undefined) return { view: orderView(orderId, order.version, order.state, now) }
  const session = await readState(market.sessions, sessionId)
  if (session === undefined) return refuse('not-found')
  return { view: emptyBasket(orderId, sessionId, session.state.hubId, session.state.pickupDate, now) }
}

export interface Extended {
  readonly refused?: never
  readonly view: OrderView
  readonly notExtended: readonly { readonly offerId: string; readonly code: string }[]
}

/**
 * Extends every live hold of the basket, or those named. Refuses, when none could be extended, with the reason of the first:
 * no-extension-left, max-hold-reached, wrong-state (nothing is held).
 */
export async function extendMyHolds(
  market: Market,
  { sessionId, memberId, offerIds }: { readonly sessionId: string; readonly memberId: string; readonly offerIds?: readonly string[] },
  asking: Asking,
): Promise<Extended | Refusal> {
  const now = asking.receivedAt ?? market.clock.now()
  const orderId = orderIdOf(sessionId, memberId)
  const command = { type: 'AskExtension', ...(offerIds !== undefined && { offerIds }) } as const
  const asked = await market.orders.execute<{ readonly offerIds: readonly string[] }>(orderId, command, asking)
  if (asked.refused === true) return asked
  const answers = await Promise.all(asked.reply.offerIds.map((offerId) => extendHold(market, orderId, offerId, asking)))
  const notExtended = answers.flatMap(({ offerId, answer }) => (answer.refused === true ? [{ offerId, code: answer.code }] : []))
  const first = answers[0]?.answer
  if (notExtended.length === answers.length && first?.refused === true) return refuse(first.code, first.figures)
  const after = await readState(market.orders, orderId)
  if (after === undefined) return refuse('not-found')
  return { view: orderView(orderId, after.version, after.state, now), notExtended }
}

async function extendHold(market: Market, orderId: string, offerId: string, asking: Asking) {
  const answer: Answer<ClaimReply> = await market.offers.execute<ClaimReply>(offerId, { type: 'ExtendHold', orderId }, asking)
  const expiresAt = answer.refused === true ? undefined : answer.reply.claim?.expiresAt
  if (answer.refused !== true && expiresAt !== undefined) {
    const { actor, receivedAt } = asking
    // The event says it again, should this be lost.
    await market.orders.execute(
      orderId,
      { type: 'HearClaim', offerId, v: answer.version, news: { kind: 'moved', expiresAt } },
      { actor, receivedAt },
    )
  }
  return { offerId, answer }
}

/** `status` 202: still under way after the time that is waited. */
export type Confirmed = { readonly refused?: never; readonly view: OrderView; readonly status: 200 | 202 } | Refusal

/**
 * Starts the confirmation and waits a moment for its end.
 * Refuses: session-not-open, terms-changed, slot-unknown, fund-empty, pay-mode-unavailable, what the order refuses, and how
 * the confirmation ended: line-unavailable, slot-full, checkout-timeout.
 */
export async function confirmMyOrder(
  market: Market,
  {
    sessionId,
    memberId,
    memberName,
    body,
  }: { readonly sessionId: string; readonly memberId: string; readonly memberName: string | null; readonly body: ConfirmBody },
  asking: Asking,
): Promise<Confirmed> {
  const session = await readState(market.sessions, sessionId)
  if (session === undefined) return refuse('not-found')
  const command = confirmationOf(session.state, body, memberName)
  if ('refused' in command) return command
  const orderId = orderIdOf(sessionId, memberId)
  const answer = await market.orders.execute<{ readonly attempt: number }>(orderId, command, { ...asking, asked: ['ConfirmOrder', body] })
  if (answer.refused === true) return answer
  const { attempt } = answer.reply
  const outcomeOf = (order: Order | null) => order?.outcomes.find((outcome) => outcome.attempt === attempt)
  // A later attempt says as well that this one is over, when its outcome is no longer remembered.
  const isOver = (order: Order | null) => outcomeOf(order) !== undefined || (order?.attempt ?? 0) > attempt
  const ended = await market.orders.until(orderId, isOver, market.settings.MARKET_CHECKOUT_WAIT_MS)
  const failure = outcomeOf(ended?.state ?? null)?.failure
  if (failure !== undefined && failure !== null) return refuse(failure.code, failure.figures)
  const order = ended ?? (await market.orders.read(orderId))
  if (order === undefined || order.state === null) return refuse('not-found')
  return { view: orderView(orderId, order.version, order.state, market.clock.now()), status: ended === undefined ? 202 : 200 }
}

/** What depends on the session alone is judged here; the rest by the order. */
function confirmationOf(session: Session, body: ConfirmBody, memberName: string | null): ConfirmOrder | Refusal {
  if (session.state === 'cancelled') return refuse('session-not-open', { state: 'cancelled' })
  if (body.termsVersion !== session.termsVersion) return refuse('terms-changed', { termsVersion: session.termsVersion })
  if (!session.payModes.includes(body.payMode)) return refuse('pay-mode-unavailable', { payModes: session.payModes })
  if (!session.bands.some(({ pctBp }) => pctBp === body.bandBp)) {
    const offered = session.bands.map(({ pctBp }) => pctBp).join(', ')
    return invalidField('bandBp', 'one-of', offered)
  }
  // There is no solidarity fund to pay the difference from yet.
  if (body.bandBp < 10_000) return refuse('fund-empty', {})
  const point = session.points.find(({ id }) => id === body.pointId)
  if (point === undefined) return refuse('slot-unknown', { pointId: body.pointId })
  return {
    type: 'ConfirmOrder',
    point: { id: point.id, name: point.name, town: point.town, slots: point.slots },
    slotId: body.slotId,
    bandBp: body.bandBp,
    payMode: body.payMode,
    termsVersion: body.termsVersion,
    memberName,
    minOrderC: session.policy.minOrderC,
  }
}

/** Refuses: order-busy, order-locked. */
export async function cancelMyOrder(
  market: Market,
  { sessionId, memberId, reason }: { readonly sessionId: string; readonly memberId: string; readonly reason: string },
  asking: Asking,
): Promise<Viewed> {
  const orderId = orderIdOf(sessionId, memberId)
  const answer = await market.orders.execute(orderId, { type: 'CancelOrder', reason }, asking)
  if (answer.refused === true) return answer
  // The stock is free once the offers say so: wait for it as for a confirmation.
  const isFree = (order: Order | null) => order === null || !isGivingBack(order)
  await market.orders.until(orderId, isFree, market.settings.MARKET_CHECKOUT_WAIT_MS)
  return myOrder(market, sessionId, memberId, market.clock.now())
}

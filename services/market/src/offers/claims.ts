import type { Decision, DecisionContext } from '@filature/kernel/decider'
import { earliest, type Instant, MINUTE, plusMs } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import { claimOf } from './claim-book.ts'
import { and, type ClaimReply, concluded, freeExpired, type OfferLimits } from './deciding.ts'
import type { Claim, Offer, OfferEvent, ReleaseReason } from './offer.ts'
import { stockOf } from './stock.ts'

type ClaimDecision = Decision<OfferEvent, ClaimReply>

export interface ExtendHold {
  readonly type: 'ExtendHold'
  readonly orderId: string
}

/** Gives a hold `holdMin` more minutes. Refuses: wrong-state (nothing held), no-extension-left, max-hold-reached. */
export function extendHold(offer: Offer, { orderId }: ExtendHold, context: DecisionContext, limits: OfferLimits): ClaimDecision {
  const { terms, closesAt } = offer
  const deciding = freeExpired(offer, context.now, limits)
  const claim = claimOf(deciding.offer.claims, orderId)
  if (claim?.state !== 'held' || claim.expiresAt === undefined) return refuse('wrong-state', { state: claim?.state ?? 'released' })
  if ((claim.extensions ?? 0) >= terms.maxExtensions) return refuse('no-extension-left', { most: terms.maxExtensions })
  const wanted = plusMs(claim.expiresAt, terms.holdMin * MINUTE)
  const expiresAt = earliest(wanted, plusMs(claim.firstAt, terms.maxHoldMin * MINUTE), closesAt) ?? wanted
  if (expiresAt <= claim.expiresAt) return refuse('max-hold-reached', { maxMin: terms.maxHoldMin, expiresAt: claim.expiresAt })
  return concluded(and(deciding, [{ type: 'HoldExtended', data: { orderId, expiresAt } }], limits), context, orderId)
}

/** Steps of a checkout. `askedAt`: when the confirmation reached us, which decides whether it came in time. */
export interface PinClaim {
  readonly type: 'PinClaim'
  readonly orderId: string
  /** Taken when the hold has ended meanwhile; a live hold is pinned as it is. */
  readonly qtyB: number
  readonly askedAt: Instant
}

/**
 * Makes a claim safe from expiry while the order is confirmed. An expired one is taken again if there is enough.
 * Refuses: producer-closed, session-not-open, insufficient-stock.
 */
export function pinClaim(offer: Offer, { orderId, qtyB, askedAt }: PinClaim, context: DecisionContext, limits: OfferLimits): ClaimDecision {
  const { now } = context
  const deciding = freeExpired(offer, now, limits)
  const claim = claimOf(deciding.offer.claims, orderId)
  if (claim !== undefined && claim.state !== 'held') return concluded(deciding, context, orderId)
  if (offer.withdrawn) return refuse('session-not-open', { availableB: 0, unit: offer.item.baseUnit })
  if (askedAt >= offer.closesAt) return refuse('producer-closed', { closesAt: offer.closesAt, availableB: 0 })
  if (claim === undefined) {
    const availableB = offer.state === 'paused' ? 0 : stockOf(deciding.offer, now).availableB
    if (qtyB > availableB) return refuse('insufficient-stock', { availableB, unit: offer.item.baseUnit })
  }
  const pinned: OfferEvent = { type: 'ClaimPinned', data: { orderId, qtyB: claim?.qtyB ?? qtyB, at: now } }
  return concluded(and(deciding, [pinned], limits), context, orderId)
}

export interface UnpinClaim {
  readonly type: 'UnpinClaim'
  readonly orderId: string
}

/** Back to held after a checkout that did not go through, with a short while left at least. Never refuses. */
export function unpinClaim(offer: Offer, { orderId }: UnpinClaim, context: DecisionContext, limits: OfferLimits): ClaimDecision {
  const deciding = freeExpired(offer, context.now, limits)
  const claim = claimOf(deciding.offer.claims, orderId)
  if (claim?.state !== 'pinned') return concluded(deciding, context, orderId)
  const event: OfferEvent = offer.withdrawn
    ? released(orderId, claim, 'session-cancelled', context.now)
    : { type: 'ClaimUnpinned', data: { orderId, expiresAt: heldAgainUntil(offer, claim, context.now, limits) } }
  const back = and(deciding, [event], limits)
  // Past its longest time or the closing, what is held again is over at once.
  const { offer: after, events } = freeExpired(back.offer, context.now, limits)
  return concluded({ offer: after, events: [...back.events, ...events] }, context, orderId)
}

function heldAgainUntil(offer: Offer, claim: Claim, now: Instant, limits: OfferLimits): Instant {
  const grace = plusMs(now, limits.unpinGraceMs)
  const before = claim.expiresAt ?? now
  const longest = plusMs(claim.firstAt, offer.terms.maxHoldMin * MINUTE)
  const wanted = before > grace ? before : grace
  return earliest(wanted, offer.closesAt, longest > before ? longest : before) ?? wanted
}

export interface ConfirmClaim {
  readonly type: 'ConfirmClaim'
  readonly orderId: string
}

/**
 * Turns a pinned claim, or a live hold that joins a confirmed order, into a sale.
 * Refuses: insufficient-stock, when there is no claim any more (never for a pinned one).
 */
export function confirmClaim(offer: Offer, { orderId }: ConfirmClaim, context: DecisionContext, limits: OfferLimits): ClaimDecision {
  const deciding = freeExpired(offer, context.now, limits)
  const claim = claimOf(deciding.offer.claims, orderId)
  if (claim === undefined) return refuse('insufficient-stock', { availableB: stockOf(deciding.offer, context.now).availableB })
  if (claim.state === 'confirmed') return concluded(deciding, context, orderId)
  const events: OfferEvent[] = [{ type: 'ClaimConfirmed', data: { orderId } }]
  // The session was cancelled while this order passed its point of no return: the sale is recorded, then given back.
  if (offer.withdrawn) events.push(released(orderId, claim, 'session-cancelled', context.now))
  return concluded(and(deciding, events, limits), context, orderId)
}

export interface ReleaseClaim {
  readonly type: 'ReleaseClaim'
  readonly orderId: string
  readonly because: ReleaseReason
}

/** Frees an order's part, whatever its state. Never refuses; nothing happens when there is none. */
export function releaseClaim(offer: Offer, command: ReleaseClaim, context: DecisionContext, limits: OfferLimits): ClaimDecision {
  const deciding = freeExpired(offer, context.now, limits)
  const claim = claimOf(deciding.offer.claims, command.orderId)
  const events = claim === undefined ? [] : [released(command.orderId, claim, command.because, context.now)]
  return concluded(and(deciding, events, limits), context, command.orderId)
}

export const released = (orderId: string, { qtyB }: Claim, because: ReleaseReason, at: Instant): OfferEvent => ({
  type: 'ClaimReleased',
  data: { orderId, qtyB, because, at },
})

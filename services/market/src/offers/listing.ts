import type { Decision, DecisionContext } from '@filature/kernel/decider'
import { HOUR, type Instant, plusMs } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import { allClaims } from './claim-book.ts'
import { released } from './claims.ts'
import { and, type ClaimReply, concluded, type Deciding, freeExpired, type OfferLimits } from './deciding.ts'
import { evolveOffer } from './evolve.ts'
import type { Listing, Offer, OfferEvent } from './offer.ts'
import { stockOf } from './stock.ts'

type ListingDecision = Decision<OfferEvent, ClaimReply>

export interface ListOffer {
  readonly type: 'ListOffer'
  /** `allocatedB` undefined: the caller named none. */
  readonly listing: Omit<Listing, 'allocatedB'> & { readonly allocatedB?: number }
  /** Hours before the first pick-up that producer or product need. */
  readonly leadH: number
  readonly firstPickupAt: Instant
  /** Where the producer can still list when it is too late here. */
  readonly nextSessionId?: string
}

/**
 * Puts a variant up for sale; listed already: sets stock and price anew.
 * Refuses: cap-required, off-step, producer-closed, lead-time, and what `adjustOffer` refuses.
 */
export function listOffer(offer: Offer | null, command: ListOffer, context: DecisionContext, limits: OfferLimits): ListingDecision {
  const { listing, leadH, firstPickupAt, nextSessionId } = command
  const { allocatedB } = listing
  if (allocatedB === undefined) return refuse('cap-required', { mode: listing.mode })
  if (offer !== null) return adjustOffer(offer, { type: 'AdjustOffer', allocatedB, priceC: listing.priceC }, context, limits)
  const { stepB, baseUnit } = listing.item
  if (allocatedB % stepB !== 0) return refuse('off-step', { stepB, unit: baseUnit })
  if (context.now >= listing.closesAt) return refuse('producer-closed', { closesAt: listing.closesAt })
  if (plusMs(context.now, leadH * HOUR) > firstPickupAt)
    return refuse('lead-time', { leadH, ...(nextSessionId !== undefined && { nextSessionId }) })
  const event: OfferEvent = { type: 'OfferListed', data: { ...listing, allocatedB } }
  const listed = evolveOffer(null, event, limits.cooldownMs)
  if (listed === null) throw new Error('a listing makes an offer')
  return concluded({ offer: listed, events: [event] }, context, undefined)
}

export interface AdjustOffer {
  readonly type: 'AdjustOffer'
  readonly allocatedB?: number
  readonly priceC?: number
}

/** Refuses: wrong-state, producer-closed, off-step, below-claimed, price-raise-locked (once anything is claimed). */
export function adjustOffer(offer: Offer, command: AdjustOffer, context: DecisionContext, limits: OfferLimits): ListingDecision {
  const { now } = context
  const { allocatedB = offer.allocatedB, priceC = offer.priceC } = command
  const over = isOver(offer, now)
  if (over !== undefined) return over
  const { stepB, baseUnit } = offer.item
  if (allocatedB % stepB !== 0) return refuse('off-step', { stepB, unit: baseUnit })
  const deciding = freeExpired(offer, now, limits)
  const stock = stockOf(deciding.offer, now)
  const claimedB = stock.heldB + stock.pinnedB + stock.confirmedB
  if (allocatedB < claimedB) return refuse('below-claimed', { claimedB, unit: baseUnit })
  if (priceC > offer.priceC && claimedB > 0) return refuse('price-raise-locked', { priceC: offer.priceC })
  const events: OfferEvent[] = []
  if (allocatedB !== offer.allocatedB) events.push({ type: 'OfferStockSet', data: { allocatedB } })
  if (priceC !== offer.priceC) events.push({ type: 'OfferRepriced', data: { priceC } })
  return concluded(and(deciding, events, limits), context, undefined)
}

function isOver(offer: Offer, now: Instant) {
  if (offer.withdrawn) return refuse('wrong-state', { state: 'closed' })
  return now >= offer.closesAt ? refuse('producer-closed', { closesAt: offer.closesAt }) : undefined
}

/** No new holds; those that are there stay. Refuses: wrong-state, producer-closed. */
export function pauseOffer(offer: Offer, context: DecisionContext, limits: OfferLimits): ListingDecision {
  return isOver(offer, context.now) ?? turned(offer, 'listed', { type: 'OfferPaused', data: {} }, context, limits)
}

export function resumeOffer(offer: Offer, context: DecisionContext, limits: OfferLimits): ListingDecision {
  return isOver(offer, context.now) ?? turned(offer, 'paused', { type: 'OfferResumed', data: {} }, context, limits)
}

function turned(offer: Offer, from: Offer['state'], event: OfferEvent, context: DecisionContext, limits: OfferLimits): ListingDecision {
  const deciding = freeExpired(offer, context.now, limits)
  return concluded(and(deciding, offer.state === from ? [event] : [], limits), context, undefined)
}

/** The session was cancelled: every claim is given back but pinned ones, whose checkout gives them back itself. Never refuses. */
export function withdrawOffer(offer: Offer, context: DecisionContext, limits: OfferLimits): ListingDecision {
  if (offer.withdrawn) return concluded({ offer, events: [] }, context, undefined)
  const deciding = freeExpired(offer, context.now, limits)
  const free = allClaims(deciding.offer.claims)
    .filter(([, claim]) => claim.state !== 'pinned')
    .map(([orderId, claim]) => released(orderId, claim, 'session-cancelled', context.now))
  return concluded(and(deciding, [...free, { type: 'OfferWithdrawn', data: {} }], limits), context, undefined)
}

/** The timer: frees what expired, and closes the offer after the producer's closing. */
export function tickOffer(offer: Offer, context: DecisionContext, limits: OfferLimits, endedAt: Instant): ListingDecision {
  const deciding: Deciding = freeExpired(offer, context.now, limits)
  const closes = offer.state !== 'closed' && context.now >= endedAt
  return concluded(and(deciding, closes ? [{ type: 'OfferClosed', data: {} }] : [], limits), context, undefined)
}

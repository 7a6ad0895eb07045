import type { OfferStock } from '@filature/contracts/market/offer'
import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import type { Instant } from '@filature/kernel/instant'
import { claimOf, expiredClaims } from './claim-book.ts'
import { evolveOffer } from './evolve.ts'
import type { Claim, Offer, OfferEvent } from './offer.ts'
import { publicStock } from './stock.ts'

/** Caps of an offer; settings with stated defaults (see settings.ts). */
export interface OfferLimits {
  readonly claimsPerOffer: number
  /** After one's own hold ended, nobody takes the same again for this long. */
  readonly cooldownMs: number
  /** A claim that a failed checkout gives back lasts at least this much longer. */
  readonly unpinGraceMs: number
}

/** What the one who set a line is told; remembered, so it is small. */
export interface ClaimReply {
  readonly claim: Claim | null
  readonly priceC: number
  readonly stock: OfferStock
}

/** An offer in the middle of a decision: the events so far are already applied. */
export interface Deciding {
  readonly offer: Offer
  readonly events: readonly OfferEvent[]
}

/** I11: what has expired is freed by the decision itself, as events in the same write. */
export function freeExpired(offer: Offer, now: Instant, limits: OfferLimits): Deciding {
  const freed = expiredClaims(offer.claims, offer.closesAt, now).map(([orderId, { qtyB, expiresAt }]): OfferEvent => {
    return { type: 'HoldExpired', data: { orderId, qtyB, expiresAt: expiresAt ?? now, at: now } }
  })
  return and({ offer, events: [] }, freed, limits)
}

export function and(deciding: Deciding, events: readonly OfferEvent[], limits: OfferLimits): Deciding {
  let { offer } = deciding
  for (const event of events) offer = evolveOffer(offer, event, limits.cooldownMs) ?? offer
  return { offer, events: [...deciding.events, ...events] }
}

/** Closes a decision: whatever changed, the new figures are told as the last event. */
export function concluded(deciding: Deciding, context: DecisionContext, orderId: string | undefined): Accepted<OfferEvent, ClaimReply> {
  const { now, id, version } = context
  const events: OfferEvent[] = [...deciding.events]
  if (events.length > 0) events.push({ type: 'OfferStockChanged', data: { at: now } })
  const claim = orderId === undefined ? undefined : claimOf(deciding.offer.claims, orderId)
  return accept(events, {
    claim: claim ?? null,
    priceC: deciding.offer.priceC,
    stock: publicStock(id, version + events.length, deciding.offer, now),
  })
}

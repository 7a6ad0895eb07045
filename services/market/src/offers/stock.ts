import type { OfferStock } from '@filature/contracts/market/offer'
import type { Instant } from '@filature/kernel/instant'
import { expiredClaims, nextExpiryAfter } from './claim-book.ts'
import type { Offer } from './offer.ts'

export interface Stock {
  readonly allocatedB: number
  readonly availableB: number
  /** Held and not expired. */
  readonly heldB: number
  readonly pinnedB: number
  readonly confirmedB: number
  /** When the next hold ends. */
  readonly nextExpiryAt: Instant | undefined
}

/**
 * The one availability function (I10, I11): decisions, screens, exports and live messages all ask here. A held claim whose
 * time is over counts as free, whether or not the timer has run.
 */
export function stockOf({ claims, closesAt, allocatedB }: Offer, now: Instant): Stock {
  const expiredB = expiredClaims(claims, closesAt, now).reduce((sum, [, claim]) => sum + claim.qtyB, 0)
  const heldB = claims.heldB - expiredB
  const { pinnedB, confirmedB } = claims
  return {
    allocatedB,
    availableB: allocatedB - heldB - pinnedB - confirmedB,
    heldB,
    pinnedB,
    confirmedB,
    nextExpiryAt: nextExpiryAfter(claims, closesAt, now),
  }
}

/** Listed, paused or closed at an instant: the closing needs no timer to be true. */
export function stateAt(offer: Pick<Offer, 'state' | 'closesAt'>, now: Instant): Offer['state'] {
  return now >= offer.closesAt ? 'closed' : offer.state
}

/** The public figures of an offer. Nothing of a withdrawn offer is available. */
export function publicStock(id: string, version: number, offer: Offer, now: Instant): OfferStock {
  const stock = stockOf(offer, now)
  return {
    id,
    v: version,
    state: stateAt(offer, now),
    allocatedB: stock.allocatedB,
    availableB: offer.withdrawn ? 0 : stock.availableB,
    heldB: stock.heldB + stock.pinnedB,
    confirmedB: stock.confirmedB,
    nextExpiryAt: stock.nextExpiryAt ?? null,
  }
}

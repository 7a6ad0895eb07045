import type { OfferCard } from '@filature/contracts/market/offer'
import type { OfferState } from '@filature/contracts/market/shapes'
import { derivedId } from '@filature/kernel/ids'
import type { Instant } from '@filature/kernel/instant'
import type { ClaimBook } from './claim-book.ts'

/** One offer per session and variant: the natural key, so a retried listing makes no twin. */
export const offerIdOf = (sessionId: string, variantId: string): string => derivedId('off_', sessionId, variantId)

export type ClaimSource = 'basket' | 'standing' | 'subscription' | 'dfc' | 'worksite' | 'substitution'

/**
 * An order's part of an offer. Small, because a hot offer has thousands: what is usual is left out (`extensions` 0,
 * `source` basket, `rankAt` equal to `firstAt`, no `expiresAt` once confirmed).
 */
export interface Claim {
  readonly state: 'held' | 'pinned' | 'confirmed'
  readonly qtyB: number
  /** When the hold began; extensions are counted from here. */
  readonly firstAt: Instant
  /** Held: when it ends. Pinned: when it would have ended, for the way back. */
  readonly expiresAt?: Instant
  readonly extensions?: number
  readonly source?: Exclude<ClaimSource, 'basket'>
  /** Last increase: the rank in a shortage. */
  readonly rankAt?: Instant
}

/** What of the hub's policy an offer decides by; copied when it is listed. */
export interface OfferTerms {
  /** Minutes. */
  readonly holdMin: number
  readonly maxExtensions: number
  /** Minutes from the first hold. */
  readonly maxHoldMin: number
  readonly membersOnly: boolean
  readonly overrunBp: number
  readonly sessionClosesAt: Instant
}

/** What is sold, as the product was when it was listed. */
export type OfferItem = Omit<
  OfferCard,
  'priceC' | 'pricePer' | 'unitPriceC' | 'unitPricePer' | 'estC' | 'mode' | 'perMemberB' | 'opensAt' | 'closesAt' | 'sessionId'
>

export interface Offer {
  readonly hubId: string
  /** The hub's organisation. */
  readonly orgId: string
  readonly sessionId: string
  readonly pickupDate: string
  readonly producerOrgId: string
  readonly item: OfferItem
  /** Certificates the product claims; which labels they give is judged for the pick-up day. */
  readonly certIds: readonly string[]
  readonly terms: OfferTerms
  readonly opensAt: Instant
  /** The producer's closing in this session. */
  readonly closesAt: Instant
  readonly mode: OfferCard['mode']
  readonly priceC: number
  /** Stock, or the cap of an on-demand offer. */
  readonly allocatedB: number
  readonly perMemberB: number | null
  readonly state: OfferState
  /** The session was cancelled: nothing is sold any more. */
  readonly withdrawn: boolean
  readonly claims: ClaimBook
  /** Orders that lost or gave back a hold less than a cool-down ago, so that nobody gets fresh minutes by letting go. */
  readonly gone: Readonly<Record<string, GoneHold>>
}

/** The clock of a hold that is over. Given back: taken again soon, it runs on. Ended: taken again only after the cool-down. */
export interface GoneHold {
  readonly at: Instant
  readonly firstAt: Instant
  readonly expiresAt: Instant
  readonly extensions?: number
}

export type ReleaseReason = 'member' | 'order-cancelled' | 'session-cancelled'

/** The first event's data: all an offer is born with. */
export type Listing = Omit<Offer, 'state' | 'withdrawn' | 'claims' | 'gone'>

export type OfferEvent =
  | { readonly type: 'OfferListed'; readonly data: Listing }
  | { readonly type: 'OfferStockSet'; readonly data: { readonly allocatedB: number } }
  | { readonly type: 'OfferRepriced'; readonly data: { readonly priceC: number } }
  | { readonly type: 'OfferPaused' | 'OfferResumed' | 'OfferClosed' | 'OfferWithdrawn'; readonly data: Record<never, never> }
  | { readonly type: 'StockHeld'; readonly data: StockHeldData }
  | { readonly type: 'HoldExtended'; readonly data: { readonly orderId: string; readonly expiresAt: Instant } }
  | {
      readonly type: 'HoldExpired'
      readonly data: { readonly orderId: string; readonly qtyB: number; readonly expiresAt: Instant; readonly at: Instant }
    }
  | { readonly type: 'ClaimPinned'; readonly data: { readonly orderId: string; readonly qtyB: number; readonly at: Instant } }
  | { readonly type: 'ClaimUnpinned'; readonly data: { readonly orderId: string; readonly expiresAt: Instant } }
  | { readonly type: 'ClaimConfirmed'; readonly data: { readonly orderId: string } }
  | {
      readonly type: 'ClaimAmended'
      readonly data: { readonly orderId: string; readonly qtyB: number; readonly previousB: number; readonly at: Instant }
    }
  | {
      readonly type: 'ClaimReleased'
      readonly data: { readonly orderId: string; readonly qtyB: number; readonly because: ReleaseReason; readonly at: Instant }
    }
  /** The figures are computed from the state after it, by the availability function at this instant. */
  | { readonly type: 'OfferStockChanged'; readonly data: { readonly at: Instant } }

export interface StockHeldData {
  readonly orderId: string
  readonly memberId: string
  readonly qtyB: number
  readonly expiresAt: Instant
  readonly at: Instant
  readonly source: ClaimSource
}

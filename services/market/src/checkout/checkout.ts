import type { PayMode } from '@filature/contracts/market/shapes'
import type { Instant } from '@filature/kernel/instant'
import type { BookableSlot } from '../slots/slot-book.ts'

/** A point of the session, as far as booking needs it. */
export interface CheckoutPoint {
  readonly id: string
  readonly name: string
  readonly town: string
  readonly slots: readonly BookableSlot[]
}

/** Why a confirmation did not go through, as the member reads it. */
export interface Failure {
  readonly code: string
  readonly figures: Readonly<Record<string, unknown>>
}

export interface RefusedPin {
  readonly offerId: string
  readonly code: string
  readonly availableB: number
}

/**
 * A confirmation under way: pin every claim, book the slot, then the point of no return (OrderConfirmed). Before it,
 * whatever fails turns it round: the slot and the claims are given back, held again.
 */
export interface Checkout {
  readonly phase: 'pinning' | 'booking' | 'undoing'
  /** When the confirmation reached us: decides whether it came in time. */
  readonly askedAt: Instant
  readonly deadlineAt: Instant
  readonly point: CheckoutPoint
  readonly slotId: string
  readonly bandBp: number
  readonly payMode: PayMode
  readonly termsVersion: string
  readonly memberName: string | null
  /** Every offer it is about: the lines there were when it began. */
  readonly offerIds: readonly string[]
  /** Offers whose pin has no answer yet. */
  readonly toPin: readonly string[]
  readonly refused: readonly RefusedPin[]
  /** Offers whose claims may be pinned and are to be held again. */
  readonly toUnpin: readonly string[]
  readonly slot: 'unasked' | 'booked' | 'to-release'
  /** Set when it turns round for another reason than refused pins. */
  readonly failure: Failure | null
}

export type CheckoutStep =
  | { readonly step: 'pinned'; readonly offerId: string; readonly qtyB: number; readonly v: number }
  | { readonly step: 'pin-refused'; readonly offerId: string; readonly code: string; readonly availableB: number }
  | { readonly step: 'slot-booked' }
  | { readonly step: 'slot-refused'; readonly failure: Failure }
  /** `expiresAt` null: there is no claim any more. */
  | { readonly step: 'unpinned'; readonly offerId: string; readonly expiresAt: Instant | null; readonly v: number }
  | { readonly step: 'slot-given-back' }

export type CheckoutEvent =
  | {
      readonly type: 'CheckoutStarted'
      readonly data: Pick<Checkout, 'askedAt' | 'deadlineAt' | 'point' | 'slotId' | 'bandBp' | 'payMode' | 'termsVersion' | 'memberName'>
    }
  | { readonly type: 'CheckoutAdvanced'; readonly data: CheckoutStep }
  | { readonly type: 'CheckoutTimedOut'; readonly data: Record<never, never> }
  | { readonly type: 'CheckoutFailed'; readonly data: Failure }
  /** The point of no return. */
  | { readonly type: 'OrderConfirmed'; readonly data: { readonly at: Instant } }

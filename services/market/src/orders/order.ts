import type { LineItem } from '@filature/contracts/market/events'
import type { OrderState, PayMode } from '@filature/contracts/market/shapes'
import { derivedId } from '@filature/kernel/ids'
import type { Instant } from '@filature/kernel/instant'
import type { Checkout, CheckoutEvent, Failure } from '../checkout/checkout.ts'

/** One order per session and member. */
export const orderIdOf = (sessionId: string, memberId: string): string => derivedId('ord_', sessionId, memberId)
export const lineIdOf = (orderId: string, offerId: string): string => derivedId('lin_', orderId, offerId)

export interface Line {
  /** Name, unit, weights and price as they were when the line was set. */
  readonly item: LineItem
  readonly qtyB: number
  /** Frozen, but follows a cut of the price until the order is locked. Cents per `item.pricePer`. */
  readonly priceC: number
  /** `released`: the hold ended; the line stays without stock. */
  readonly claim: 'held' | 'pinned' | 'confirmed' | 'released'
  readonly heldSince: Instant
  readonly expiresAt: Instant | null
  /** The member was told that this hold is about to end. */
  readonly warned: boolean
}

export interface BookedSlot {
  readonly pointId: string
  readonly pointName: string
  readonly town: string
  readonly slotId: string
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/**
 * What is still to be given back, each with the key of its step: fixed when it was decided, so that a step which was carried
 * out already is never carried out again on what came after.
 */
export interface Releasing {
  /** By offer. */
  readonly claims: Readonly<Record<string, string>>
  readonly slot: { readonly pointId: string; readonly key: string } | null
}

export interface Order {
  readonly hubId: string
  readonly sessionId: string
  readonly pickupDate: string
  readonly memberId: string
  /** As the token said at confirmation. */
  readonly memberName: string | null
  readonly state: OrderState
  /** By offer, in the order they were added. */
  readonly lines: Readonly<Record<string, Line>>
  /** Newest version heard of each offer: older news change nothing. */
  readonly heard: Readonly<Record<string, number>>
  readonly slot: BookedSlot | null
  readonly bandBp: number
  readonly payMode: PayMode | null
  readonly termsVersion: string | null
  readonly confirmedAt: Instant | null
  /** Counts confirmations and cancellations, so that the steps of each have keys of their own. */
  readonly attempt: number
  readonly checkout: Checkout | null
  /** How the last attempts to confirm ended, newest last. */
  readonly outcomes: readonly { readonly attempt: number; readonly failure: Failure | null }[]
  readonly releasing: Releasing
  /** A lost line was told; not told again until a line is set. */
  readonly toldLost: boolean
}

export type Step =
  | { readonly step: 'claim-confirmed'; readonly offerId: string; readonly qtyB: number; readonly v: number }
  | { readonly step: 'claim-released'; readonly offerId: string }
  | { readonly step: 'slot-released' }

export type OrderEvent =
  | CheckoutEvent
  | { readonly type: 'LineSet'; readonly data: LineSetData }
  | { readonly type: 'LineLost' | 'LineRemoved'; readonly data: { readonly offerId: string; readonly v: number } }
  | { readonly type: 'LineRefused'; readonly data: { readonly offerId: string; readonly v: number; readonly code: string } }
  | { readonly type: 'LineRepriced'; readonly data: { readonly offerId: string; readonly priceC: number; readonly v: number } }
  | { readonly type: 'HoldsWarned'; readonly data: { readonly offerIds: readonly string[]; readonly expiresAt: Instant } }
  | { readonly type: 'BasketLapsed'; readonly data: Record<never, never> }
  | { readonly type: 'BasketEmptied'; readonly data: Record<never, never> }
  | { readonly type: 'OrderEdited' | 'OrderLocked'; readonly data: Record<never, never> }
  | { readonly type: 'OrderCancelled'; readonly data: { readonly reason: string } }
  | { readonly type: 'OrderSettled'; readonly data: Step }
  | { readonly type: 'NotificationAsked'; readonly data: unknown }

export interface LineSetData {
  readonly offerId: string
  readonly v: number
  readonly hubId: string
  readonly sessionId: string
  readonly memberId: string
  readonly line: Line
}

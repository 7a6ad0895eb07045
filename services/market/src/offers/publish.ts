import type { Instant } from '@filature/kernel/instant'
import { cardOf, lineItemOf } from './card.ts'
import { allClaims, claimOf } from './claim-book.ts'
import type { Offer, OfferEvent } from './offer.ts'
import { publicStock } from './stock.ts'

/** What the world is told of an offer's events: with names, units and prices, so that consumers need nothing else. */
export function publishOffer(event: OfferEvent, after: Offer | null, context: { readonly id: string; readonly version: number }): unknown {
  if (after === null) throw new Error(`${event.type} without an offer`)
  const where = { hubId: after.hubId, sessionId: after.sessionId }
  switch (event.type) {
    case 'OfferListed':
      return { ...where, card: cardOf(after), item: lineItemOf(after), certIds: after.certIds, allocatedB: after.allocatedB }
    case 'OfferStockSet':
      return { ...where, mode: after.mode, allocatedB: after.allocatedB }
    case 'OfferRepriced':
      return {
        ...where,
        priceC: after.priceC,
        card: cardOf(after),
        item: lineItemOf(after),
        orderIds: allClaims(after.claims).map(([orderId]) => orderId),
      }
    case 'OfferPaused':
    case 'OfferResumed':
    case 'OfferWithdrawn':
      return where
    case 'OfferClosed':
      return { ...where, confirmedB: after.claims.confirmedB }
    case 'StockHeld': {
      const { orderId, memberId, qtyB, expiresAt, at } = event.data
      return {
        ...where,
        orderId,
        memberId,
        qtyB,
        expiresAt,
        heldSince: claimOf(after.claims, orderId)?.firstAt ?? at,
        item: lineItemOf(after),
      }
    }
    case 'HoldExtended': {
      const { orderId, expiresAt } = event.data
      const claim = claimOf(after.claims, orderId)
      return { ...where, orderId, qtyB: claim?.qtyB ?? 0, expiresAt, extensions: claim?.extensions ?? 0 }
    }
    case 'HoldExpired': {
      const { orderId, qtyB, expiresAt } = event.data
      return { ...where, orderId, qtyB, expiresAt }
    }
    case 'ClaimUnpinned': {
      const { orderId, expiresAt } = event.data
      return { ...where, orderId, qtyB: claimOf(after.claims, orderId)?.qtyB ?? 0, expiresAt }
    }
    case 'ClaimPinned':
    case 'ClaimConfirmed':
      return { ...where, orderId: event.data.orderId, qtyB: claimOf(after.claims, event.data.orderId)?.qtyB ?? 0 }
    case 'ClaimAmended': {
      const { orderId, qtyB, previousB } = event.data
      return { ...where, orderId, qtyB, previousB }
    }
    case 'ClaimReleased': {
      const { orderId, qtyB, because } = event.data
      return { ...where, orderId, qtyB, because }
    }
    case 'OfferStockChanged':
      return stockChanged(after, event.data.at, context)
  }
}

function stockChanged(after: Offer, at: Instant, { id, version }: { readonly id: string; readonly version: number }) {
  const { hubId, sessionId, item } = after
  return {
    ...publicStock(id, version, after, at),
    hubId,
    sessionId,
    producerId: item.producerId,
    productId: item.productId,
    name: item.name,
  }
}

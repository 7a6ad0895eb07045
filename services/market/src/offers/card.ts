import type { LineItem } from '@filature/contracts/market/events'
import type { OfferCard } from '@filature/contracts/market/offer'
import type { Offer } from './offer.ts'
import { estimate, pricePerOf, unitPrice } from './prices.ts'

/** What a card shows, at the offer's price of now. */
export function cardOf(offer: Offer): OfferCard {
  const { item, priceC } = offer
  const beside = unitPrice(item, priceC)
  return {
    ...item,
    sessionId: offer.sessionId,
    priceC,
    pricePer: pricePerOf(item),
    unitPriceC: beside?.unitPriceC ?? null,
    unitPricePer: beside?.unitPricePer ?? null,
    estC: item.saleMode === 'weighed-piece' ? estimate(item, 1, priceC, 0).estC : null,
    perMemberB: offer.perMemberB,
    mode: offer.mode,
    opensAt: offer.opensAt,
    closesAt: offer.closesAt,
  }
}

/** What an order keeps of the offer for its line. */
export function lineItemOf(offer: Offer): LineItem {
  const { item, terms } = offer
  return {
    orgId: offer.orgId,
    sessionClosesAt: terms.sessionClosesAt,
    pickupDate: offer.pickupDate,
    closesAt: offer.closesAt,
    productId: item.productId,
    variantId: item.variantId,
    name: item.name,
    variantName: item.variantName,
    image: item.image,
    category: item.category,
    producerId: item.producerId,
    producerOrgId: offer.producerOrgId,
    producerName: item.producerName,
    saleMode: item.saleMode,
    baseUnit: item.baseUnit,
    displayUnit: item.displayUnit,
    content: item.content,
    storage: item.storage,
    pricePer: pricePerOf(item),
    priceC: offer.priceC,
    vatBp: item.vatBp,
    lowG: item.lowG,
    avgG: item.avgG,
    highG: item.highG,
    overrunBp: item.saleMode === 'weighed-piece' ? terms.overrunBp : 0,
    depositC: item.depositC,
  }
}

import { z } from 'zod'
import { content } from './producer.ts'
import {
  allergen,
  baseUnit,
  category,
  cents,
  instant,
  label,
  offerId,
  offerMode,
  offerState,
  pricePer,
  producerId,
  productId,
  productKind,
  quantityB,
  saleMode,
  sessionId,
  storage,
  variantId,
} from './shapes.ts'

/** PublishListing: one variant in one session. `priceC` defaults to the variant's. */
export const listingBody = z.strictObject({
  productId,
  variantId: variantId.optional().meta({ description: 'needed when the product has several' }),
  mode: offerMode.default('counted'),
  allocatedB: quantityB.optional().meta({ description: 'stock, or the cap of an on-demand offer; both need one' }),
  priceC: cents.optional(),
  perMemberB: quantityB.min(1).optional(),
})

export const adjustBody = z.strictObject({ allocatedB: quantityB.optional(), priceC: cents.optional() })

/** What is there, by the one availability function. */
export const offerStock = z.object({
  id: offerId,
  v: z.int().meta({ description: 'version of the offer; the highest wins' }),
  state: offerState,
  allocatedB: quantityB,
  availableB: quantityB,
  heldB: quantityB.meta({ description: 'held or being confirmed, by anybody' }),
  confirmedB: quantityB,
  nextExpiryAt: instant.nullable().meta({ description: 'when the next hold of anybody ends' }),
})

/** What is sold: everything a card shows that does not change while one watches, but the price. */
export const offerCard = z.object({
  sessionId,
  productId,
  variantId,
  name: z.string(),
  variantName: z.string(),
  variety: z.string(),
  origin: z.object({ country: z.string(), place: z.string() }).nullable(),
  qualityClass: z.string(),
  category,
  kind: productKind,
  description: z.string(),
  ingredients: z.string(),
  image: z.string().meta({ description: 'key of the drawing or photo: the product’s slug, else its id' }),
  producerId,
  producerName: z.string(),
  saleMode,
  baseUnit,
  displayUnit: z.string(),
  content: content.nullable(),
  priceC: cents,
  pricePer,
  unitPriceC: cents
    .nullable()
    .meta({ description: 'price per `unitPricePer`, to show beside the price; null when the price says it already' }),
  unitPricePer: pricePer.nullable(),
  vatBp: z.int(),
  stepB: quantityB,
  minB: quantityB,
  maxB: quantityB,
  perMemberB: quantityB.nullable(),
  lowG: z.int().nullable(),
  avgG: z.int().nullable(),
  highG: z.int().nullable(),
  estC: cents.nullable().meta({ description: 'weighed pieces: one piece at its average weight' }),
  depositC: cents.meta({ description: 'per piece' }),
  allergens: z.object({ contains: z.array(allergen), traces: z.array(allergen), declared: z.boolean() }),
  storage,
  shelfLifeDays: z.int().nullable(),
  alcoholBp: z.int().nullable().meta({ description: 'not null: 18 years and more' }),
  mode: offerMode,
  opensAt: instant,
  closesAt: instant.meta({ description: 'the producer’s closing' }),
})

export const offerView = offerCard.extend({
  ...offerStock.shape,
  labels: z.array(label).meta({ description: 'covered by a certificate on the pick-up day' }),
})

export const offersView = z.object({ sessionId, serverTime: instant, items: z.array(offerView).max(1_000) })

export type ListingBody = z.output<typeof listingBody>
export type OfferStock = z.output<typeof offerStock>
export type OfferCard = z.output<typeof offerCard>
export type OfferView = z.output<typeof offerView>

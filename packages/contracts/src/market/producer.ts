import { z } from 'zod'
import { pageQuery } from '../http/page.ts'
import { rule } from '../http/rules.ts'
import { seller } from './hub.ts'
import {
  allergen,
  allergenDeclaration,
  baseUnit,
  basisPoints,
  bothLanguages,
  category,
  cents,
  certificateId,
  civilDate,
  hubId,
  label,
  latitude,
  longitude,
  orgId,
  packagingId,
  producerId,
  productId,
  productKind,
  quantityB,
  saleMode,
  storage,
  text,
  variantId,
} from './shapes.ts'

/** A producer's place in a hub. */
export const producerHub = z.strictObject({
  hubId,
  status: z.enum(['invited', 'active', 'paused']).default('active'),
  leadH: z.int().min(0).max(720).default(0).meta({ description: 'hours before the first pick-up that a listing needs' }),
  minTotalC: cents.default(0).meta({ description: 'the producer comes only for this much' }),
  minMemberC: cents.default(0),
})

export const producerBody = z.strictObject({
  orgId,
  name: text(120),
  activity: z.string().max(60).default(''),
  story: bothLanguages.default({ fr: '', en: '' }),
  town: text(80),
  lat: latitude,
  lon: longitude,
  seller,
  hubs: z.array(producerHub).max(60).default([]),
})

export const certificateBody = z.strictObject({
  label,
  body: text(120).meta({ description: 'the certifying body, `FR-BIO-01`' }),
  number: text(60),
  from: civilDate,
  to: civilDate,
  categories: z.array(category).min(1).max(40),
})
export const certificate = certificateBody.extend({ id: certificateId })

export const producerView = producerBody.extend({
  id: producerId,
  version: z.int(),
  certificates: z.array(certificate.extend({ valid: z.boolean().meta({ description: 'covers today' }) })),
})
export const producerSummary = z.object({
  id: producerId,
  name: z.string(),
  activity: z.string(),
  town: z.string(),
  lat: latitude,
  lon: longitude,
  story: bothLanguages,
  labels: z.array(label).meta({ description: 'of certificates that cover today' }),
})
export const producersQuery = pageQuery.extend({ hub: hubId.optional(), q: z.string().max(80).optional(), label: label.optional() })

export const vatRate = z.strictObject({ from: civilDate, bp: basisPoints })
export const content = z.strictObject({ qty: z.int().min(1).max(10_000_000), unit: baseUnit })

export const variantBody = z.strictObject({
  id: variantId,
  name: z.string().max(80).default('').meta({ description: '`botte`, `barquette 150 g`; empty when there is only one way' }),
  saleMode,
  displayUnit: text(24).meta({ description: 'the word at the stall: `kg`, `L`, `botte`, `barquette`' }),
  baseUnit,
  content: content.optional().meta({ description: 'what one piece holds; gives the price per kg or L' }),
  stepB: quantityB.min(1),
  minB: quantityB.min(1),
  maxB: quantityB.min(1),
  lowG: z.int().min(1).optional(),
  avgG: z.int().min(1).optional(),
  highG: z.int().min(1).optional(),
  priceC: cents.meta({ description: 'per piece (unit), else per kg or L' }),
  packagingIds: z.array(packagingId).max(4).default([]),
  sku: z.string().max(60).default(''),
  active: z.boolean().default(true),
})

export const productBody = z.strictObject({
  producerId,
  slug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, rule('slug'))
    .optional()
    .meta({ description: 'names the drawing or photo' }),
  name: text(120),
  category,
  kind: productKind,
  variety: z.string().max(80).default(''),
  origin: z
    .strictObject({ country: z.string().regex(/^[A-Z]{2}$/, rule('country-code')), place: z.string().max(80).default('') })
    .optional(),
  qualityClass: z.string().max(20).default(''),
  description: z.string().max(1_000).default(''),
  ingredients: z.string().max(2_000).default(''),
  allergens: allergenDeclaration.default({}),
  certIds: z.array(certificateId).max(10).default([]),
  storage,
  shelfLifeDays: z.int().min(0).max(3_650).optional(),
  leadH: z.int().min(0).max(720).default(0),
  vat: z.array(vatRate).min(1).max(10),
  alcoholBp: z.int().min(1).max(9_600).optional().meta({ description: 'alcohol by volume, 500 = 5 %' }),
  variants: z.array(variantBody).min(1).max(12),
})

export const productView = productBody.extend({
  id: productId,
  version: z.int(),
  producerName: z.string(),
  state: z.enum(['published', 'withdrawn']),
  labels: z.array(label).meta({ description: 'of certificates that cover the category today' }),
})
export const productSummary = z.object({
  id: productId,
  name: z.string(),
  image: z.string(),
  category,
  kind: productKind,
  variety: z.string(),
  origin: z.object({ country: z.string(), place: z.string() }).nullable(),
  producerId,
  producerName: z.string(),
  storage,
  labels: z.array(label),
  allergens: z.object({ contains: z.array(allergen), traces: z.array(allergen) }),
  variants: z.array(z.object({ id: variantId, name: z.string(), saleMode, displayUnit: z.string(), priceC: cents })),
})
export const productsQuery = pageQuery.extend({
  q: z.string().max(80).optional().meta({ description: 'words of name, variety or producer, accents ignored' }),
  category: category.optional(),
  producer: producerId.optional(),
  hub: hubId.optional(),
  label: label.optional(),
  allergenFree: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'comma-separated allergens; hides what contains them or may have traces' }),
})

export type ProducerBody = z.output<typeof producerBody>
export type ProducerView = z.output<typeof producerView>
export type Certificate = z.output<typeof certificate>
export type VariantBody = z.output<typeof variantBody>
export type ProductBody = z.output<typeof productBody>
export type ProductView = z.output<typeof productView>

import { z } from 'zod'
import { rule } from '../http/rules.ts'
import { ALLERGENS } from './lists.ts'

/** Small shapes that bodies, answers and events of the market share. */

/** `ord_` and its kind: prefix, then at most 40 letters and digits. */
export const idOf = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9A-Za-z]{1,40}$`), rule('id-of', prefix))

export const hubId = idOf('hub_')
export const producerId = idOf('prd_')
export const productId = idOf('pro_')
export const sessionId = idOf('ses_')
export const offerId = idOf('off_')
export const orderId = idOf('ord_')
export const pointId = idOf('pkp_')
export const packagingId = idOf('pkg_')
export const certificateId = idOf('crt_')
export const variantId = idOf('var_')
export const orgId = z.string().min(1).max(60).meta({ description: 'organisation of identity' })
/** The place of a slot in its day, wall time of the place: `18:00-18:30`. */
export const slotId = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, rule('slot-time'))

export const instant = z.iso.datetime({ offset: true }).meta({ description: 'UTC ISO 8601' })
export const civilDate = z.iso.date().meta({ description: 'day in Europe/Paris' })
export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, rule('wall-time'))

export const text = (most: number) => z.string().trim().min(1).max(most)
export const cents = z.int().min(0).max(100_000_000).meta({ description: 'cents EUR, VAT included' })
export const quantityB = z.int().min(0).max(10_000_000).meta({ description: 'base units: g, ml or pieces' })
export const basisPoints = z.int().min(0).max(100_000)
export const latitude = z.number().min(-90).max(90)
export const longitude = z.number().min(-180).max(180)
export const bothLanguages = z.strictObject({ fr: z.string().max(2_000), en: z.string().max(2_000) })

export const BASE_UNITS = ['g', 'ml', 'piece'] as const
export const baseUnit = z.enum(BASE_UNITS)
export const saleMode = z.enum(['unit', 'bulk', 'weighed-piece']).meta({
  description:
    'unit: counted and priced by the piece; bulk: stock in g or ml, price per kg or L; weighed-piece: counted in pieces, price per kg',
})
export const offerMode = z.enum(['counted', 'on-demand'])
export const pricePer = z.enum(['piece', 'kg', 'L'])
export const storage = z.enum(['dry', 'cold', 'frozen'])
export const productKind = z.enum(['raw', 'processed', 'alcohol', 'other'])
export const category = z
  .string()
  .regex(/^[a-z][a-z-]{1,39}$/, rule('category'))
  .meta({ description: '`vegetables`, `cheese`…' })

export const allergen = z.enum(ALLERGENS)
/** What is declared of each; one that is missing is not declared. */
export const allergenDeclaration = z.partialRecord(allergen, z.enum(['contains', 'traces', 'none']))

export const LABELS = [
  'eu-organic',
  'eu-conversion',
  'nature-progres',
  'demeter',
  'biocoherence',
  'label-rouge',
  'aop',
  'aoc',
  'igp',
  'other',
] as const
export const label = z.enum(LABELS)

export const payMode = z.enum(['pickup', 'prepaid', 'psp', 'transfer'])
export const sessionState = z.enum(['draft', 'scheduled', 'opening', 'open', 'closed', 'distributing', 'settled', 'cancelled'])
export const orderState = z.enum(['basket', 'confirming', 'confirmed', 'locked', 'ready', 'handed-over', 'not-collected', 'cancelled'])
export const offerState = z.enum(['listed', 'paused', 'closed'])

export type Label = z.infer<typeof label>
export type Allergen = z.infer<typeof allergen>
export type SaleMode = z.infer<typeof saleMode>
export type SessionState = z.infer<typeof sessionState>
export type OrderState = z.infer<typeof orderState>
export type OfferState = z.infer<typeof offerState>
export type PayMode = z.infer<typeof payMode>

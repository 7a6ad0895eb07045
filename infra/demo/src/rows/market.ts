import { z } from 'zod'
import { decimal, flag, integer, list, listOf, optionalInteger, optionalText, slug, text, wallTime } from '../csv/columns.ts'

/** Producers, what they sell and when. Money in cents with VAT, rates in basis points, stock in base units. */

export const producerRow = z.object({
  id: slug,
  name: text,
  activity: text,
  town_id: slug,
  street: text,
  postal_code: text,
  town: text,
  lat: decimal,
  lon: decimal,
  siren: z.string().regex(/^\d{9}$/, 'must be nine digits'),
  vat_regime: z.enum(['normal', 'franchise']),
  place_ids: listOf(slug),
  lead_hours: integer,
  min_total_cents: integer,
  story_fr: text,
  story_en: text,
  email: z.email('must be an e-mail address'),
})

export const certificateRow = z.object({
  id: slug,
  producer_id: slug,
  label: text,
  body: text,
  number: text,
  from_days: integer,
  to_days: integer,
  categories: list,
})

const month = integer.pipe(z.int().min(1, 'must be a month, 1 to 12').max(12, 'must be a month, 1 to 12'))

export const productRow = z.object({
  id: slug,
  producer_id: slug,
  name_fr: text,
  category: slug,
  kind: z.enum(['raw', 'processed', 'alcohol', 'other']),
  variety: optionalText,
  quality_class: optionalText,
  origin_country: optionalText,
  origin_place: optionalText,
  variant_fr: optionalText,
  sale_mode: z.enum(['unit', 'bulk', 'weighed-piece']),
  unit_kind: z.enum(['piece', 'mass', 'volume']),
  base_unit: z.enum(['piece', 'g', 'ml']),
  display_unit: text,
  pack_size: optionalInteger,
  pack_unit: z.enum(['', 'piece', 'g', 'ml']),
  step: integer,
  min_quantity: integer,
  max_quantity: integer,
  price_cents_ttc: integer,
  price_per: z.enum(['piece', 'kg', 'l']),
  variable_weight: flag,
  avg_weight_g: optionalInteger,
  min_weight_g: optionalInteger,
  max_weight_g: optionalInteger,
  vat_rate_bp: integer,
  labels: list,
  ingredients_fr: optionalText,
  allergens_contains: list,
  allergens_traces: list,
  storage: z.enum(['dry', 'cold', 'frozen']),
  shelf_life_days: optionalInteger,
  season_from_month: month,
  season_to_month: month,
  offer_mode: z.enum(['counted', 'on-demand']),
  weekly_stock: integer,
  deposit_cents: integer,
  alcohol_bp: optionalInteger,
  description_fr: optionalText,
})

/** `elevage-des-brandes:3@20:00`: closes 3 days before the pick-up at 20:00. */
const producerClose = z
  .string()
  .regex(/^[a-z0-9-]+:\d+@\d\d:\d\d$/, 'must be producer:days@HH:MM')
  .transform((value) => {
    const [producer = '', rest = ''] = value.split(/:(.*)/s)
    const [days = '', time = ''] = rest.split('@')
    return { producer, daysBefore: Number(days), time }
  })

export const saleTemplateRow = z.object({
  id: slug,
  place_id: slug,
  name_fr: text,
  rrule: text,
  first_pickup_week_offset: integer,
  open_days_before: integer,
  open_time: wallTime,
  close_days_before: integer,
  close_time: wallTime,
  pickup_start: wallTime,
  pickup_end: wallTime,
  pickup_point_ids: listOf(slug),
  producer_ids: listOf(slug),
  producer_closes: listOf(producerClose),
  duties: list,
  hold_minutes: integer,
  min_order_cents: integer,
  overrun_bp: integer,
  allocation: z.enum(['fair', 'proportional', 'first-come']),
  sale_mode: z.enum(['direct', 'resell']),
  horizon_weeks: integer,
})

export const orderRow = z.object({
  order_id: slug,
  template_id: slug,
  week_offset: integer,
  member_id: slug,
  pickup_point_id: slug,
  slot_start: wallTime,
  product_id: slug,
  quantity: integer,
  net_weight_g: optionalInteger,
  state: z.enum(['collected', 'not-collected', 'confirmed']),
})

export type ProducerRow = z.output<typeof producerRow>
export type CertificateRow = z.output<typeof certificateRow>
export type ProductRow = z.output<typeof productRow>
export type SaleTemplateRow = z.output<typeof saleTemplateRow>
export type OrderRow = z.output<typeof orderRow>

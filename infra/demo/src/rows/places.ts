import { z } from 'zod'
import { decimal, flag, integer, list, listOf, optionalInteger, optionalSlug, optionalText, slug, text, wallTime } from '../csv/columns.ts'

/** Towns, third places, their depots and pick-up points. Masses in g, lengths in mm, rates in basis points. */

export const townRow = z.object({
  id: slug,
  name: text,
  insee: z.string().regex(/^\d{5}$/, 'must be five digits'),
  postal_code: z.string().regex(/^\d{5}$/, 'must be five digits'),
  lat: decimal,
  lon: decimal,
  river: optionalText,
  river_order: optionalInteger,
})

export const placeRow = z.object({
  id: slug,
  kind: z.enum(['place', 'depot']),
  name: text,
  town_id: slug,
  street: text,
  postal_code: text,
  town: text,
  lat: decimal,
  lon: decimal,
  surface_m2: integer,
  opened_year: integer,
  activities: list,
  opening_hours: text,
  description_fr: text,
  description_en: text,
  email: z.email('must be an e-mail address'),
})

export const depotRow = z.object({
  id: slug,
  place_id: slug,
  name: text,
  lat: decimal,
  lon: decimal,
  floor_area_m2: integer,
  opening_hours: text,
  public_day: text,
  max_vehicle_kg: integer,
  forklift: flag,
  covered_share_bp: integer,
  capacity_g: integer,
  termite_zone: flag,
  access_note_fr: text,
})

export const locationRow = z.object({
  id: slug,
  depot_id: slug,
  parent_id: optionalSlug,
  kind: z.enum(['zone', 'rack', 'bin']),
  code: text,
  label_fr: text,
  purpose: z.enum(['storage', 'quarantine', 'dispatch']),
  covered: flag,
  x_mm: integer,
  y_mm: integer,
  w_mm: integer,
  d_mm: integer,
  level: integer,
  max_load_g: integer,
})

/** `17:00-17:30:25` is start, end and capacity. */
const slot = z
  .string()
  .regex(/^\d\d:\d\d-\d\d:\d\d:\d+$/, 'must be start-end:capacity')
  .transform((value) => ({ start: value.slice(0, 5), end: value.slice(6, 11), capacity: Number(value.slice(12)) }))
  .pipe(z.object({ start: wallTime, end: wallTime, capacity: z.int().min(1) }))

export const pickupPointRow = z.object({
  id: slug,
  place_id: slug,
  name: text,
  town_id: slug,
  street: text,
  postal_code: text,
  town: text,
  lat: decimal,
  lon: decimal,
  cold_storage: flag,
  step_free: flag,
  slots: listOf(slot),
  access_note_fr: optionalText,
})

export type TownRow = z.output<typeof townRow>
export type PlaceRow = z.output<typeof placeRow>
export type DepotRow = z.output<typeof depotRow>
export type LocationRow = z.output<typeof locationRow>
export type PickupPointRow = z.output<typeof pickupPointRow>

import {
  baseUnit,
  grade,
  granularityMode,
  hazardState,
  massMethod,
  matter,
  origin,
  priceMode,
  publication,
  stage,
} from '@filature/contracts/materials/vocabulary'
import { z } from 'zod'
import { flag, integer, optionalDate, optionalInteger, optionalSlug, optionalText, slug, text } from '../csv/columns.ts'

/** What lies in the depots and where it came from. Quantities in base units, masses in g, lengths in mm, money in cents. */

export const familySlugRow = z.object({
  family: slug,
  family_id: text,
  label_fr: text,
  label_en: text,
  base_unit: baseUnit,
  display_unit: text,
})

export const sourceSiteRow = z.object({
  id: slug,
  name: text,
  town_id: slug,
  permit_on: optionalDate,
  built_year: optionalInteger,
  kind: slug,
  dwelling: flag,
  never_waste_operator: optionalText,
})

export const lotRow = z.object({
  id: slug,
  depot_id: slug,
  location_id: optionalSlug,
  family: slug,
  designation_fr: text,
  quantity: integer,
  base_unit: baseUnit,
  display_unit: text,
  granularity: granularityMode,
  step: integer,
  min_take: integer,
  leave: integer,
  length_mm: optionalInteger,
  width_mm: optionalInteger,
  height_mm: optionalInteger,
  thickness_mm: optionalInteger,
  diameter_mm: optionalInteger,
  grade,
  mass_g: integer,
  weight_basis: massMethod,
  origin,
  source_id: slug,
  asbestos: hazardState,
  lead: hazardState,
  parasite: hazardState,
  asbestos_document: optionalSlug,
  lead_document: optionalSlug,
  parasite_document: optionalSlug,
  matter,
  price_mode: priceMode,
  price_cents: optionalInteger,
  min_price_cents: optionalInteger,
  price_points: optionalInteger,
  stage,
  publication,
  received_days_ago: optionalInteger,
  available_from_days: optionalInteger,
  available_to_days: optionalInteger,
  access: z.enum(['', 'two-people', 'forklift', 'loader']),
  photo: text,
  note_fr: optionalText,
})

export const lotExitRow = z.object({
  id: slug,
  lot_id: slug,
  quantity: integer,
  days_ago: integer,
  destination_kind: z.enum(['worksite', 'member']),
  destination_id: slug,
  vehicle: z.enum(['truck', 'car', 'van', 'cargo-bike']),
  distance_km: integer,
})

export const lotReservationRow = z.object({
  id: slug,
  lot_id: slug,
  member_id: slug,
  quantity: integer,
  kind: z.enum(['held', 'confirmed', 'pre']),
  expires_in_min: optionalInteger,
  pickup_in_days: optionalInteger,
})

export type FamilySlugRow = z.output<typeof familySlugRow>
export type SourceSiteRow = z.output<typeof sourceSiteRow>
export type LotRow = z.output<typeof lotRow>
export type LotExitRow = z.output<typeof lotExitRow>
export type LotReservationRow = z.output<typeof lotReservationRow>

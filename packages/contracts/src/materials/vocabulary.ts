import { BASE_UNITS } from '@filature/kernel/quantity'
import { z } from 'zod'
import { GRADES, PRICE_MODES } from './lists.ts'

export { GRADES, PRICE_MODES }

/** Words of the materials library, as the specification names them. */
export const grade = z.enum(GRADES).meta({ description: 'A new unused, B very good, C good with marks, D to refurbish, E for parts' })
export type Grade = z.infer<typeof grade>

export const ORIGINS = ['surplus', 'careful-removal', 'unsold', 'offcut', 'donation', 'refurbished'] as const
export const origin = z.enum(ORIGINS)
export type Origin = z.infer<typeof origin>

export const HAZARDS = ['asbestos', 'lead', 'parasite', 'other'] as const
export const hazardName = z.enum(HAZARDS)
export type HazardName = z.infer<typeof hazardName>
export const HAZARD_STATES = ['not-required', 'required-missing', 'cleared', 'positive'] as const
export const hazardState = z.enum(HAZARD_STATES)
export type HazardState = z.infer<typeof hazardState>

/** Product, never-waste (Env. code L541-4-4), end-of-waste (L541-4-3) or waste. */
export const MATTERS = ['product', 'never-waste', 'end-of-waste', 'waste'] as const
export const matter = z.enum(MATTERS)
export type Matter = z.infer<typeof matter>

export const priceMode = z.enum(PRICE_MODES)
export type PriceMode = z.infer<typeof priceMode>

export const STAGES = ['future', 'stocked', 'in-transit'] as const
export const stage = z.enum(STAGES)
export type Stage = z.infer<typeof stage>

export const PUBLICATIONS = ['draft', 'blocked', 'published', 'restricted', 'withdrawn'] as const
export const publication = z.enum(PUBLICATIONS)
export type Publication = z.infer<typeof publication>

export const GRANULARITY_MODES = ['piece', 'pack', 'board', 'cut', 'whole'] as const
export const granularityMode = z.enum(GRANULARITY_MODES)
export type GranularityMode = z.infer<typeof granularityMode>

export const MASS_METHODS = ['measured', 'declared', 'density'] as const
export const massMethod = z.enum(MASS_METHODS)
export type MassMethod = z.infer<typeof massMethod>

export const HOLD_KINDS = ['held', 'offered', 'confirmed', 'pre'] as const
export const holdKind = z
  .enum(HOLD_KINDS)
  .meta({ description: 'held: counts down; offered: first refusal; confirmed: pick-up booked; pre: on a future lot, no countdown yet' })
export type HoldKind = z.infer<typeof holdKind>

export const RELEASE_REASONS = ['user', 'expired', 'no-show', 'cancel', 'compensation'] as const
export const releaseReason = z.enum(RELEASE_REASONS)
export type ReleaseReason = z.infer<typeof releaseReason>

/** A hold that others wait for is kept longer only if the depot says so. */
export const HOLD_EXTENSIONS = ['asked', 'denied'] as const
export const holdExtension = z.enum(HOLD_EXTENSIONS)
export type HoldExtension = z.infer<typeof holdExtension>

export const offerEndedWhy = z.enum(['declined', 'expired'])
export type OfferEndedWhy = z.infer<typeof offerEndedWhy>

export const wishClosedWhy = z
  .enum(['user', 'declined', 'offer-ended', 'too-long', 'lot-gone'])
  .meta({ description: 'offer-ended: nobody answered it; lot-gone: nothing of the lot will come back' })
export type WishClosedWhy = z.infer<typeof wishClosedWhy>

export const ADJUST_REASONS = ['damage', 'theft', 'transit-loss', 'found', 'measure', 'discard'] as const
export const adjustReason = z.enum(ADJUST_REASONS)
export type AdjustReason = z.infer<typeof adjustReason>

export const baseUnit = z.enum(BASE_UNITS)

/** A quantity in a lot's base unit. */
export const quantity = z.int().min(1).max(1_000_000_000)
export const text = z.object({ fr: z.string(), en: z.string() })
export const civilDate = z.iso.date().meta({ description: 'civil date, Europe/Paris' })
/** WGS84 degrees, kept to 1e-6. */
export const geo = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
export type Geo = z.infer<typeof geo>

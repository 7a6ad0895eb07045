import { z } from 'zod'

/**
 * Net CO2e of a quantity, in grams. `netG` is positive when emissions are avoided, negative when the trip costs more than
 * it saves. Absent altogether (null) where no factor exists: no figure, never 0.
 */
export const impactSummary = z.object({
  netG: z.int(),
  low: z.int().meta({ description: 'g, lower end of the range of netG; equal to high when the sources give one figure' }),
  high: z.int(),
  avoidedG: z.int().meta({ description: 'g, new product avoided minus preparing for reuse, before transport' }),
  transportG: z.int().meta({ description: 'g, sum of the legs that are known' }),
  km: z.number().nullable().meta({ description: 'km of the known legs together (great circle x 1.3); null when none is known' }),
  complete: z.boolean().meta({ description: 'false: a leg is unknown (no `near`, or no source site) and not counted' }),
  confidence: z.enum(['high', 'medium', 'low']),
})
export type ImpactSummary = z.infer<typeof impactSummary>

/** One line of the formula, with where its number comes from. */
export const impactTerm = z.object({
  term: z.enum(['new', 'reuse', 'leg', 'end-of-life']).meta({ description: 'end-of-life: landfill avoided, shown apart and never added' }),
  grams: z.int().meta({ description: 'rounded half away from zero; totals add the rounded terms' }),
  low: z.int(),
  high: z.int(),
  factor: z.object({
    factorId: z.string(),
    label: z.object({ fr: z.string(), en: z.string() }),
    value: z.string(),
    low: z.string(),
    high: z.string(),
    unit: z.string(),
    source: z.string(),
    sourceRef: z.string(),
    year: z.string(),
    confidence: z.string(),
    oneSource: z.boolean().meta({ description: 'one source, no range' }),
  }),
  massG: z.int().optional(),
  km: z.number().optional(),
  leg: z.enum(['source-depot', 'transfer', 'depot-use']).optional(),
})
export type ImpactTerm = z.infer<typeof impactTerm>

export const impactDetail = z.object({
  lotId: z.string(),
  qty: z.int(),
  massG: z.int().nullable(),
  massMethod: z.enum(['measured', 'declared', 'density']).nullable(),
  volumeCm3: z.int().nullable().meta({ description: 'from the dimensions; null when they do not give a volume' }),
  priceCents: z.int().nullable().meta({ description: 'for qty; solidarity: at the full price; null for points and quote' }),
  impact: impactSummary.nullable(),
  terms: z.array(impactTerm),
  /** A dedicated trip there and back with a van, for who drives just for this: shown beside, never added. */
  dedicatedTrip: z.object({ km: z.number(), grams: z.int(), factorId: z.string() }).nullable(),
  factorSet: z.string().meta({ description: 'sha256 of the three files the figures come from' }),
  kmMethod: z.literal('great-circle-x1.3'),
})
export type ImpactDetail = z.infer<typeof impactDetail>

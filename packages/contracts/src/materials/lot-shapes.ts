import { z } from 'zod'
import { depotAccess, opening, openingException } from './depot-shapes.ts'
import { impactSummary } from './impact-shapes.ts'
import {
  baseUnit,
  civilDate,
  geo,
  grade,
  granularityMode,
  hazardName,
  hazardState,
  holdExtension,
  massMethod,
  matter,
  origin,
  priceMode,
  publication,
  stage,
  text,
} from './vocabulary.ts'

export const dims = z.object({
  lengthMm: z.int().min(1).max(100_000).optional(),
  widthMm: z.int().min(1).max(100_000).optional(),
  heightMm: z.int().min(1).max(100_000).optional(),
  thicknessMm: z.int().min(1).max(10_000).optional(),
  diameterMm: z.int().min(1).max(10_000).optional(),
})
export type Dims = z.infer<typeof dims>

/**
 * How a lot may be cut. A quantity is valid when it is at least `min`, a multiple of `step`, and leaves nothing or at
 * least `leave`; everything that is free is always valid, and for `whole` it is the only valid one.
 */
export const granularity = z.object({
  mode: granularityMode,
  step: z.int().min(1).max(1_000_000_000).meta({ description: 'base units; for board the area or length of one board' }),
  min: z.int().min(1).max(1_000_000_000),
  leave: z.int().min(0).max(1_000_000_000),
})
export type Granularity = z.infer<typeof granularity>

/** Cents and points per display unit (piece, m, m2, m3, kg, L). */
export const price = z.object({
  mode: priceMode,
  unitCents: z.int().min(0).max(100_000_000).optional().meta({ description: 'fixed and solidarity: the (full) price' }),
  minCents: z.int().min(0).max(100_000_000).optional().meta({ description: 'solidarity: the payer picks from here up' }),
  unitPoints: z.int().min(0).max(1_000_000).optional(),
})
export type Price = z.infer<typeof price>

export const photo = z.object({
  kind: z.enum(['photo', 'drawing']),
  ref: z.string().min(1).max(80).meta({ description: 'photo: sha256 of the picture; drawing: name of the drawing shipped with the web' }),
})
export type Photo = z.infer<typeof photo>

export const pieceAccess = z.object({
  people: z.int().min(1).max(20).optional(),
  forklift: z.boolean().optional(),
  maxPieceKg: z.int().min(0).max(50_000).optional(),
})

export const familyRef = z.object({
  familyId: z.string(),
  groupId: z.string(),
  label: text,
  drawing: z.string().meta({ description: 'name of the drawing, without .svg' }),
})

export const dateWindow = z.object({ from: civilDate, to: civilDate })

export const lotCard = z.object({
  lotId: z.string(),
  code: z.string().meta({ description: '10 Crockford characters and a check character; show as 4-4-3' }),
  version: z.int(),
  designation: z.string(),
  family: familyRef,
  photos: z.array(photo),
  dims,
  grade: grade.nullable(),
  depot: z.object({
    depotId: z.string(),
    name: z.string(),
    town: z.string(),
    geo,
    km: z.number().nullable().meta({ description: 'from `near`, great circle x 1.3; null without `near`' }),
  }),
  price,
  unit: baseUnit,
  displayUnit: z.string().meta({ description: 'piece, m, m2, m3, kg, L' }),
  displayBase: z.int().meta({ description: 'base units in one display unit' }),
  received: z.int().meta({ description: 'base units; planned while the lot is to come' }),
  available: z.int(),
  held: z.int(),
  nextExpiryAt: z.string().nullable(),
  granularity,
  gPerUnit: z.number().nullable().meta({ description: 'g per base unit' }),
  stage,
  publication,
  window: dateWindow.nullable().meta({ description: 'lots to come: when they are removed and may be fetched' }),
  receivedAt: z.string().nullable(),
  origin,
  access: pieceAccess,
  impact: impactSummary.nullable().meta({ description: 'for the quantity asked, else all that is free; null: no factor' }),
})
export type LotCard = z.infer<typeof lotCard>

export const documentRef = z.object({
  documentId: z.string().min(1).max(80),
  title: z.string().min(1).max(200),
  kind: z.string().min(1).max(40).meta({ description: 'asbestos-survey, lead-report, parasite-report, sorting-record…' }),
  on: civilDate.optional(),
  pages: z.int().min(1).max(2_000).optional(),
  note: z.string().max(500).optional().meta({ description: 'what the document says of this lot, such as 1.4 mg/cm2' }),
})
export type DocumentRef = z.infer<typeof documentRef>

export const gateBlock = z.object({
  rule: z.enum(['asbestos', 'lead', 'parasite', 'other', 'matter', 'record']),
  code: z.enum(['hazard-document-missing', 'hazard-positive', 'never-waste-evidence-missing', 'matter-is-waste', 'record-incomplete']),
  missing: z.array(z.string()).optional().meta({ description: 'record-incomplete: the fields that lack' }),
})
export type GateBlock = z.infer<typeof gateBlock>

export const lotPage = lotCard.extend({
  source: z
    .object({
      siteId: z.string(),
      name: z.string(),
      kind: z.string(),
      town: z.string(),
      builtYear: z.int().nullable(),
      permitOn: z.string().nullable(),
      dwelling: z.boolean(),
      km: z.number().meta({ description: 'from the site to the depot, great circle x 1.3' }),
    })
    .nullable(),
  hazards: z.array(z.object({ hazard: hazardName, state: hazardState, document: documentRef.nullable() })),
  matter: z.object({
    state: matter,
    evidence: z
      .object({
        operatorName: z.string(),
        sortedOn: z.string().nullable(),
        intendedUse: z.string().nullable(),
        reference: z.string().nullable(),
      })
      .nullable(),
  }),
  blocks: z.array(gateBlock).meta({ description: 'why it is not published, or why its pick-up waits' }),
  assembly: z.string().nullable(),
  removalMethod: z.string().nullable(),
  materials: z.array(z.string()),
  colour: z.string().nullable(),
  brand: z.string().nullable(),
  standards: z.array(z.string()),
  defects: z.string().nullable(),
  note: z.string().nullable(),
  usedProduct: z.enum(['new', 'used', 'remanufactured']),
  repCategory: z.string().nullable(),
  potentials: z.record(z.string(), z.number()).nullable(),
  location: z.object({ code: z.string(), label: z.string(), zone: z.string().nullable() }).nullable(),
  openings: z.array(opening),
  exceptions: z.array(openingException),
  depotAccess,
  massMethod: massMethod.nullable(),
  nextExpiry: z.object({ at: z.string(), qty: z.int() }).nullable().meta({ description: 'what the next hold to end would free, and when' }),
  holdHours: z
    .int()
    .nullable()
    .meta({ description: 'how long a hold of this lot is kept for a person; null: to come, kept until receipt' }),
  waiting: z.int().meta({ description: 'how many wait for a part of it' }),
  offerHours: z.int().meta({ description: 'how long what comes free is offered to the first of them' }),
  holdable: z.boolean(),
})
export type LotPage = z.infer<typeof lotPage>

/** One row of a depot's stock list, for those who work there. */
export const stockRow = lotCard.extend({
  out: z.int(),
  lost: z.int(),
  split: z.int(),
  location: z.object({ code: z.string(), label: z.string(), zone: z.string().nullable() }).nullable(),
  blocks: z.array(gateBlock),
  holds: z.array(
    z.object({
      holdId: z.string(),
      qty: z.int(),
      kind: z.string(),
      expiresAt: z.string().nullable(),
      holder: z.string(),
      extension: holdExtension.nullable(),
    }),
  ),
  waiting: z.int(),
})

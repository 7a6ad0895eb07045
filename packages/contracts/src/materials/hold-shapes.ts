import { z } from 'zod'
import { impactSummary } from './impact-shapes.ts'
import { dims, familyRef } from './lot-shapes.ts'
import { baseUnit, grade, holdExtension, holdKind } from './vocabulary.ts'

export const HOLD_STATES = ['active', 'picked-up', 'released', 'expired', 'no-show', 'cut'] as const

export const hold = z.object({
  holdId: z.string(),
  lotId: z.string(),
  code: z.string(),
  designation: z.string(),
  family: familyRef,
  dims,
  grade: grade.nullable(),
  depot: z.object({ depotId: z.string(), name: z.string(), town: z.string() }),
  qty: z.int().meta({ description: 'base units still held' }),
  unit: baseUnit,
  displayUnit: z.string(),
  displayBase: z.int(),
  massG: z.int().nullable(),
  kind: holdKind,
  state: z.enum(HOLD_STATES),
  expiresAt: z.string().nullable().meta({ description: 'UTC instant from which it is free again for everybody; null on a lot to come' }),
  createdAt: z.string(),
  extensions: z.int(),
  canExtend: z.boolean(),
  extension: holdExtension.nullable().meta({ description: 'asked: others wait, the depot answers; denied: it said no' }),
  priceCents: z.int().nullable().meta({ description: 'for qty; null for points and quote' }),
  onBehalfOf: z.string().nullable().meta({ description: 'organisation it is held for' }),
  available: z.int().meta({ description: 'what remains free in the lot' }),
  version: z.int().meta({ description: 'of the lot' }),
})
export type Hold = z.infer<typeof hold>

export const endedHold = z.object({
  holdId: z.string(),
  lotId: z.string(),
  code: z.string(),
  designation: z.string(),
  unit: baseUnit,
  qty: z.int(),
  state: z.enum(HOLD_STATES),
  createdAt: z.string(),
  endedAt: z.string(),
  slip: z.string().nullable(),
})

export const pickup = z.object({
  holdId: z.string(),
  lotId: z.string(),
  slip: z
    .string()
    .nullable()
    .meta({ description: 'BE-{depot}-{yyyy}-{000001}; null for a moment when the register is slow, then on the slip' }),
  slipId: z.string(),
  qty: z.int(),
  massG: z.int().nullable(),
  massMethod: z.enum(['measured', 'declared', 'density']).nullable(),
  priceCents: z.int().nullable(),
  remaining: z.int().meta({ description: 'base units of the hold not yet fetched' }),
  impact: impactSummary.nullable(),
  available: z.int(),
  version: z.int(),
})
export type Pickup = z.infer<typeof pickup>

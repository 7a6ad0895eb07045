import { z } from 'zod'
import { rule } from '../http/rules.ts'
import { civilDate, geo, text } from './vocabulary.ts'

const wallTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, rule('wall-time'))
  .meta({ description: 'wall time, Europe/Paris' })

export const opening = z.object({
  dow: z.int().min(1).max(7).meta({ description: '1 = Monday' }),
  from: wallTime,
  to: wallTime,
})
export type Opening = z.infer<typeof opening>

export const openingException = z.object({
  on: civilDate,
  closed: z.boolean().meta({ description: 'true: shut that day; false: open from-to instead of the usual hours' }),
  from: wallTime.optional(),
  to: wallTime.optional(),
})

export const address = z.object({
  street: z.string().max(200),
  postalCode: z.string().max(12),
  town: z.string().min(1).max(120),
  insee: z.string().max(5).meta({ description: 'INSEE code of the commune' }),
})
export type Address = z.infer<typeof address>

export const depotAccess = z.object({
  maxVehicleKg: z.int().min(0).max(60_000).optional(),
  maxHeightMm: z.int().min(0).max(10_000).optional(),
  forkliftKg: z.int().min(0).max(20_000).optional(),
  forklift: z.boolean().optional(),
  dock: z.boolean().optional(),
  note: z.string().max(500).optional(),
})

export const location = z.object({
  locationId: z.string().min(1).max(60),
  parentId: z.string().max(60).optional(),
  kind: z.enum(['zone', 'aisle', 'rack', 'bin']),
  code: z.string().min(1).max(20),
  label: z.string().max(120),
  purpose: z.enum(['storage', 'quarantine', 'dispatch']).default('storage'),
  covered: z.boolean(),
  maxLoadG: z.int().min(0).max(1_000_000_000).optional(),
  /** Rectangle on the floor plan in mm from the north-west corner. */
  plan: z.object({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(0), d: z.int().min(0), level: z.int().min(-5).max(20) }).optional(),
})
export type Location = z.infer<typeof location>

/** What a depot tightens of the network's policy; a looser value is refused. Absent: the network's. */
export const depotPolicy = z.strictObject({
  personHoldHours: z.int().min(1).max(48).optional(),
  worksiteHoldHours: z.int().min(1).max(168).optional(),
  extensionHours: z.int().min(0).max(48).optional(),
  personHolds: z.int().min(0).max(5).optional(),
  personMassG: z.int().min(0).max(500_000).optional(),
})
export type DepotPolicy = z.infer<typeof depotPolicy>

export const depotSummary = z.object({
  depotId: z.string(),
  code: z.string().meta({ description: 'two to eight letters or digits; part of slip numbers' }),
  orgId: z.string(),
  name: z.string(),
  address,
  geo,
  openings: z.array(opening),
  exceptions: z.array(openingException),
  access: depotAccess,
  lots: z.int().meta({ description: 'published lots with something free, now or to come' }),
  km: z.number().nullable().meta({ description: 'from `near`, great circle x 1.3; null without `near`' }),
  closed: z.boolean(),
  version: z.int(),
})
export type DepotSummary = z.infer<typeof depotSummary>

export const depotDetail = depotSummary.extend({
  locations: z.array(location),
  capacity: z.object({ massG: z.int(), floorCm2: z.int() }),
  termiteZone: z.boolean(),
  wasteLicence: z.string().nullable(),
  policy: depotPolicy,
})
export type DepotDetail = z.infer<typeof depotDetail>

export const family = z.object({
  familyId: z.string(),
  parentId: z.string().nullable(),
  level: z.enum(['group', 'leaf']),
  label: text,
  baseUnit: z.string().nullable(),
  displayUnit: z.string().nullable(),
  drawing: z.string().meta({ description: 'name of the drawing shipped with the web, without .svg' }),
  requiredDims: z.array(z.enum(['length', 'width', 'height', 'thickness', 'diameter'])),
  weighRequired: z.boolean().meta({ description: 'its mass may not come from a density' }),
  asbestosSuspect: z.boolean(),
  leadSuspect: z.boolean(),
  parasiteCheck: z.boolean(),
  repCategory: z.string().nullable(),
  hasImpact: z.boolean().meta({ description: 'a factor exists, so lots show net CO2e' }),
})
export type Family = z.infer<typeof family>

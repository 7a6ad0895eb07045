import { z } from 'zod'
import { rule } from '../http/rules.ts'
import { basisPoints, bothLanguages, cents, hubId, latitude, longitude, orgId, packagingId, pointId, text, wallTime } from './shapes.ts'

export const seller = z.strictObject({
  legalName: text(120),
  siren: z
    .string()
    .regex(/^\d{9}$/, rule('siren'))
    .optional(),
  vatNo: z.string().max(20).optional(),
  regime: z.enum(['normal', 'franchise']).meta({ description: 'franchise: no VAT, art. 293 B of the CGI' }),
  address: text(240),
})

export const pickupSlot = z.strictObject({ start: wallTime, end: wallTime, capacity: z.int().min(1).max(1_000) })

export const pickupPoint = z.strictObject({
  id: pointId,
  name: text(120),
  address: text(240),
  town: text(80),
  lat: latitude,
  lon: longitude,
  cold: z.boolean().meta({ description: 'has cold storage' }),
  stepFree: z.boolean(),
  note: z.string().max(400).default(''),
  slots: z.array(pickupSlot).min(1).max(48),
})

export const packaging = z.strictObject({ id: packagingId, name: text(80), depositC: cents })

/** How a hub sells. A session keeps the copy it was scheduled with. */
export const hubPolicy = z.strictObject({
  holdMin: z.int().min(5).max(60).default(20).meta({ description: 'minutes that a line is held' }),
  maxExtensions: z.int().min(0).max(10).default(2),
  maxHoldMin: z.int().min(5).max(240).default(60).meta({ description: 'minutes from the first hold that extensions may reach' }),
  overrunBp: z
    .int()
    .min(0)
    .max(3_000)
    .default(1_000)
    .meta({ description: 'weighed pieces are charged at most this much over the estimate' }),
  allocation: z.enum(['fair', 'proportional', 'first-come']).default('fair'),
  minOrderC: cents.default(0),
  belowMinimum: z.enum(['deliver', 'cancel']).default('deliver'),
  noShow: z.enum(['keep-24h', 'surplus']).default('keep-24h'),
  onDemandCap: z.int().min(1).max(1_000_000).default(1_000),
  membersOnly: z.boolean().default(false).meta({ description: 'only people with a role in the organisation may hold' }),
})

export const band = z.strictObject({ pctBp: basisPoints.min(1) })

export const hubBody = z.strictObject({
  orgId,
  name: text(120),
  story: bothLanguages.default({ fr: '', en: '' }),
  town: text(80),
  lat: latitude,
  lon: longitude,
  saleMode: z.enum(['direct', 'resell']),
  seller,
  points: z.array(pickupPoint).min(1).max(40),
  bands: z
    .array(band)
    .min(1)
    .max(9)
    .default([{ pctBp: 10_000 }]),
  packagings: z.array(packaging).max(60).default([]),
  policy: hubPolicy.prefault({}),
})

/** SetHubPolicy: any part of the hub but its organisation. What is left out stays. */
export const hubPolicyBody = z.strictObject({
  name: text(120).optional(),
  story: bothLanguages.optional(),
  saleMode: z.enum(['direct', 'resell']).optional(),
  seller: seller.optional(),
  points: z.array(pickupPoint).min(1).max(40).optional(),
  bands: z.array(band).min(1).max(9).optional(),
  packagings: z.array(packaging).max(60).optional(),
  policy: hubPolicy.optional(),
})

export const hubView = hubBody.extend({ id: hubId, version: z.int() })
export const hubSummary = z.object({
  id: hubId,
  orgId,
  name: z.string(),
  town: z.string(),
  lat: latitude,
  lon: longitude,
  points: z.array(z.object({ id: pointId, name: z.string(), town: z.string(), lat: latitude, lon: longitude })),
})

export type HubPolicy = z.output<typeof hubPolicy>
export type PickupPoint = z.output<typeof pickupPoint>
export type Packaging = z.output<typeof packaging>
export type HubBody = z.output<typeof hubBody>
export type HubView = z.output<typeof hubView>

import { z } from 'zod'
import { pageQuery } from '../http/page.ts'
import { band, hubPolicy } from './hub.ts'
import { civilDate, hubId, instant, orgId, payMode, pointId, producerId, sessionId, sessionState, slotId } from './shapes.ts'

/** ScheduleSession. */
export const sessionBody = z.strictObject({
  hubId,
  pickupDate: civilDate,
  opensAt: instant,
  closesAt: instant,
  pointIds: z.array(pointId).min(1).max(40).meta({ description: 'points of the hub that take part' }),
  producers: z
    .array(
      z.strictObject({ producerId, closesAt: instant.optional().meta({ description: 'earlier than the session; default the session’s' }) }),
    )
    .min(1)
    .max(200),
})

export const sessionSlot = z.object({
  id: slotId,
  startsAt: instant,
  endsAt: instant,
  capacity: z.int(),
  free: z.int(),
})
export const sessionPoint = z.object({
  id: pointId,
  name: z.string(),
  address: z.string(),
  town: z.string(),
  lat: z.number(),
  lon: z.number(),
  cold: z.boolean(),
  stepFree: z.boolean(),
  note: z.string(),
  slots: z.array(sessionSlot),
})
export const sessionProducer = z.object({
  id: producerId,
  name: z.string(),
  town: z.string(),
  closesAt: instant,
  state: z.enum(['invited', 'listed', 'declined', 'closed']),
})

export const sessionSummary = z.object({
  id: sessionId,
  version: z.int(),
  hubId,
  hubName: z.string(),
  orgId,
  number: z.int(),
  pickupDate: civilDate,
  opensAt: instant,
  closesAt: instant,
  firstPickupAt: instant,
  lastPickupAt: instant,
  state: sessionState,
  points: z.array(z.object({ id: pointId, name: z.string(), town: z.string() })),
  producers: z.int().meta({ description: 'how many take part' }),
})

export const sessionView = sessionSummary.extend({
  serverTime: instant,
  points: z.array(sessionPoint),
  producers: z.array(sessionProducer),
  policy: hubPolicy,
  bands: z.array(band.extend({ open: z.boolean().meta({ description: 'false: refused as fund-empty today' }) })),
  payModes: z.array(payMode),
  termsVersion: z.string().meta({ description: 'to be sent back at confirmation: what the buyer was shown' }),
  reason: z.string().optional().meta({ description: 'why it was cancelled' }),
})

export const sessionsQuery = pageQuery.extend({
  hub: hubId.optional(),
  state: z.enum(['scheduled', 'open', 'closed', 'cancelled']).optional(),
  from: civilDate.optional().meta({ description: 'pick-up on this day or later' }),
})

export type SessionBody = z.output<typeof sessionBody>
export type SessionView = z.output<typeof sessionView>
export type SessionSummary = z.output<typeof sessionSummary>

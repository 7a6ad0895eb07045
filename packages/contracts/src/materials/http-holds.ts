import { z } from 'zod'
import type { Endpoints } from '../http/endpoint.ts'
import { pageOf, pageQuery } from '../http/page.ts'
import * as body from './commands.ts'
import { endedHold, hold, pickup } from './hold-shapes.ts'

const id = z.string().min(1).max(80)
const idParams = z.strictObject({ id })

const HOLD_REFUSALS = [
  'not-published',
  'insufficient-stock',
  'granularity',
  'remainder-too-small',
  'quota-exceeded',
  'rehold-cooldown',
  'lot-busy',
  'restricted-lot',
]

/** Holds and their pick-up. */
export const holdsEndpoints = {
  'POST /lots/:id/hold': {
    summary: 'Hold a part of a lot until an instant',
    access: { action: 'materials.hold' },
    params: z.strictObject({ id: id.meta({ description: 'lot id or code' }) }),
    body: body.holdBody,
    reply: hold,
    idempotent: true,
    status: 201,
    refusals: HOLD_REFUSALS,
  },
  'GET /holds': {
    summary: 'Own holds, those that end first first',
    access: 'signed-in',
    query: pageQuery,
    reply: pageOf(hold),
  },
  'GET /holds/ended': {
    summary: 'Own holds that ended: fetched, released, run out; newest first',
    access: 'signed-in',
    query: pageQuery,
    reply: pageOf(endedHold),
  },
  'GET /holds/:id': {
    summary: 'A hold of one’s own while it lasts',
    access: 'signed-in',
    params: idParams,
    reply: hold,
  },
  'POST /holds/:id/extend': {
    summary: 'Keep it longer, once; while others wait for the lot its depot is asked (`extension: asked`)',
    access: 'signed-in',
    params: idParams,
    body: body.emptyBody,
    reply: hold,
    idempotent: true,
    refusals: ['extension-used', 'extension-denied', 'hold-ended', 'wrong-state'],
  },
  'POST /holds/:id/release': {
    summary: 'Give it back',
    access: 'signed-in',
    params: idParams,
    body: body.emptyBody,
    reply: z.object({ holdId: z.string(), lotId: z.string(), available: z.int(), version: z.int() }),
    idempotent: true,
    refusals: ['hold-ended'],
  },
  'POST /holds/:id/pickup': {
    summary: 'Hand over all or part of a hold, with a slip number',
    access: { action: 'materials.pickup' },
    params: idParams,
    body: body.pickupBody,
    reply: pickup,
    idempotent: true,
    refusals: ['not-your-depot', 'hold-ended', 'over-pickup', 'lot-in-transit', 'lot-blocked', 'below-minimum-price', 'quote-open'],
  },
} as const satisfies Endpoints

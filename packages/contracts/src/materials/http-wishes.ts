import { z } from 'zod'
import type { Endpoints } from '../http/endpoint.ts'
import { pageOf, pageQuery } from '../http/page.ts'
import { emptyBody } from './commands.ts'
import { hold } from './hold-shapes.ts'
import { acceptBody, answerExtensionBody, wish, wishBody } from './wish-shapes.ts'

const id = z.string().min(1).max(80)
const idParams = z.strictObject({ id })
const wishEnded = z.object({ wishId: z.string(), lotId: z.string(), version: z.int() })

/** The waiting list of one lot: who waits is offered what comes free, oldest first. */
export const wishesEndpoints = {
  'POST /lots/:id/wishes': {
    summary: 'Wait for a part of a lot; what is free is offered at once',
    access: 'signed-in',
    params: z.strictObject({ id: id.meta({ description: 'lot id or code' }) }),
    body: wishBody,
    reply: wish,
    idempotent: true,
    status: 201,
    refusals: [
      'not-published',
      'restricted-lot',
      'lot-closed',
      'already-waiting',
      'wish-limit',
      'wish-closed',
      'insufficient-stock',
      'granularity',
      'remainder-too-small',
    ],
  },
  'GET /wishes': {
    summary: 'Own places in queues with rank and offer, oldest first',
    access: 'signed-in',
    query: pageQuery,
    reply: pageOf(wish),
  },
  'POST /wishes/:id/close': {
    summary: 'Leave the queue; an open offer goes to the next',
    access: 'signed-in',
    params: idParams,
    body: emptyBody,
    reply: wishEnded,
    idempotent: true,
  },
  'POST /wishes/:id/accept': {
    summary: 'Take what is offered: it becomes a hold; a refusal of the quota leaves the offer as it is',
    access: 'signed-in',
    params: idParams,
    body: acceptBody,
    reply: hold,
    idempotent: true,
    status: 201,
    refusals: [
      'offer-ended',
      'not-published',
      'restricted-lot',
      'insufficient-stock',
      'granularity',
      'remainder-too-small',
      'quota-exceeded',
      'rehold-cooldown',
      'lot-busy',
    ],
  },
  'POST /wishes/:id/decline': {
    summary: 'Leave what is offered to the next, and leave the queue',
    access: 'signed-in',
    params: idParams,
    body: emptyBody,
    reply: wishEnded,
    idempotent: true,
    refusals: ['offer-ended'],
  },
  'POST /holds/:id/answer-extension': {
    summary: 'The depot’s manager says whether a hold that others wait for is kept longer',
    access: { action: 'materials.policy' },
    params: idParams,
    body: answerExtensionBody,
    reply: hold,
    idempotent: true,
    refusals: ['hold-ended', 'wrong-state'],
  },
} as const satisfies Endpoints

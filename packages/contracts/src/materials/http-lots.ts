import { z } from 'zod'
import type { Endpoints } from '../http/endpoint.ts'
import * as body from './commands.ts'
import { impactDetail } from './impact-shapes.ts'
import { gateBlock, lotCard, lotPage } from './lot-shapes.ts'
import { nearPoint, searchQuery, searchReply } from './search-shapes.ts'
import { publication } from './vocabulary.ts'

const id = z.string().min(1).max(80)
const idParams = z.strictObject({ id })

/** What a command on a lot answers: enough to draw the lot again without reading it. */
const lotChanged = z.object({
  lotId: z.string(),
  code: z.string(),
  version: z.int(),
  publication,
  available: z.int(),
  held: z.int(),
  blocks: z.array(gateBlock),
})

/** Lots: search, page, and the commands of those who work with them. */
export const lotsEndpoints = {
  'GET /lots/search': {
    summary: 'Search published lots by words, family, size, distance, date, price; facets with counts',
    access: 'public',
    query: searchQuery,
    reply: searchReply,
  },
  'GET /lots': {
    summary: 'Cards of up to 100 lots by id',
    access: 'public',
    query: z.strictObject({
      ids: z
        .string()
        .min(1)
        .max(6_000)
        .transform((list) => [...new Set(list.split(',').filter((item) => item !== ''))])
        .pipe(z.array(id).min(1).max(100))
        .meta({ description: 'lot ids or codes, comma separated, at most 100; unknown ones are left out' }),
      near: nearPoint.optional(),
    }),
    reply: z.object({ items: z.array(lotCard) }),
  },
  'GET /lots/:id': {
    summary: 'A lot by id or code: card, passport, stock',
    access: 'public',
    params: idParams,
    query: z.strictObject({ near: nearPoint.optional(), qty: z.coerce.number().int().min(1).max(1_000_000_000).optional() }),
    reply: lotPage,
  },
  'GET /lots/:id/impact': {
    summary: 'Every term of the climate figure for a quantity, with factor and source, and mass, volume, price',
    access: 'public',
    params: idParams,
    query: z.strictObject({ qty: z.coerce.number().int().min(1).max(1_000_000_000).optional(), near: nearPoint.optional() }),
    reply: impactDetail,
  },
  'POST /lots': {
    summary: 'Receive a lot into a depot, as a draft',
    access: { action: 'materials.inspect' },
    body: body.receiveLotBody,
    reply: lotChanged,
    idempotent: true,
    status: 201,
    refusals: [
      'not-found',
      'family-not-accepted',
      'waste-not-accepted',
      'measure-missing',
      'location-overload',
      'location-unknown',
      'depot-closed',
    ],
  },
  'POST /lots/plan': {
    summary: 'Announce a lot that is still in its building',
    access: { action: 'materials.site' },
    body: body.planFutureLotBody,
    reply: lotChanged,
    idempotent: true,
    status: 201,
    refusals: ['not-found', 'family-not-accepted', 'waste-not-accepted', 'window-in-past', 'no-strip-out', 'depot-closed'],
  },
  'POST /lots/:id/describe': {
    summary: 'Change words, pictures, access, precautions',
    access: { action: 'materials.describe' },
    params: idParams,
    body: body.describeBody,
    reply: lotChanged,
    conditional: true,
    refusals: ['lot-closed'],
  },
  'POST /lots/:id/measure': {
    summary: 'Set dimensions and mass',
    access: { action: 'materials.inspect' },
    params: idParams,
    body: body.measureBody,
    reply: lotChanged,
    conditional: true,
    refusals: ['lot-closed', 'measure-missing', 'location-overload'],
  },
  'POST /lots/:id/grade': {
    summary: 'Set the grade',
    access: { action: 'materials.inspect' },
    params: idParams,
    body: body.gradeBody,
    reply: lotChanged,
    conditional: true,
    refusals: ['lot-closed'],
  },
  'POST /lots/:id/price': {
    summary: 'Set the price; while something is held it may only go down',
    access: { action: 'materials.price' },
    params: idParams,
    body: body.priceBody,
    reply: lotChanged,
    conditional: true,
    refusals: ['lot-closed', 'price-held'],
  },
  'POST /lots/:id/place': {
    summary: 'Put the lot in a location; the latest move wins',
    access: { action: 'materials.place' },
    params: idParams,
    body: body.placeBody,
    reply: lotChanged,
    refusals: ['lot-closed', 'location-overload', 'location-unknown'],
  },
  'POST /lots/:id/record-never-waste': {
    summary: 'Evidence that the items never became waste (Env. code L541-4-4)',
    access: { action: 'materials.hazard.clear' },
    params: idParams,
    body: body.neverWasteBody,
    reply: lotChanged,
    refusals: ['lot-closed', 'matter-is-waste'],
  },
  'POST /lots/:id/record-end-of-waste': {
    summary: 'Explicit end of waste (Env. code L541-4-3)',
    access: { action: 'materials.hazard.clear' },
    params: idParams,
    body: body.endOfWasteBody,
    reply: lotChanged,
    refusals: ['lot-closed'],
  },
  'POST /lots/:id/clear-hazard': {
    summary: 'Record what a survey or report says of a hazard',
    access: { action: 'materials.hazard.clear' },
    params: idParams,
    body: body.clearHazardBody,
    reply: lotChanged,
    refusals: ['hazard-positive'],
  },
  'POST /lots/:id/flag-hazard': {
    summary: 'Ask for a document on another hazard (creosote, mercury, PCB)',
    access: { action: 'materials.hazard.clear' },
    params: idParams,
    body: body.flagHazardBody,
    reply: lotChanged,
  },
  'POST /lots/:id/publish': {
    summary: 'Publish, if the legal gate lets it through',
    access: { action: 'materials.publish' },
    params: idParams,
    body: body.publishBody,
    reply: lotChanged,
    refusals: [
      'hazard-document-missing',
      'hazard-positive',
      'never-waste-evidence-missing',
      'matter-is-waste',
      'record-incomplete',
      'lot-closed',
    ],
  },
  'POST /lots/:id/withdraw': {
    summary: 'Take a lot off the shelf; not while something is held',
    access: { action: 'materials.publish' },
    params: idParams,
    body: body.withdrawBody,
    reply: lotChanged,
    refusals: ['lot-has-holds'],
  },
  'POST /lots/:id/adjust': {
    summary: 'Correct the quantity, with a reason',
    access: { action: 'materials.adjust' },
    params: idParams,
    body: body.adjustBody,
    reply: lotChanged,
    idempotent: true,
    refusals: ['would-cut-holds', 'insufficient-stock', 'lot-closed'],
  },
} as const satisfies Endpoints

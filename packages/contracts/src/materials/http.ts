import { z } from 'zod'
import { serviceApi } from '../http/endpoint.ts'
import { pageOf, pageQuery } from '../http/page.ts'
import * as body from './commands.ts'
import { depotDetail, depotSummary, family } from './depot-shapes.ts'
import { endedHold, hold, pickup } from './hold-shapes.ts'
import { impactDetail } from './impact-shapes.ts'
import { gateBlock, lotCard, lotPage, stockRow } from './lot-shapes.ts'
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
const depotChanged = z.object({ depotId: z.string(), version: z.int() })
const siteChanged = z.object({ siteId: z.string(), version: z.int() })

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

export const materialsApi = serviceApi('materials', 'Materials library', {
  'GET /families': {
    summary: 'Tree of material families with labels, units and required dimensions',
    access: 'public',
    reply: z.object({ items: z.array(family), factorSet: z.string() }),
  },
  'GET /depots': {
    summary: 'Depots of the network, nearest first with near',
    access: 'public',
    query: z.strictObject({ ...pageQuery.shape, near: nearPoint.optional() }),
    reply: pageOf(depotSummary),
  },
  'GET /depots/:id': {
    summary: 'A depot with hours, access and locations',
    access: 'public',
    params: idParams,
    query: z.strictObject({ near: nearPoint.optional() }),
    reply: depotDetail,
  },
  'POST /depots': {
    summary: 'Open a depot',
    access: { action: 'materials.policy' },
    body: body.openDepotBody,
    reply: depotChanged,
    idempotent: true,
    status: 201,
  },
  'POST /depots/:id/update': {
    summary: 'Change name, address, hours, capacity or access',
    access: { action: 'materials.policy' },
    params: idParams,
    body: body.updateDepotBody,
    reply: depotChanged,
    conditional: true,
    refusals: ['depot-closed'],
  },
  'POST /depots/:id/set-locations': {
    summary: 'Replace zones, aisles, racks and bins',
    access: { action: 'materials.policy' },
    params: idParams,
    body: body.setLocationsBody,
    reply: depotChanged,
    conditional: true,
    refusals: ['location-not-empty', 'depot-closed'],
  },
  'POST /depots/:id/set-policy': {
    summary: 'Tighten the network’s hold policy for this depot',
    access: { action: 'materials.policy' },
    params: idParams,
    body: body.setPolicyBody,
    reply: depotChanged,
    conditional: true,
    refusals: ['policy-out-of-bounds', 'depot-closed'],
  },
  'POST /depots/:id/close': {
    summary: 'Close an empty depot for good',
    access: { action: 'materials.policy' },
    params: idParams,
    body: body.emptyBody,
    reply: depotChanged,
    conditional: true,
    refusals: ['depot-not-empty'],
  },
  'GET /depots/:id/lots': {
    summary: 'Stock of a depot with what blocks it, for those who work there',
    access: { action: 'materials.inspect' },
    params: idParams,
    query: z.strictObject({ ...pageQuery.shape, publication: publication.optional(), locationId: id.optional() }),
    reply: pageOf(stockRow),
  },
  'POST /source-sites': {
    summary: 'Register a building or stock that lots come from',
    access: { action: 'materials.site' },
    body: body.registerSiteBody,
    reply: siteChanged,
    idempotent: true,
    status: 201,
  },
  'POST /source-sites/:id/attach-document': {
    summary: 'Attach a survey or report to a site',
    access: { action: 'materials.site' },
    params: idParams,
    body: body.attachSiteDocumentBody,
    reply: siteChanged,
    idempotent: true,
  },
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
    refusals: ['family-not-accepted', 'waste-not-accepted', 'measure-missing', 'location-overload', 'depot-closed'],
  },
  'POST /lots/plan': {
    summary: 'Announce a lot that is still in its building',
    access: { action: 'materials.site' },
    body: body.planFutureLotBody,
    reply: lotChanged,
    idempotent: true,
    status: 201,
    refusals: ['family-not-accepted', 'waste-not-accepted', 'window-in-past', 'no-strip-out', 'depot-closed'],
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
    summary: 'Keep it longer, once',
    access: 'signed-in',
    params: idParams,
    body: body.emptyBody,
    reply: hold,
    idempotent: true,
    refusals: ['extension-used', 'hold-ended'],
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
})
export type MaterialsApi = typeof materialsApi

import { z } from 'zod'
import type { Endpoints } from '../http/endpoint.ts'
import { pageOf, pageQuery } from '../http/page.ts'
import * as body from './commands.ts'
import { depotDetail, depotSummary, family } from './depot-shapes.ts'
import { stockRow } from './lot-shapes.ts'
import { nearPoint } from './search-shapes.ts'
import { publication } from './vocabulary.ts'

const id = z.string().min(1).max(80)
const idParams = z.strictObject({ id })
const depotChanged = z.object({ depotId: z.string(), version: z.int() })
const siteChanged = z.object({ siteId: z.string(), version: z.int() })

/** Families, depots and source sites. */
export const depotsEndpoints = {
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
} as const satisfies Endpoints

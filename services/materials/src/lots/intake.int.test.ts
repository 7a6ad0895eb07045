import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MaterialsSettings } from '../settings.ts'
import { CLERK, type Library, MANAGER, openLibrary, type Person } from '../testing/library.ts'
import { DEPOT_FIELDS } from '../testing/stocked.ts'

let library: Library
let manager: Person
let clerk: Person
let depotId: string

/** Opens the library and, as its manager does, a depot with a rack in a zone. */
async function open(settings: Partial<MaterialsSettings> = {}) {
  library = await openLibrary({ settings })
  manager = library.member('mbr_manager', MANAGER)
  clerk = library.member('mbr_clerk', CLERK)
  const { wasteLicence: _none, ...fields } = DEPOT_FIELDS
  const opened = await manager.post('/depots', { ...fields, code: 'FIL', orgId: 'org_A' })
  depotId = String(opened.body['depotId'])
  const locations = [
    { locationId: 'a-01', kind: 'rack', code: 'A-01', label: 'travée 1', covered: true, maxLoadG: 100_000, parentId: 'a' },
    { locationId: 'a', kind: 'zone', code: 'A', label: 'Bois', covered: true },
  ]
  await manager.post(`/depots/${depotId}/set-locations`, { locations }, { ifVersion: 1 })
}

beforeEach(() => open())
afterEach(async () => {
  const { errors } = library
  await library.stop()
  expect(errors).toEqual([])
})

const site = async (facts: Record<string, unknown>) => {
  const answer = await manager.post('/source-sites', {
    orgId: 'org_A',
    name: 'Maison du Passementier',
    kind: 'house',
    address: { street: '1 rue du Fil', postalCode: '86300', town: 'Chauvigny', insee: '86070' },
    geo: { lat: 46.5695, lon: 0.6474 },
    dwelling: true,
    ...facts,
  })
  return String(answer.body['siteId'])
}

const floor = (siteId: string, more: Record<string, unknown> = {}) => ({
  depotId,
  siteId,
  familyId: 'wood.parquet',
  designation: 'Parquet chêne massif, lames clouées',
  qty: 486_000,
  granularity: { mode: 'board', step: 1_620, min: 1_620, leave: 0 },
  origin: 'careful-removal',
  matter: 'never-waste',
  dims: { lengthMm: 1_800, widthMm: 90, thicknessMm: 22 },
  mass: { method: 'density' },
  grade: 'C',
  price: { mode: 'fixed', unitCents: 1_450 },
  photos: [{ kind: 'drawing', ref: 'floorboard' }],
  assembly: 'Lames clouées, rainure et languette',
  ...more,
})
const survey = { documentId: 'doc_1', title: 'Repérage avant travaux', kind: 'asbestos-survey', pages: 4 }

describe('from the door of the depot to the public page', () => {
  it('[materials 14] a floor of a house of unknown age waits for its survey, its lead report and its evidence; then everybody finds it', async () => {
    const received = await clerk.post('/lots', floor(await site({ permitOn: undefined, builtYear: 1931 })))
    expect(received).toMatchObject({ status: 201, body: { publication: 'blocked', available: 486_000 } })
    const { lotId, code } = received.body as { lotId: string; code: string }
    const publish = () => manager.post(`/lots/${lotId}/publish`)
    expect((await publish()).body).toMatchObject({ status: 409, code: 'hazard-document-missing', hazards: 'asbestos, lead' })
    expect((await library.anonymous.get(`/lots/${lotId}`)).status).toBe(404)
    for (const hazard of ['asbestos', 'lead'])
      await manager.post(`/lots/${lotId}/clear-hazard`, { hazard, result: 'cleared', document: survey })
    expect((await publish()).body).toMatchObject({ code: 'never-waste-evidence-missing' })
    await manager.post(`/lots/${lotId}/record-never-waste`, {
      operatorName: 'Dépose du Fil',
      competence: 'diagnostiqueur produits',
      intendedUse: 'réemploi en parquet',
    })
    expect((await publish()).body).toMatchObject({ code: 'record-incomplete', missing: 'location' })
    await clerk.post(`/lots/${lotId}/place`, { locationId: 'a-01' })
    expect((await publish()).status).toBe(409)
    expect((await clerk.post(`/lots/${lotId}/place`, { locationId: 'a' })).body).toMatchObject({ blocks: [] })
    expect((await publish()).body).toMatchObject({ publication: 'published' })

    await library.service.internals.settled()
    const found = await library.anonymous.get<{ total: number; items: { lotId: string }[] }>('/lots/search?q=parquets+chene')
    expect(found.body).toMatchObject({ total: 1, items: [{ lotId, code, depot: { town: 'Ligugé' }, family: { drawing: 'floorboard' } }] })
    const page = await library.anonymous.get(`/lots/${code.toLowerCase()}?near=46.5802,0.3404&qty=81000`)
    expect(page.body).toMatchObject({
      code,
      source: { name: 'Maison du Passementier', town: 'Chauvigny', builtYear: 1931 },
      hazards: [
        { hazard: 'asbestos', state: 'cleared', document: survey },
        { hazard: 'lead', state: 'cleared' },
        { hazard: 'parasite', state: 'not-required' },
      ],
      matter: { state: 'never-waste', evidence: { operatorName: 'Dépose du Fil' } },
      location: { code: 'A', label: 'Bois' },
      holdHours: 48,
      holdable: true,
      impact: { complete: true },
    })
    expect(JSON.stringify(page.body)).not.toMatch(/mbr_|signedBy|siret/)
    const impact = await library.anonymous.get(`/lots/${lotId}/impact?qty=81000&near=46.5802,0.3404`)
    expect(impact.body).toMatchObject({
      qty: 81_000,
      volumeCm3: 178_200,
      priceCents: 11_745,
      impact: page.body['impact'],
      terms: [
        { term: 'new' },
        { term: 'reuse' },
        { term: 'leg', leg: 'source-depot' },
        { term: 'leg', leg: 'depot-use' },
        { term: 'end-of-life' },
      ],
    })
  })

  it('[materials 14] what tested positive for asbestos is never found by anybody outside, whatever is published', async () => {
    const siteId = await site({ permitOn: '1985-10-08', builtYear: 1987, dwelling: false })
    const { lotId, code } = (await clerk.post('/lots', floor(siteId, { origin: 'donation', matter: 'product', locationId: 'a' })))
      .body as Record<string, string>
    await manager.post(`/lots/${lotId}/clear-hazard`, { hazard: 'asbestos', result: 'positive', document: survey })
    expect((await manager.post(`/lots/${lotId}/publish`)).body).toMatchObject({ code: 'hazard-positive' })
    await library.service.internals.settled()
    expect((await library.anonymous.get('/lots/search')).body).toMatchObject({ total: 0 })
    expect((await library.anonymous.get(`/lots/${code}`)).status).toBe(404)
    expect((await clerk.get(`/depots/${depotId}/lots`)).body).toMatchObject({
      items: [{ lotId, publication: 'blocked', blocks: [{ rule: 'asbestos', code: 'hazard-positive' }] }],
    })
  })

  it('a positive lead report hides the lot from all but competent organisations', async () => {
    await library.stop()
    await open({ leadCompetentOrgs: new Set(['org_lead']) })
    const siteId = await site({ permitOn: '2001-01-01', builtYear: 1930 })
    const { lotId } = (await clerk.post('/lots', floor(siteId, { origin: 'donation', matter: 'product', locationId: 'a' }))).body as Record<
      string,
      string
    >
    await manager.post(`/lots/${lotId}/clear-hazard`, { hazard: 'lead', result: 'positive', document: { ...survey, note: '1,4 mg/cm²' } })
    expect((await manager.post(`/lots/${lotId}/publish`)).body).toMatchObject({ publication: 'restricted' })
    await library.service.internals.settled()
    const competent = library.member('mbr_pro', { org_lead: 'F' })
    expect((await library.anonymous.get('/lots/search')).body).toMatchObject({ total: 0 })
    expect((await library.member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 1_620 })).status).toBe(404)
    expect((await competent.get('/lots/search')).body).toMatchObject({ total: 1 })
    expect((await competent.post(`/lots/${lotId}/hold`, { qty: 1_620 })).status).toBe(201)
  })
})

describe('who may do what', () => {
  it('a clerk of another depot, a member and a visitor change nothing here', async () => {
    const { lotId } = (await clerk.post('/lots', floor(await site({ builtYear: 2004, permitOn: '2004-01-15' })))).body as Record<
      string,
      string
    >
    const stranger = library.member('mbr_x', { org_B: 'OMW' })
    expect((await stranger.post('/lots', floor('src_x'))).status).toBe(403)
    for (const [path, body] of [
      ['place', { locationId: 'a' }],
      ['publish', {}],
      ['adjust', { delta: -1, reason: 'damage' }],
      ['clear-hazard', { hazard: 'lead', result: 'cleared', document: survey }],
    ] as const) {
      expect((await stranger.post(`/lots/${lotId}/${path}`, body)).status).toBe(404)
      expect((await library.anonymous.post(`/lots/${lotId}/${path}`, body)).status).toBe(401)
    }
    expect((await clerk.post(`/lots/${lotId}/publish`)).status).toBe(403)
    expect((await library.anonymous.get(`/depots/${depotId}/lots`)).status).toBe(401)
    expect((await stranger.get(`/depots/${depotId}/lots`)).status).toBe(403)
  })

  it('an edit needs the version that was read; the same entry twice is one lot', async () => {
    const body = floor(await site({ builtYear: 2004, permitOn: '2004-01-15' }))
    const [first, second] = [
      await clerk.post('/lots', body, { key: 'entry-of-the-day' }),
      await clerk.post('/lots', body, { key: 'entry-of-the-day' }),
    ]
    expect(second.body).toEqual(first.body)
    const { lotId, version } = first.body as { lotId: string; version: number }
    const price = { price: { mode: 'solidarity', unitCents: 1_450, minCents: 700 } }
    expect((await clerk.post(`/lots/${lotId}/price`, price)).status).toBe(428)
    expect((await clerk.post(`/lots/${lotId}/price`, price, { ifVersion: version })).body).toMatchObject({ version: version + 1 })
    expect((await clerk.post(`/lots/${lotId}/price`, price, { ifVersion: version })).status).toBe(412)
  })
})

describe('depots', () => {
  it('are listed nearest first, show hours and locations, and only tighten the rules of the network', async () => {
    await manager.post('/depots', {
      ...DEPOT_FIELDS,
      wasteLicence: 'L-1',
      code: 'NAV',
      orgId: 'org_A',
      name: 'Navette',
      geo: { lat: 46.8146, lon: 0.5396 },
    })
    const near = await library.anonymous.get<{ items: { name: string; km: number }[] }>('/depots?near=46.8,0.54')
    expect(near.body.items.map(({ name }) => name)).toEqual(['Navette', DEPOT_FIELDS.name])
    expect(near.body.items[0]?.km).toBeLessThan(3)
    const page = await library.anonymous.get<{ next: string }>('/depots?limit=1')
    expect((await library.anonymous.get(`/depots?limit=1&after=${page.body.next}`)).body).toMatchObject({ items: [{ name: 'Navette' }] })
    expect(await library.anonymous.get('/depots?after=garbage')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'query.after', rule: 'cursor' }] },
    })
    const loose = await manager.post(`/depots/${depotId}/set-policy`, { personHoldHours: 24, personHolds: 5 }, { ifVersion: 2 })
    expect(loose.body).toMatchObject({ version: 3 })
    expect((await library.anonymous.get(`/depots/${depotId}`)).body).toMatchObject({
      policy: { personHoldHours: 24 },
      locations: [{ code: 'A-01' }, { code: 'A' }],
    })
    const member = library.member('mbr_manager_b', { org_B: 'O' })
    expect((await member.post(`/depots/${depotId}/set-policy`, {}, { ifVersion: 3 })).status).toBe(403)
  })

  it('are not closed, nor their locations dropped, while lots lie there', async () => {
    await clerk.post('/lots', floor(await site({ builtYear: 2004, permitOn: '2004-01-15' }), { locationId: 'a' }))
    expect((await manager.post(`/depots/${depotId}/close`, {}, { ifVersion: 2 })).body).toMatchObject({ code: 'depot-not-empty', lots: 1 })
    expect((await manager.post(`/depots/${depotId}/set-locations`, { locations: [] }, { ifVersion: 2 })).body).toMatchObject({
      code: 'location-not-empty',
      locations: 'A',
    })
  })

  it('tell their lots when they move or get termites', async () => {
    const wood = {
      familyId: 'wood.beam',
      dims: { lengthMm: 4_200, widthMm: 220, thicknessMm: 80 },
      granularity: { mode: 'piece', step: 1, min: 1, leave: 0 },
      qty: 3,
    }
    const entry = floor(await site({ builtYear: 2004, permitOn: '2004-01-15' }), {
      ...wood,
      origin: 'donation',
      matter: 'product',
      locationId: 'a',
    })
    const { lotId } = (await clerk.post('/lots', entry)).body as Record<string, string>
    await manager.post(`/lots/${lotId}/publish`)
    await manager.post(`/depots/${depotId}/update`, { termiteZone: true }, { ifVersion: 2 })
    await library.service.internals.settled()
    expect((await clerk.get(`/lots/${lotId}`)).body).toMatchObject({
      publication: 'blocked',
      blocks: [{ rule: 'parasite', code: 'hazard-document-missing' }],
    })
  })
})

describe('families', () => {
  it('come as a tree with labels, units and required dimensions', async () => {
    const { body } = await library.anonymous.get<{ items: Record<string, unknown>[] }>('/families')
    expect(body.items.length).toBe(108)
    expect(body.items.find(({ familyId }) => familyId === 'wood.parquet')).toMatchObject({
      parentId: 'wood',
      level: 'leaf',
      baseUnit: 'cm2',
      displayUnit: 'm2',
      drawing: 'floorboard',
      hasImpact: true,
    })
  })
})

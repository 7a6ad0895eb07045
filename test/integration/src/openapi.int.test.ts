import { DEMO_PASSWORD } from '@filature/demo/accounts'
import { type House, openHouse } from '@filature/journeys/stage/house'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkerOf, openApiDocument, operationsOf } from './document.ts'
import { genericClient } from './generic-client.ts'

const SERVICES = ['identity', 'market', 'materials', 'live', 'notify']

describe('the reference is enough to work with', () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse()
  }, 120_000)
  afterAll(() => house?.close())

  test.each(SERVICES)('every operation of %s says what it takes, what it answers and how it refuses', async (service) => {
    const document = openApiDocument.parse(await house.visitor.read(`/api/${service}/v1/openapi.json`))
    const operations = operationsOf(document)
    expect(operations.length).toBeGreaterThan(0)
    expect(new Set(operations.map(({ operationId }) => operationId)).size, 'ids are unique').toBe(operations.length)
    for (const { operationId, method, path, parameters, requestBody, responses } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(
        parameters.filter((one) => one.in === 'path').map(({ name }) => name),
        operationId,
      ).toEqual(inPath)
      expect(
        method === 'GET' || requestBody !== undefined || inPath.length > 0 || /read-all|token|tickets|sign-out/.test(path),
        `${operationId} takes something`,
      ).toBe(true)
      const successes = Object.keys(responses).filter((status) => status.startsWith('2'))
      expect(successes.length, `${operationId} can succeed`).toBeGreaterThan(0)
      for (const [status, { content, description }] of Object.entries(responses)) {
        if (status === '204') continue
        const types = Object.keys(content ?? {})
        expect(types, `${operationId} ${status}: ${description}`).toEqual([
          status.startsWith('2') ? 'application/json' : 'application/problem+json',
        ])
      }
      expect(Object.keys(responses), `${operationId} says how it refuses`).toEqual(
        expect.arrayContaining(['400', '401', '429', '500', '503']),
      )
      const schemas = [
        ...parameters.map(({ schema }) => schema),
        ...Object.values(requestBody?.content ?? {}).map(({ schema }) => schema),
        ...Object.values(responses).flatMap(({ content }) => Object.values(content ?? {}).map(({ schema }) => schema)),
      ]
      for (const schema of schemas) expect(() => checkerOf(document, schema), operationId).not.toThrow()
    }
  })

  test('a client made from the documents alone orders, keeps a lot and reads its messages', async () => {
    const client = await genericClient(house.address, SERVICES)
    const signedIn = await client.call('identity_post_sign_in', { body: { email: 'yann.gabardine@example.org', password: DEMO_PASSWORD } })
    client.bearer(text.parse(signedIn.body['token']))

    // The market: find the sale, fill a basket, be refused once, confirm.
    const sessions = list.parse((await client.call('market_get_sessions', { query: { state: 'open' } })).body['items'])
    const sessionId = text.parse(sessions[0]?.['id'])
    const session = await client.call('market_get_sessions_id', { path: { id: sessionId } })
    const offers = z.array(offer).parse((await client.call('market_get_sessions_id_offers', { path: { id: sessionId } })).body['items'])
    const wanted = offers.filter(({ availableB, alcoholBp, priceC }) => availableB > 3 && alcoholBp === null && priceC > 300).slice(0, 3)
    for (const { id, minB } of wanted) {
      const set = await client.call('market_put_sessions_id_my_order_lines_offerid', {
        path: { id: sessionId, offerId: id },
        body: { qtyB: minB },
      })
      expect(set.status).toBe(200)
    }
    const [first] = wanted
    if (first === undefined) throw new Error('nothing is for sale')
    const tooMuch = await client.call('market_put_sessions_id_my_order_lines_offerid', {
      path: { id: sessionId, offerId: first.id },
      body: { qtyB: first.maxB + first.stepB },
    })
    expect([tooMuch.status, tooMuch.body['code']]).toEqual([409, 'quantity-range'])
    expect((await client.call('market_post_sessions_id_my_order_extend', { path: { id: sessionId }, body: {} })).status).toBe(200)
    const point = z.array(pointShape).parse(session.body['points'])[0]
    const slot = point?.slots.find(({ free }) => free > 0)
    const confirmed = await client.call('market_post_sessions_id_my_order_confirm', {
      path: { id: sessionId },
      body: { pointId: point?.id, slotId: slot?.id, termsVersion: session.body['termsVersion'] },
    })
    expect([confirmed.status, confirmed.body['state']]).toEqual([200, 'confirmed'])
    const read = await client.call('market_get_orders_id', { path: { id: text.parse(confirmed.body['id']) } })
    expect(list.parse(read.body['lines'])).toHaveLength(wanted.length)
    const somebody = await client.call('market_get_orders_id', { path: { id: 'ord_00000000000000000000000000' } })
    expect([somebody.status, somebody.body['code']]).toEqual([404, 'not-found'])

    // Materials: find, hold, extend, give back.
    const found = list.parse((await client.call('materials_get_lots_search', { query: { q: 'parquet', limit: '5' } })).body['items'])
    const lot = lotShape.parse(
      found[0] ?? list.parse((await client.call('materials_get_lots_search', { query: { availableOn: 'now' } })).body['items'])[0],
    )
    const held = await client.call('materials_post_lots_id_hold', { path: { id: lot.lotId }, body: { qty: lot.granularity.min } })
    expect(held.status).toBe(201)
    const holdId = text.parse(held.body['holdId'])
    expect((await client.call('materials_post_holds_id_extend', { path: { id: holdId }, body: {} })).body['extensions']).toBe(1)
    expect((await client.call('materials_post_holds_id_release', { path: { id: holdId }, body: {} })).status).toBe(200)

    // Everything found, page by page, each lot once.
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await client.call('materials_get_lots_search', { query: { limit: '40', ...(after !== undefined && { after }) } })
      seen.push(...list.parse(page.body['items']).map((card) => text.parse(card['lotId'])))
      after = text.optional().parse(page.body['next'])
    } while (after !== undefined)
    expect(seen.length).toBeGreaterThan(80)
    expect(new Set(seen).size).toBe(seen.length)

    // The own file: read, changed with its version, refused with an old one.
    const own = await client.call('identity_get_members_me')
    const rename = (ifMatch: string | undefined) =>
      client.call('identity_patch_members_me', { body: { displayName: 'Yann' }, ...(ifMatch !== undefined && { ifMatch }) })
    expect((await rename(own.etag)).body['displayName']).toBe('Yann')
    expect((await rename('"0"')).body['code']).toBe('stale-version')

    // The next short token, by the cookie of the session.
    const renewed = await client.call('identity_post_token')
    client.bearer(text.parse(renewed.body['token']))
    expect((await client.call('identity_get_members_me')).body['displayName']).toBe('Yann')

    // Messages and live stock.
    await house.settled()
    const inbox = list.parse((await client.call('notify_get_inbox')).body['items'])
    expect(inbox.map((message) => message['key'])).toContain('order-confirmed')
    expect((await client.call('notify_post_inbox_read_all')).body['unread']).toBe(0)
    expect((await client.call('live_post_tickets')).status).toBe(201)
    const states = list.parse((await client.call('live_get_rooms_room_states', { path: { room: `session:${sessionId}` } })).body['states'])
    expect(states).toHaveLength(offers.length)
    expect((await client.call('identity_post_sign_out')).status).toBe(204)
    expect((await client.call('identity_post_token')).body['code']).toBe('unauthenticated')
  })

  test('a client made from the documents alone hands over at a depot, and makes and uses a token for a program', async () => {
    const client = await genericClient(house.address, SERVICES)
    const signIn = async (email: string) => {
      const { body } = await client.call('identity_post_sign_in', { body: { email, password: DEMO_PASSWORD } })
      client.bearer(text.parse(body['token']))
      return body
    }
    await signIn('william.flannel@example.org')
    const found = await client.call('materials_get_lots_search', { query: { availableOn: 'now', limit: '100' } })
    const [lot] = z
      .array(depotLot)
      .parse(found.body['items'])
      .filter(({ available, depot, price, granularity }) => {
        return depot.town === 'Ligugé' && price.mode === 'fixed' && available > granularity.min
      })
    if (lot === undefined) throw new Error('the depot of the Filature sells nothing')
    const held = await client.call('materials_post_lots_id_hold', { path: { id: lot.lotId }, body: { qty: lot.granularity.min } })
    const holdId = text.parse(held.body['holdId'])
    const own = await client.call('materials_post_holds_id_pickup', { path: { id: holdId }, body: { qty: lot.granularity.min } })
    expect([own.status, own.body['code']]).toEqual([403, 'forbidden'])

    await signIn('gaspard.ourdissoir@example.org')
    const handedOver = await client.call('materials_post_holds_id_pickup', { path: { id: holdId }, body: { qty: lot.granularity.min } })
    expect([handedOver.status, handedOver.body['remaining']]).toEqual([200, 0])
    const before = await client.call('materials_get_lots_id', { path: { id: lot.lotId } })
    const describe = (ifMatch: string | undefined) =>
      client.call('materials_post_lots_id_describe', {
        path: { id: lot.lotId },
        body: { note: 'près du quai' },
        ...(ifMatch !== undefined && { ifMatch }),
      })
    expect((await describe(before.etag)).status).toBe(200)
    expect((await describe(before.etag)).body['code']).toBe('stale-version')

    const made = await client.call('identity_post_access_tokens', { body: { name: 'shelf labels', scopes: ['materials:read'] } })
    const exchanged = await client.call('identity_post_tokens_exchange', { body: { token: made.body['secret'] } })
    client.bearer(text.parse(exchanged.body['token']))
    expect((await client.call('materials_get_depots_id_lots', { path: { id: lot.depot.depotId } })).status).toBe(200)
    expect((await client.call('notify_get_inbox')).body['code']).toBe('forbidden')
  })
})

const text = z.string()
const list = z.array(z.record(z.string(), z.unknown()))
const offer = z.object({
  id: z.string(),
  availableB: z.int(),
  minB: z.int(),
  maxB: z.int(),
  stepB: z.int(),
  priceC: z.int(),
  alcoholBp: z.int().nullable(),
})
const pointShape = z.object({ id: z.string(), slots: z.array(z.object({ id: z.string(), free: z.int() })) })
const depotLot = z.object({
  lotId: z.string(),
  available: z.int(),
  depot: z.object({ depotId: z.string(), town: z.string() }),
  price: z.object({ mode: z.string() }),
  granularity: z.object({ min: z.int() }),
})
const lotShape = z.object({ lotId: z.string(), granularity: z.object({ min: z.int() }) })

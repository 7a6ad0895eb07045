import type { HubView } from '@filature/contracts/market/hub'
import type { OfferView } from '@filature/contracts/market/offer'
import type { ProducerView, ProductView } from '@filature/contracts/market/producer'
import type { SessionSummary, SessionView } from '@filature/contracts/market/session'
import { afterEach, describe, expect, it } from 'vitest'
import { type Client, openMarket, type Problem, type Reply, type TestMarket } from '../testing/open-market.ts'
import {
  allDeclared,
  CARROTS,
  CLOSES_AT,
  FERME_ORG,
  FOURNIL_ORG,
  HUB_ORG,
  hub,
  LOAF,
  OPENS_AT,
  PICKUP_DATE,
  POINT,
  producers,
} from '../testing/samples.ts'

let market: TestMarket | undefined
afterEach(async () => {
  await market?.stop()
  expect(market?.errors ?? []).toEqual([])
  market = undefined
})

interface Shop {
  readonly market: TestMarket
  readonly coordinator: Client
  readonly farmer: Client
  readonly hub: HubView
  readonly producer: ProducerView
}

function done<Body>({ status, body }: Reply<Body>): Body {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}

/** A hub and a producer, made over HTTP by the people whose work it is. */
async function opened(): Promise<Shop> {
  market = await openMarket()
  const coordinator = market.as('mbr_coordinator', { [HUB_ORG]: 'C' })
  const farmer = market.as('mbr_farmer', { [FERME_ORG]: 'F' })
  const made = done(await coordinator.post<HubView>('/hubs', hub))
  const [profile] = Object.values(producers).filter(({ orgId }) => orgId === FERME_ORG)
  const producer = done(await farmer.post<ProducerView>('/producers', { ...profile, hubs: [{ hubId: made.id }] }))
  return { market, coordinator, farmer, hub: made, producer }
}

const schedule = ({ coordinator, hub: { id }, producer }: Shop) =>
  coordinator.post<SessionView>('/sessions', {
    hubId: id,
    pickupDate: PICKUP_DATE,
    opensAt: OPENS_AT,
    closesAt: CLOSES_AT,
    pointIds: [POINT],
    producers: [{ producerId: producer.id }],
  })

describe('the catalogue over HTTP', () => {
  it('goes from an empty market to an offer with everything a card shows', async () => {
    const shop = await opened()
    const { farmer, producer } = shop
    const certified = done(
      await farmer.post<ProducerView>(`/producers/${producer.id}/certificates`, {
        label: 'eu-organic',
        body: 'FR-BIO-01',
        number: 'X-1',
        from: '2030-01-01',
        to: PICKUP_DATE,
        categories: ['vegetables'],
      }),
    )
    const certIds = certified.certificates.map(({ id }) => id)
    expect(certified.certificates).toMatchObject([{ label: 'eu-organic', valid: true }])
    const carrots = done(
      await farmer.post<ProductView>('/products', { ...CARROTS, producerId: producer.id, slug: 'carottes-de-garde', certIds }),
    )
    const session = done(await schedule(shop))
    expect(session).toMatchObject({
      state: 'open',
      hubName: 'La Filature',
      firstPickupAt: '2030-03-13T16:00:00.000Z',
      bands: [{ open: false }, { open: true }, { open: true }],
    })
    const offer = done(await farmer.post<OfferView>(`/sessions/${session.id}/listings`, { productId: carrots.id, allocatedB: 40_000 }))
    expect(offer).toMatchObject({
      name: 'Carottes',
      variety: 'Boléro',
      origin: { country: 'FR', place: 'Iteuil (86)' },
      producerName: 'La Ferme',
      image: 'carottes-de-garde',
      priceC: 320,
      pricePer: 'kg',
      unitPriceC: null,
      labels: ['eu-organic'],
      availableB: 40_000,
      stepB: 250,
      state: 'listed',
      closesAt: CLOSES_AT,
    })
    await shop.market.service.internals.runtime.settled()
    const all = done(await shop.market.visitor.get<{ items: OfferView[] }>(`/sessions/${session.id}/offers`))
    expect(all.items).toEqual([offer])
    const shown = done(await shop.market.visitor.get<SessionView>(`/sessions/${session.id}`))
    expect(shown.producers).toMatchObject([{ name: 'La Ferme', state: 'listed', closesAt: CLOSES_AT }])
  })

  it('lists products by name and filters by words, category and allergens', async () => {
    const { farmer, producer, market: at } = await opened()
    const names = ['Épinards', 'Carottes', 'Betteraves', 'Radis', 'Choux']
    for (const [index, name] of names.entries()) {
      done(
        await farmer.post('/products', {
          ...CARROTS,
          producerId: producer.id,
          name,
          variants: CARROTS.variants.map((one) => ({ ...one, id: `var_${index}` })),
        }),
      )
    }
    done(
      await farmer.post('/products', {
        ...LOAF,
        producerId: producer.id,
        variants: LOAF.variants.map((one) => ({ ...one, id: 'var_loaf' })),
      }),
    )
    const namesOf = async (query: string) => done(await at.visitor.get<{ items: ProductView[]; next?: string }>(`/products?${query}`))
    const first = await namesOf('limit=3&category=vegetables')
    expect(first.items.map(({ name }) => name)).toEqual(['Betteraves', 'Carottes', 'Choux'])
    const second = await namesOf(`limit=3&category=vegetables&after=${encodeURIComponent(first.next ?? '')}`)
    expect(second.items.map(({ name }) => name)).toEqual(['Épinards', 'Radis'])
    expect(second.next).toBeUndefined()
    expect((await namesOf('q=epin')).items.map(({ name }) => name)).toEqual(['Épinards'])
    // [market 17] contains and traces are both hidden.
    expect((await namesOf('allergenFree=gluten')).items.map(({ name }) => name)).not.toContain('Pain')
    expect((await namesOf('allergenFree=sesame')).items.map(({ name }) => name)).not.toContain('Pain')
    expect((await namesOf('allergenFree=milk')).items.map(({ name }) => name)).toContain('Pain')
    expect(await at.visitor.get<Problem>('/products?allergenFree=peanut')).toMatchObject({ status: 400, body: { code: 'invalid' } })
  })

  it('[market 17] publishes nothing whose allergens are open', async () => {
    const { farmer, producer } = await opened()
    const { sesame: _unset, ...declared } = allDeclared
    const refused = await farmer.post<Problem>('/products', { ...LOAF, producerId: producer.id, allergens: declared })
    expect(refused).toMatchObject({ status: 409, body: { code: 'allergens-undeclared', missing: ['sesame'] } })
  })

  it('edits only what was read last, and wants to know what was read', async () => {
    const { coordinator, hub: made } = await opened()
    expect(await coordinator.post(`/hubs/${made.id}/policy`, { name: 'Le Moulin' })).toMatchObject({ status: 428 })
    const renamed = await coordinator.post<HubView>(`/hubs/${made.id}/policy`, { name: 'Le Moulin' }, { 'If-Match': `"${made.version}"` })
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Le Moulin', bands: made.bands } })
    const stale = await coordinator.post(`/hubs/${made.id}/policy`, { name: 'La Roue' }, { 'If-Match': `"${made.version}"` })
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale-version' } })
    const band = await coordinator.post(`/hubs/${made.id}/policy`, { bands: [{ pctBp: 12_000 }] }, { 'If-Match': renamed.etag ?? '' })
    expect(band).toMatchObject({ status: 409, body: { code: 'base-band-missing' } })
  })

  it('schedules a day once, in the right order of times, with points and producers of the hub', async () => {
    const shop = await opened()
    const { coordinator, hub: made, producer, market: at } = shop
    const body = {
      hubId: made.id,
      pickupDate: PICKUP_DATE,
      opensAt: OPENS_AT,
      closesAt: CLOSES_AT,
      pointIds: [POINT],
      producers: [{ producerId: producer.id }],
    }
    const codeOf = async (changes: Record<string, unknown>) =>
      (await coordinator.post<Problem>('/sessions', { ...body, ...changes })).body.code
    expect(await codeOf({ closesAt: OPENS_AT })).toBe('close-before-open')
    expect(await codeOf({ closesAt: '2030-03-13T17:00:00Z' })).toBe('pickup-before-close')
    expect(await codeOf({ pointIds: ['pkp_NOWHERE'] })).toBe('point-unknown')
    expect(await codeOf({ producers: [{ producerId: 'prd_NOBODY' }] })).toBe('producer-not-in-hub')
    const [one, other] = [done(await schedule(shop)), done(await schedule(shop))]
    expect(other.id).toBe(one.id)
    const listed = done(await at.visitor.get<{ items: SessionSummary[] }>(`/sessions?hub=${made.id}&from=${PICKUP_DATE}`))
    expect(listed.items).toHaveLength(1)
    expect(listed.items[0]).toMatchObject({ id: one.id, number: 1, producers: 1 })
  })
})

describe('who may', () => {
  it('is judged by the organisation that owns the thing', async () => {
    const shop = await opened()
    const { market: at, hub: made, producer } = shop
    const stranger = at.as('mbr_stranger', { org_elsewhere: 'OC' })
    const session = done(await schedule(shop))
    const carrots = done(await shop.farmer.post<ProductView>('/products', { ...CARROTS, producerId: producer.id }))
    const attempts = await Promise.all([
      stranger.post('/hubs', hub),
      stranger.post(`/hubs/${made.id}/policy`, { name: 'x' }, { 'If-Match': `"${made.version}"` }),
      stranger.post('/products', { ...CARROTS, producerId: producer.id }),
      stranger.post(`/sessions/${session.id}/cancel`, {}),
      stranger.post(`/sessions/${session.id}/listings`, { productId: carrots.id, allocatedB: 250 }),
      stranger.get(`/sessions/${session.id}/orders`),
    ])
    expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403])
    expect((await at.visitor.get(`/sessions/${session.id}/my-order`)).status).toBe(401)
    // A coordinator lists on behalf of the farmer, another producer does not.
    expect(
      (
        await at
          .as('mbr_baker', { [FOURNIL_ORG]: 'F' })
          .post(`/sessions/${session.id}/listings`, { productId: carrots.id, allocatedB: 250 })
      ).status,
    ).toBe(403)
    expect((await shop.coordinator.post(`/sessions/${session.id}/listings`, { productId: carrots.id, allocatedB: 250 })).status).toBe(201)
  })

  it('bad input names field, rule and what to do, and writes nothing', async () => {
    const shop = await opened()
    const session = done(await schedule(shop))
    const carrots = done(await shop.farmer.post<ProductView>('/products', { ...CARROTS, producerId: shop.producer.id }))
    const offer = done(await shop.farmer.post<OfferView>(`/sessions/${session.id}/listings`, { productId: carrots.id, allocatedB: 1_000 }))
    const line = `/sessions/${session.id}/my-order/lines/${offer.id}`
    const anne = shop.market.as('mbr_anne')
    expect(await anne.put(line, { qtyB: -1 })).toMatchObject({ status: 400, body: { code: 'invalid', errors: [{ path: 'qtyB' }] } })
    expect(await anne.put(line, { qtyB: 250, price: 1 })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'price', rule: 'unknown-field' }] },
    })
    expect(await anne.put(line, { qtyB: 250 }, { 'Idempotency-Key': 'short' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'Idempotency-Key' }] },
    })
    expect((await anne.put('/sessions/ses_NONE/my-order/lines/off_NONE', { qtyB: 250 })).status).toBe(404)
    expect((await anne.get<{ lines: unknown[] }>(`/sessions/${session.id}/my-order`)).body.lines).toEqual([])
  })
})

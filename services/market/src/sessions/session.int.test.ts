import { STOCK_TOPIC } from '@filature/contracts/events/registry'
import type { StockState } from '@filature/contracts/live/messages'
import type { OfferView } from '@filature/contracts/market/offer'
import type { OrderView, SessionOrder } from '@filature/contracts/market/order'
import type { SessionView } from '@filature/contracts/market/session'
import type { NotificationAsked } from '@filature/contracts/notify/events'
import { manualClock } from '@filature/kernel/clock'
import type { EventRecord } from '@filature/kernel/event'
import { HOUR, parseInstant, plusMs } from '@filature/kernel/instant'
import { afterEach, describe, expect, it } from 'vitest'
import { standingStock } from '../offers/stock-topic.ts'
import { openSale, SESSION, saleClock, type TestMarket } from '../testing/open-market.ts'
import { CARROTS, CLOSES_AT, FERME, FERME_ORG, FOURNIL, FOURNIL_ORG, HUB_ORG, LOAF, OPENS_AT } from '../testing/samples.ts'

let market: TestMarket | undefined
afterEach(async () => {
  await market?.stop()
  expect(market?.errors ?? []).toEqual([])
  market = undefined
})

/** Everything in a topic, in order of delivery. */
async function readAll(at: TestMarket, topic: string): Promise<readonly EventRecord[]> {
  await at.service.internals.runtime.settled()
  const found: EventRecord[] = []
  const group = `test.${Math.random()}`
  const subscription = at.log.subscribe({ topics: [topic], group, from: 'beginning' }, async (records) => {
    for (const { event } of records) if (event !== null) found.push(event)
  })
  await subscription.ready
  while ((await at.log.lag(group)).some(({ behind }) => behind > 0)) await new Promise((resolve) => setImmediate(resolve))
  await subscription.stop()
  return found
}

const shownAt = async (at: TestMarket) => (await at.visitor.get<SessionView>(`/sessions/${SESSION}`)).body

describe('the life of a session', () => {
  it('opens, closes each producer at its hour, closes, and locks what was confirmed', async () => {
    const clock = manualClock(plusMs(parseInstant(OPENS_AT), -HOUR))
    const fermeCloses = plusMs(parseInstant(CLOSES_AT), -24 * HOUR)
    market = await openSale({ clock }, { [FERME]: fermeCloses })
    const [loaf, carrots] = [await market.sell(LOAF, { allocatedB: 5 }), await market.sell(CARROTS, { allocatedB: 5_000 })]
    const { runtime } = market.service.internals
    const to = async (instant: ReturnType<typeof plusMs>) => {
      clock.advanceTo(instant)
      await runtime.runTimers()
      await runtime.settled()
    }
    // Its producers are listed before it opens.
    await runtime.settled()
    expect(await market.setLine('mbr_anne', loaf, 1)).toMatchObject({ status: 409, body: { code: 'session-not-open', opensAt: OPENS_AT } })
    expect((await shownAt(market)).state).toBe('scheduled')
    await to(parseInstant(OPENS_AT))
    expect((await shownAt(market)).state).toBe('open')
    await market.setLine('mbr_anne', loaf, 1)
    await market.setLine('mbr_anne', carrots, 500)
    expect((await market.confirm('mbr_anne')).status).toBe(200)
    await to(fermeCloses)
    expect((await shownAt(market)).producers).toMatchObject([{ state: 'listed' }, { state: 'closed' }])
    expect(await market.setLine('mbr_anne', carrots, 250)).toMatchObject({ status: 409, body: { code: 'producer-closed' } })
    expect((await market.setLine('mbr_anne', loaf, 2)).status).toBe(200)
    await to(parseInstant(CLOSES_AT))
    expect((await shownAt(market)).state).toBe('closed')
    expect((await market.as('mbr_anne').get<OrderView>(`/sessions/${SESSION}/my-order`)).body).toMatchObject({
      state: 'locked',
      totals: { linesC: 900 + 160 },
    })
    await to(plusMs(parseInstant(CLOSES_AT), 5_000))
    const types = (await readAll(market, 'filature.market'))
      .filter(({ subject }) => subject === SESSION)
      .map(({ type, sequence }) => `${sequence} ${type.split('.')[1]}`)
    expect(types).toEqual([
      '1 SessionScheduled',
      '2 ProducerListed',
      '3 ProducerListed',
      '4 SessionOpened',
      '5 ProducerWindowClosed',
      '6 ProducerWindowClosed',
      '7 SessionClosed',
    ])
  })

  it('tells those who ordered there before that the next sale is open', async () => {
    const clock = manualClock(parseInstant(OPENS_AT))
    market = await openSale({ clock })
    const loaf = await market.sell(LOAF, { allocatedB: 5 })
    await market.setLine('mbr_anne', loaf, 1)
    await market.confirm('mbr_anne')
    await market.setLine('mbr_basile', loaf, 1)
    const { market: parts, scheduleSession, runtime } = market.service.internals
    const { hubId, points, producers } = await shownAt(market)
    const next = {
      hubId,
      pickupDate: '2030-03-20',
      opensAt: '2030-03-13T19:00:00Z',
      closesAt: '2030-03-19T12:00:00Z',
      pointIds: points.map(({ id }) => id),
      producers: producers.map(({ id }) => ({ producerId: id })),
    }
    await scheduleSession(parts, 'ses_NEXT', next, { actor: { kind: 'system', id: 'test', roles: {} } })
    await runtime.settled()
    clock.advanceTo(parseInstant('2030-03-13T19:00:00Z'))
    await runtime.runTimers()
    const asked = (await readAll(market, 'filature.market')).filter(
      ({ type, subject }) => type === 'market.NotificationAsked.v1' && subject === 'ses_NEXT',
    )
    expect(asked.map(({ data }) => data as NotificationAsked)).toMatchObject([
      { key: 'session-opened', recipients: ['mbr_anne'], params: { pickupDate: '2030-03-20' } },
    ])
  })

  it('cancelled, gives everything back and tells who loses something', async () => {
    market = await openSale()
    const loaf = await market.sell(LOAF, { allocatedB: 5 })
    await market.setLine('mbr_anne', loaf, 2)
    expect((await market.confirm('mbr_anne')).status).toBe(200)
    await market.setLine('mbr_basile', loaf, 1)
    await market.service.internals.runtime.settled()
    const cancelled = await market
      .as('mbr_coordinator', { [HUB_ORG]: 'C' })
      .post<SessionView>(`/sessions/${SESSION}/cancel`, { reason: 'gel' })
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', reason: 'gel' } })
    await market.service.internals.runtime.settled()
    expect((await market.as('mbr_anne').get<OrderView>(`/sessions/${SESSION}/my-order`)).body.state).toBe('cancelled')
    expect((await market.as('mbr_basile').get<OrderView>(`/sessions/${SESSION}/my-order`)).body.lines).toEqual([])
    expect(await market.setLine('mbr_basile', loaf, 1)).toMatchObject({
      status: 409,
      body: { code: 'session-not-open', state: 'cancelled' },
    })
    expect((await shownAt(market)).points[0]?.slots[2]?.free).toBe(10)
    const told = (await readAll(market, 'filature.market'))
      .filter(({ type }) => type === 'market.NotificationAsked.v1')
      .map(({ data }) => data as NotificationAsked)
    expect(
      told
        .filter(({ key }) => key === 'session-cancelled')
        .flatMap(({ recipients }) => recipients)
        .sort(),
    ).toEqual(['mbr_anne', 'mbr_basile'])
  })
})

describe('what live screens get', () => {
  it('is one small state per change, the newest version last, without anybody’s name', async () => {
    market = await openSale()
    const loaf = await market.sell(LOAF, { allocatedB: 5 })
    await market.setLine('mbr_anne', loaf, 2)
    await market.setLine('mbr_basile', loaf, 1)
    const states = (await readAll(market, STOCK_TOPIC)).filter(({ subject }) => subject === loaf)
    const last = states.at(-1)
    expect(last?.data as StockState).toMatchObject({ id: loaf, rooms: [`session:${SESSION}`], available: 2, held: 3, state: 'listed' })
    const versions = states.map(({ data }) => (data as StockState).v)
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
    expect(JSON.stringify(states)).not.toMatch(/mbr_|ord_/)

    const [stored] = await market.store.load('offer', [loaf])
    const standing = stored === undefined ? [] : standingStock(saleClock())('offer', stored)
    expect(
      standing.map(({ key, event }) => [key, event?.data]),
      'made from the offer as it stands',
    ).toEqual([[loaf, last?.data]])
  })
})

describe('lists of orders', () => {
  it('[market 26] shows a coordinator all, a producer its own lines without names, and a member nobody else’s order', async () => {
    market = await openSale()
    const [loaf, carrots] = [await market.sell(LOAF, { allocatedB: 50 }), await market.sell(CARROTS, { allocatedB: 50_000 })]
    for (const member of ['mbr_anne', 'mbr_basile', 'mbr_capucine']) {
      await market.setLine(member, loaf, 1)
      if (member !== 'mbr_basile') await market.setLine(member, carrots, 500)
      expect((await market.confirm(member)).status).toBe(200)
    }
    await market.setLine('mbr_diane', loaf, 1)
    const coordinator = market.as('mbr_coordinator', { [HUB_ORG]: 'C' })
    const path = `/sessions/${SESSION}/orders`
    const first = await coordinator.get<{ items: SessionOrder[]; next?: string }>(`${path}?limit=2`)
    const rest = await coordinator.get<{ items: SessionOrder[] }>(`${path}?limit=2&after=${encodeURIComponent(first.body.next ?? '')}`)
    expect([...first.body.items, ...rest.body.items].map(({ memberName }) => memberName).sort()).toEqual([
      'mbr_anne',
      'mbr_basile',
      'mbr_capucine',
    ])
    const farmer = await market.as('mbr_farmer', { [FERME_ORG]: 'F' }).get<{ items: SessionOrder[] }>(path)
    expect(farmer.body.items).toHaveLength(2)
    expect(farmer.body.items.flatMap(({ lines }) => lines.map(({ name }) => name))).toEqual(['Carottes', 'Carottes'])
    expect(farmer.body.items).toMatchObject([{ memberId: null, memberName: null, totals: { linesC: 160 } }, { memberId: null }])
    expect(JSON.stringify(farmer.body)).not.toContain('mbr_')
    expect((await market.as('mbr_anne', { [HUB_ORG]: 'B' }).get(path)).status).toBe(403)
    const bakers = await coordinator.get<{ items: SessionOrder[] }>(`${path}?producer=${FOURNIL}`)
    expect(bakers.body.items.flatMap(({ lines }) => lines.map(({ name }) => name))).toEqual(['Pain', 'Pain', 'Pain'])

    const [annes] = (await market.as('mbr_anne').get<{ items: OrderView[] }>('/orders')).body.items
    expect(annes).toMatchObject({ state: 'confirmed', totals: { linesC: 450 + 160 } })
    expect((await market.as('mbr_basile').get(`/orders/${annes?.id}`)).status).toBe(404)
    expect((await market.as('mbr_baker', { [FOURNIL_ORG]: 'F' }).get(`/orders/${annes?.id}`)).status).toBe(404)
    expect((await coordinator.get(`/orders/${annes?.id}`)).status).toBe(200)
    expect((await market.as('mbr_diane').get<{ items: OrderView[] }>('/my-orders/open')).body.items).toMatchObject([
      { state: 'basket', lines: [{ claim: 'held' }] },
    ])
  })
})

describe('reaching for what is another producer’s', () => {
  it('[network 8] is forbidden, and noted for the audit', async () => {
    market = await openSale()
    const manager = market.as('mbr_manager', { [FERME_ORG]: 'M' })
    expect((await manager.get(`/sessions/${SESSION}/orders`)).status).toBe(200)
    expect((await manager.get(`/sessions/${SESSION}/orders?producer=${FOURNIL}`)).status).toBe(403)
    const notes = (await readAll(market, 'filature.market')).filter(({ type }) => type === 'market.AuditNoted.v1')
    expect(notes.map(({ data }) => data)).toEqual([
      { actorId: 'mbr_manager', action: 'market.order.read', target: FOURNIL, orgId: HUB_ORG, outcome: 'forbidden' },
    ])
  })
})

describe('caps against squatting', () => {
  it('limits the lines of a basket, the baskets and the holds of one member', async () => {
    market = await openSale({ settings: { MARKET_LINES_PER_ORDER: 2, MARKET_HOLDS_PER_MEMBER: 2 } })
    const offers = [
      await market.sell(LOAF, { allocatedB: 5 }),
      await market.sell(CARROTS, { allocatedB: 5_000 }),
      await market.sell(
        { ...LOAF, name: 'Brioche', variants: LOAF.variants.map((one) => ({ ...one, id: 'var_BRIOCHE' })) },
        { allocatedB: 5 },
      ),
    ]
    const [loaf, carrots, brioche] = offers
    await market.setLine('mbr_anne', String(loaf), 1)
    await market.setLine('mbr_anne', String(carrots), 250)
    expect(await market.setLine('mbr_anne', String(brioche), 1)).toMatchObject({ status: 409, body: { code: 'too-many-lines', most: 2 } })
    // All at once gets past the first look, but not into the order: what is too much is given back.
    await Promise.all(
      offers.map((offerId, index) => (market as TestMarket).setLine('mbr_basile', String(offerId), [1, 250, 1][index] ?? 1)),
    )
    await market.service.internals.runtime.settled()
    expect((await market.as('mbr_basile').get<OrderView>(`/sessions/${SESSION}/my-order`)).body.lines.length).toBeLessThanOrEqual(2)
    const { body } = await market.visitor.get<{ items: OfferView[] }>(`/sessions/${SESSION}/offers`)
    const heldLines = body.items.reduce((sum, { heldB, stepB }) => sum + heldB / stepB, 0)
    expect(heldLines).toBe(4)
  })

  it('shortens the holds of a member whose baskets keep running out', async () => {
    const clock = manualClock(parseInstant('2030-03-08T10:00:00Z'))
    market = await openSale({ clock, settings: { MARKET_LAPSED_BASKETS: 2 } })
    const loaf = await market.sell(LOAF, { allocatedB: 5 })
    const { runtime } = market.service.internals
    for (const minutes of [20, 20]) {
      const held = await market.setLine('mbr_anne', loaf, 1)
      expect(held.body.line?.expiresAt).toBe(plusMs(clock.now(), minutes * 60_000))
      clock.advanceBy(22 * 60_000)
      await runtime.runTimers()
      await runtime.settled()
    }
    expect((await market.setLine('mbr_anne', loaf, 1)).body.line?.expiresAt).toBe(plusMs(clock.now(), 5 * 60_000))
    expect((await market.setLine('mbr_basile', loaf, 1)).body.line?.expiresAt).toBe(plusMs(clock.now(), 20 * 60_000))
  })
})

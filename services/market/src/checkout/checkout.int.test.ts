import type { OfferView } from '@filature/contracts/market/offer'
import type { OrderView } from '@filature/contracts/market/order'
import type { SessionView } from '@filature/contracts/market/session'
import { type ManualClock, manualClock } from '@filature/kernel/clock'
import { MINUTE, parseInstant, plusMs } from '@filature/kernel/instant'
import type { Store } from '@filature/store/port'
import { afterEach, describe, expect, it } from 'vitest'
import { openSale, SESSION, saleClock, type TestMarket } from '../testing/open-market.ts'
import { CARROTS, CHICKEN, CLOSES_AT, LOAF, MILK, SMALL_POINT } from '../testing/samples.ts'

let market: TestMarket | undefined
afterEach(async () => {
  await market?.stop()
  expect(market?.errors ?? []).toEqual([])
  market = undefined
})

const open = async (...given: Parameters<typeof openSale>): Promise<TestMarket> => {
  market = await openSale(...given)
  return market
}

async function offerShown(at: TestMarket, offerId: string): Promise<OfferView | undefined> {
  const { body } = await at.visitor.get<{ items: OfferView[] }>(`/sessions/${SESSION}/offers`)
  return body.items.find(({ id }) => id === offerId)
}

describe('confirming an order', () => {
  it('books the slot, sells the lines and says what it will cost, at most too', async () => {
    const sale = await open()
    const [chicken, milk, carrots] = [
      await sale.sell(CHICKEN, { allocatedB: 5 }),
      await sale.sell(MILK, { allocatedB: 40 }),
      await sale.sell(CARROTS, { allocatedB: 20_000 }),
    ]
    await sale.setLine('mbr_anne', chicken, 1)
    await sale.setLine('mbr_anne', milk, 3)
    await sale.setLine('mbr_anne', carrots, 1_250)
    const confirmed = await sale.confirm('mbr_anne', { bandBp: 12_000 })
    // Chicken 21.60 (at most 23.76), milk 4.50, carrots 4.00; three bottles to give back; 20 % more for the fund.
    expect(confirmed).toMatchObject({
      status: 200,
      body: {
        state: 'confirmed',
        slot: { slotId: '18:00-18:30', pointName: 'Halle', startsAt: '2030-03-13T17:00:00.000Z' },
        totals: { linesC: 3_010, depositC: 90, solidarityC: 602, totalC: 3_702, maxC: 3_702 + 216 },
        payMode: 'pickup',
      },
    })
    await sale.service.internals.runtime.settled()
    expect(await offerShown(sale, milk)).toMatchObject({ confirmedB: 3, heldB: 0, availableB: 37 })
    const { body } = await sale.visitor.get<SessionView>(`/sessions/${SESSION}`)
    expect(body.points[0]?.slots[2]).toMatchObject({ id: '18:00-18:30', capacity: 10, free: 9 })
    // Asked again with another key, it is done already.
    expect(await sale.confirm('mbr_anne')).toMatchObject({ status: 409, body: { code: 'wrong-state', state: 'confirmed' } })
  })

  it('answers a repeated confirmation with the same order', async () => {
    const sale = await open()
    const loaf = await sale.sell(LOAF, { allocatedB: 5 })
    await sale.setLine('mbr_anne', loaf, 1)
    const replies = await Promise.all([1, 2, 3].map(() => sale.confirm('mbr_anne', {}, 'confirm-once')))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1)
    expect(await sale.confirm('mbr_anne', { slotId: '17:00-17:30' }, 'confirm-once')).toMatchObject({ status: 422 })
  })

  it('[market 6] a confirmation received just before the closing passes, although its claims are pinned after it', async () => {
    const clock = manualClock(parseInstant(CLOSES_AT.replace('19:00', '18:55')))
    const sale = await open({ clock, around: (store) => closesDuringCheckout(store, clock) })
    const loaf = await sale.sell(LOAF, { allocatedB: 5 })
    const held = await sale.setLine('mbr_anne', loaf, 2)
    expect(held.body.line?.expiresAt).toBe(CLOSES_AT)
    await sale.setLine('mbr_late', loaf, 1)
    clock.advanceTo(plusMs(parseInstant(CLOSES_AT), -100))
    const confirmed = await sale.confirm('mbr_anne')
    expect(confirmed.status).toBe(200)
    // Its lock falls due in the same moment: the answer says whichever holds when it is written.
    expect(['confirmed', 'locked']).toContain(confirmed.body.state)
    expect(clock.now() > CLOSES_AT).toBe(true)
    expect(await sale.setLine('mbr_basile', loaf, 1)).toMatchObject({ status: 409, body: { code: 'producer-closed' } })
    expect(await sale.confirm('mbr_late')).toMatchObject({
      status: 409,
      body: { code: 'line-unavailable', lines: [{ code: 'producer-closed' }] },
    })
    await passing(sale, clock, 0)
    expect((await sale.as('mbr_anne').get<OrderView>(`/sessions/${SESSION}/my-order`)).body).toMatchObject({
      state: 'locked',
      lines: [{ claim: 'confirmed', qtyB: 2 }],
    })
  })

  it('[market 9] of two who want the last place of a slot one gets it, the other three alternatives and keeps its claims', async () => {
    const sale = await open()
    const loaf = await sale.sell(LOAF, { allocatedB: 100 })
    const members = Array.from({ length: 11 }, (_, index) => `mbr_${index}`)
    for (const member of members) await sale.setLine(member, loaf, 1)
    const first = await Promise.all(members.slice(0, 9).map((member) => sale.confirm(member)))
    expect(first.map(({ status }) => status)).toEqual(Array(9).fill(200))
    const [a, b] = await Promise.all(members.slice(9).map((member) => sale.confirm(member)))
    expect([a?.status, b?.status].sort()).toEqual([200, 409])
    const [loser, member] = a?.status === 409 ? [a, members[9]] : [b, members[10]]
    expect(loser?.body).toMatchObject({
      code: 'slot-full',
      alternatives: [
        { slotId: '17:30-18:00', free: 25 },
        { slotId: '18:30-19:00', free: 25 },
        { slotId: '17:00-17:30', free: 25 },
      ],
    })
    const basket = await sale.as(String(member)).get<OrderView>(`/sessions/${SESSION}/my-order`)
    expect(basket.body).toMatchObject({
      state: 'basket',
      lines: [{ claim: 'held', qtyB: 1 }],
      checkout: { state: 'failed', code: 'slot-full' },
    })
    expect(await sale.confirm(String(member), { slotId: '18:30-19:00' })).toMatchObject({ status: 200 })
  })

  it('never gives more places than there are, whoever comes when', async () => {
    const sale = await open()
    const loaf = await sale.sell(LOAF, { allocatedB: 100 })
    const members = Array.from({ length: 30 }, (_, index) => `mbr_${index}`)
    await Promise.all(members.map((member) => sale.setLine(member, loaf, 1)))
    const replies = await Promise.all(members.map((member) => sale.confirm(member)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(10)
    expect(new Set(replies.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(new Set(['slot-full']))
    await sale.service.internals.runtime.settled()
    expect(await offerShown(sale, loaf)).toMatchObject({ confirmedB: 10, heldB: 20, availableB: 70 })
  })

  it('refuses what cannot be: empty, unknown slot or terms, ways to pay and bands that are not offered', async () => {
    const sale = await open()
    const loaf = await sale.sell(LOAF, { allocatedB: 5 })
    expect(await sale.confirm('mbr_anne')).toMatchObject({ status: 409, body: { code: 'empty-order' } })
    await sale.setLine('mbr_anne', loaf, 1)
    const codeOf = async (changes: Record<string, unknown>) => (await sale.confirm('mbr_anne', changes)).body.code
    expect(await codeOf({ slotId: '10:00-10:30' })).toBe('slot-unknown')
    expect(await codeOf({ pointId: 'pkp_ELSEWHERE' })).toBe('slot-unknown')
    expect(await codeOf({ termsVersion: 'older' })).toBe('terms-changed')
    expect(await codeOf({ payMode: 'prepaid' })).toBe('pay-mode-unavailable')
    expect(await codeOf({ bandBp: 8_000 })).toBe('fund-empty')
    expect(await codeOf({ bandBp: 9_000 })).toBe('invalid')
    expect((await sale.confirm('mbr_anne', { pointId: SMALL_POINT })).status).toBe(200)
  })
})

describe('cancelling', () => {
  it('frees stock and place until the first producer closes, and not after', async () => {
    const clock = saleClock()
    const sale = await open({ clock })
    const loaf = await sale.sell(LOAF, { allocatedB: 5 })
    for (const member of ['mbr_anne', 'mbr_basile']) {
      await sale.setLine(member, loaf, 2)
      expect((await sale.confirm(member)).status).toBe(200)
    }
    const cancelled = await sale.as('mbr_anne').post<OrderView>(`/sessions/${SESSION}/my-order/cancel`, {})
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', lines: [{ qtyB: 2 }] } })
    await sale.service.internals.runtime.settled()
    expect(await offerShown(sale, loaf)).toMatchObject({ availableB: 3, confirmedB: 2 })
    const { body } = await sale.visitor.get<SessionView>(`/sessions/${SESSION}`)
    expect(body.points[0]?.slots[2]?.free).toBe(9)
    // What is set now begins a new basket.
    expect(await sale.setLine('mbr_anne', loaf, 1)).toMatchObject({ status: 200, body: { order: { state: 'basket', lines: 1 } } })
    clock.advanceTo(parseInstant(CLOSES_AT))
    expect(await sale.as('mbr_basile').post(`/sessions/${SESSION}/my-order/cancel`, {})).toMatchObject({
      status: 409,
      body: { code: 'order-locked' },
    })
    await sale.service.internals.runtime.settled()
    await sale.service.internals.runtime.runTimers()
    expect((await sale.as('mbr_basile').get<OrderView>(`/sessions/${SESSION}/my-order`)).body.state).toBe('locked')
  })

  it('empties a basket and gives its holds back at once', async () => {
    const sale = await open()
    const loaf = await sale.sell(LOAF, { allocatedB: 5 })
    await sale.setLine('mbr_anne', loaf, 2)
    expect((await sale.as('mbr_anne').post<OrderView>(`/sessions/${SESSION}/my-order/cancel`, {})).body).toMatchObject({
      state: 'basket',
      lines: [],
    })
    expect(await sale.setLine('mbr_basile', loaf, 5)).toMatchObject({ status: 200 })
  })
})

describe('editing a confirmed order', () => {
  it('sells a line that is added later at once, and cancels the order with its last line', async () => {
    const sale = await open()
    const [loaf, milk] = [await sale.sell(LOAF, { allocatedB: 5 }), await sale.sell(MILK, { allocatedB: 5 })]
    await sale.setLine('mbr_anne', loaf, 1)
    await sale.confirm('mbr_anne')
    await sale.service.internals.runtime.settled()
    await sale.setLine('mbr_anne', milk, 2)
    await sale.service.internals.runtime.settled()
    expect(await offerShown(sale, milk)).toMatchObject({ confirmedB: 2, heldB: 0 })
    const order = await sale.as('mbr_anne').get<OrderView>(`/sessions/${SESSION}/my-order`)
    expect(order.body).toMatchObject({
      state: 'confirmed',
      lines: [{ claim: 'confirmed' }, { claim: 'confirmed' }],
      totals: { linesC: 750, depositC: 60 },
    })
    await sale.setLine('mbr_anne', loaf, 0)
    await sale.setLine('mbr_anne', milk, 0)
    await sale.service.internals.runtime.settled()
    expect((await sale.as('mbr_anne').get<OrderView>(`/sessions/${SESSION}/my-order`)).body.state).toBe('cancelled')
    const { body } = await sale.visitor.get<SessionView>(`/sessions/${SESSION}`)
    expect(body.points[0]?.slots[2]?.free).toBe(10)
  })
})

describe('holds of a basket', () => {
  it('are extended together, warned of once, lost at their end and told', async () => {
    const clock = saleClock()
    const sale = await open({ clock })
    const [loaf, milk] = [await sale.sell(LOAF, { allocatedB: 5 }), await sale.sell(MILK, { allocatedB: 5 })]
    await sale.setLine('mbr_anne', loaf, 1)
    clock.advanceBy(MINUTE)
    await sale.setLine('mbr_anne', milk, 1)
    const extended = await sale
      .as('mbr_anne')
      .post<{ order: OrderView; notExtended: unknown[] }>(`/sessions/${SESSION}/my-order/extend`, {})
    expect(extended.body.notExtended).toEqual([])
    expect(extended.body.order.expiresAt).toBe(plusMs(clock.now(), 39 * MINUTE))
    const asked = notificationsOf(sale)
    await passing(sale, clock, 37 * MINUTE)
    await passing(sale, clock, 4 * MINUTE)
    await asked.until((keys) => keys.length === 2)
    expect(asked.keys()).toEqual(['hold-expiring', 'line-lost'])
    await asked.stop()
    const basket = await sale.as('mbr_anne').get<OrderView>(`/sessions/${SESSION}/my-order`)
    expect(basket.body).toMatchObject({ state: 'basket', lines: [{ claim: 'released' }, { claim: 'released' }], totals: { totalC: 0 } })
    // A released line is taken off without a claim behind it.
    expect(await sale.setLine('mbr_anne', milk, 0)).toMatchObject({ status: 200, body: { line: null, order: { lines: 1 } } })
  })
})

/** Lets time pass as it would: what falls due runs before anything else happens. */
async function passing(sale: TestMarket, clock: ManualClock, ms: number) {
  clock.advanceBy(ms)
  await sale.service.internals.runtime.runTimers()
  await sale.service.internals.runtime.settled()
}

/** The keys of all notifications asked for from now on. */
function notificationsOf(sale: TestMarket) {
  const seen: string[] = []
  let wake = () => {}
  const subscription = sale.log.subscribe(
    { topics: ['filature.market'], group: `test.${Math.random()}`, from: 'beginning' },
    async (records) => {
      for (const { event } of records) {
        if (event?.type === 'market.NotificationAsked.v1') seen.push((event.data as { key: string }).key)
      }
      wake()
    },
  )
  return {
    keys: () => seen,
    async until(satisfied: (keys: readonly string[]) => boolean) {
      while (!satisfied(seen)) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    stop: () => subscription.stop(),
  }
}

/** The producers close between the write that accepts a confirmation and the first pin. */
function closesDuringCheckout(store: Store, clock: ManualClock): Store {
  let isOver = false
  return {
    ...store,
    async commit(operations) {
      const outcomes = await store.commit(operations)
      const starts = operations.some((one) => one.kind === 'write' && one.events.some(({ type }) => type === 'market.CheckoutStarted.v1'))
      if (starts && !isOver) {
        isOver = true
        clock.advanceTo(plusMs(parseInstant(CLOSES_AT), 300))
      }
      return outcomes
    },
  }
}

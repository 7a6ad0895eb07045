import type { OrderView } from '@filature/contracts/market/order'
import { afterEach, describe, expect, it } from 'vitest'
import { openSale, SESSION, saleClock, type TestMarket } from '../testing/open-market.ts'
import { CARROTS, LOAF } from '../testing/samples.ts'

let market: TestMarket | undefined
afterEach(async () => {
  await market?.stop()
  expect(market?.errors ?? []).toEqual([])
  market = undefined
})

const MINUTE = 60_000
/** More than an order remembers outcomes of. */
const MANY_ATTEMPTS = 12

describe('the same request again, long after', () => {
  it('tells of a line that was taken out since what it made of it then, and holds nothing', async () => {
    market = await openSale()
    const loaf = await market.sell(LOAF, { allocatedB: 5 })
    const first = await market.setLine('mbr_anne', loaf, 2, 'key-the-first')
    expect((await market.setLine('mbr_anne', loaf, 0)).body.stock).toMatchObject({ heldB: 0 })
    const again = await market.setLine('mbr_anne', loaf, 2, 'key-the-first')
    expect([again.status, again.body.line, again.body.stock]).toEqual([200, first.body.line, first.body.stock])
    expect(again.body.order.lines).toBe(0)
  })

  it('is not refused for a cap that was reached since', async () => {
    market = await openSale({ settings: { MARKET_LINES_PER_ORDER: 1 } })
    const loaf = await market.sell(LOAF, { allocatedB: 5 })
    const carrots = await market.sell(CARROTS, { allocatedB: 5_000 })
    await market.setLine('mbr_anne', loaf, 1, 'key-the-first')
    await market.setLine('mbr_anne', loaf, 0)
    expect((await market.setLine('mbr_anne', carrots, 250)).status).toBe(200)
    expect((await market.setLine('mbr_anne', loaf, 1)).body).toMatchObject({ code: 'too-many-lines', most: 1 })
    const again = await market.setLine('mbr_anne', loaf, 1, 'key-the-first')
    expect(again).toMatchObject({ status: 200, body: { line: { qtyB: 1 }, order: { lines: 1 } } })
  })

  it('is the same request although the holds of its member have become shorter', async () => {
    const clock = saleClock()
    market = await openSale({ clock, settings: { MARKET_LAPSED_BASKETS: 1 } })
    const loaf = await market.sell(LOAF, { allocatedB: 5 })
    const { runtime } = market.service.internals
    expect((await market.setLine('mbr_anne', loaf, 1, 'key-the-first')).status).toBe(200)
    clock.advanceBy(22 * MINUTE)
    await runtime.runTimers()
    await runtime.settled()
    expect((await market.setLine('mbr_anne', loaf, 1, 'key-the-first')).status).toBe(200)
    expect((await market.setLine('mbr_anne', loaf, 2, 'key-the-first')).body).toMatchObject({ code: 'idempotency-mismatch' })
  })

  it('extends the holds that it extended, and none that came after', async () => {
    const clock = saleClock()
    market = await openSale({ clock })
    const loaf = await market.sell(LOAF, { allocatedB: 5 })
    const carrots = await market.sell(CARROTS, { allocatedB: 5_000 })
    const anne = market.as('mbr_anne')
    const extend = () => anne.post<OrderView>(`/sessions/${SESSION}/my-order/extend`, {}, { 'Idempotency-Key': 'key-the-first' })
    await market.setLine('mbr_anne', loaf, 1)
    expect((await extend()).status).toBe(200)
    clock.advanceBy(MINUTE)
    const later = await market.setLine('mbr_anne', carrots, 250)
    expect((await extend()).status).toBe(200)
    const { lines } = (await anne.get<OrderView>(`/sessions/${SESSION}/my-order`)).body
    expect(lines.find(({ offerId }) => offerId === carrots)?.expiresAt).toBe(later.body.line?.expiresAt)
    await anne.post(`/sessions/${SESSION}/my-order/cancel`, { reason: 'other plans' })
    expect((await extend()).status).toBe(200)
  })

  it('is told that a confirmation ended, also when nobody remembers how', async () => {
    market = await openSale()
    const loaf = await market.sell(LOAF, { allocatedB: 5 })
    const anne = market.as('mbr_anne')
    for (let attempt = 0; attempt < MANY_ATTEMPTS; attempt += 1) {
      await market.setLine('mbr_anne', loaf, 3)
      expect((await market.confirm('mbr_anne', {}, `key-attempt-${attempt}`)).status).toBe(200)
      expect((await anne.post(`/sessions/${SESSION}/my-order/cancel`, { reason: 'other plans' })).status).toBe(200)
    }
    expect((await market.confirm('mbr_anne', {}, 'key-attempt-0')).status).toBe(200)
  })
})

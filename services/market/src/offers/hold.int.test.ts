import type { OfferView } from '@filature/contracts/market/offer'
import type { OrderView } from '@filature/contracts/market/order'
import { MINUTE } from '@filature/kernel/instant'
import type { Store } from '@filature/store/port'
import { afterEach, describe, expect, it } from 'vitest'
import { openSale, SESSION, saleClock, type TestMarket } from '../testing/open-market.ts'
import { CHICKEN, LOAF } from '../testing/samples.ts'

let market: TestMarket | undefined
afterEach(async () => {
  await market?.stop()
  expect(market?.errors ?? []).toEqual([])
  market = undefined
})

const members = (count: number) => Array.from({ length: count }, (_, index) => `mbr_${index}`)

async function offerShown(offerId: string): Promise<OfferView | undefined> {
  const { body } = await (market as TestMarket).visitor.get<{ items: OfferView[] }>(`/sessions/${SESSION}/offers`)
  return body.items.find(({ id }) => id === offerId)
}

/** A store whose timers nobody looks at: the sweeper is stopped, everything else works. */
const withoutTimers = (store: Store): Store => ({ ...store, due: async () => [], nextDue: async () => undefined })

describe('stock over HTTP', () => {
  it('[market 1] 500 people ask for one of 50 at once: 50 hold one, 450 are told that none is left, nobody anything else', async () => {
    market = await openSale()
    const { setLine, sell, service } = market
    const offerId = await sell(LOAF, { allocatedB: 50 })
    const replies = await Promise.all(members(500).map((member) => setLine(member, offerId, 1)))
    const held = replies.filter(({ status }) => status === 200)
    const refused = replies.filter(({ status }) => status === 409)
    expect(held).toHaveLength(50)
    expect(refused).toHaveLength(450)
    expect(new Set(refused.map(({ body }) => `${body.code} ${body.availableB}`))).toEqual(new Set(['insufficient-stock 0']))
    // Every answer tells a version of its own, and the stock that was there then.
    const told = held.map(({ body }) => body.stock).sort((a, b) => a.v - b.v)
    expect(told.map(({ availableB }) => availableB)).toEqual(Array.from({ length: 50 }, (_, index) => 49 - index))
    await service.internals.runtime.settled()
    expect(await offerShown(offerId)).toMatchObject({ allocatedB: 50, availableB: 0, heldB: 50, confirmedB: 0 })
  })

  it('[market 2] a hold that ended while the sweeper was stopped goes to the next one, and its first owner reads line-unavailable', async () => {
    const clock = saleClock()
    market = await openSale({ clock, around: withoutTimers })
    const { setLine, sell, confirm, as, service } = market
    const offerId = await sell(LOAF, { allocatedB: 1 })
    expect((await setLine('mbr_anne', offerId, 1)).status).toBe(200)
    await service.internals.runtime.settled()
    clock.advanceBy(20 * MINUTE)
    // The screen knows it too, although no timer ran and no event was written.
    expect(await offerShown(offerId)).toMatchObject({ availableB: 1, heldB: 0 })
    const basile = await setLine('mbr_basile', offerId, 1)
    expect(basile).toMatchObject({ status: 200, body: { stock: { availableB: 0, heldB: 1 } } })
    const anne = await confirm('mbr_anne')
    expect(anne).toMatchObject({
      status: 409,
      body: { code: 'line-unavailable', lines: [{ offerId, name: 'Pain', availableB: 0, qtyB: 1 }] },
    })
    // Her basket is hers still: the line stays, released, to be taken back or removed.
    const basket = await as('mbr_anne').get<OrderView>(`/sessions/${SESSION}/my-order`)
    expect(basket.body).toMatchObject({ state: 'basket', lines: [{ offerId, claim: 'released' }], totals: { totalC: 0 } })
    expect((await confirm('mbr_basile')).status).toBe(200)
  })

  it('[market 3] the same key five times is one claim and one answer; the same key with another quantity is a mismatch', async () => {
    market = await openSale()
    const { setLine, sell, service } = market
    const offerId = await sell(LOAF, { allocatedB: 10 })
    const replies = await Promise.all(Array.from({ length: 5 }, () => setLine('mbr_anne', offerId, 2, 'one-and-the-same')))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    const [first, ...others] = replies.map(({ body: { serverTime: _time, ...body } }) => body)
    for (const other of others) expect(other).toEqual(first)
    expect(await setLine('mbr_anne', offerId, 3, 'one-and-the-same')).toMatchObject({ status: 422, body: { code: 'idempotency-mismatch' } })
    // Somebody else's key is another key, whatever its letters.
    expect((await setLine('mbr_basile', offerId, 3, 'one-and-the-same')).status).toBe(200)
    await service.internals.runtime.settled()
    expect(await offerShown(offerId)).toMatchObject({ heldB: 5, availableB: 5 })
  })

  it('[market 7] a confirmed line is raised only by what is left, stays as it was when refused, and frees what it gives up', async () => {
    market = await openSale()
    const { setLine, sell, confirm, as, service } = market
    const offerId = await sell(LOAF, { allocatedB: 4 })
    await setLine('mbr_anne', offerId, 3)
    expect((await confirm('mbr_anne')).status).toBe(200)
    await service.internals.runtime.settled()
    expect(await setLine('mbr_anne', offerId, 5)).toMatchObject({ status: 409, body: { code: 'insufficient-stock', availableB: 1 } })
    expect((await as('mbr_anne').get<OrderView>(`/sessions/${SESSION}/my-order`)).body).toMatchObject({
      state: 'confirmed',
      lines: [{ qtyB: 3 }],
    })
    const lowered = await setLine('mbr_anne', offerId, 1)
    expect(lowered).toMatchObject({
      status: 200,
      body: { line: { qtyB: 1, claim: 'confirmed' }, order: { totals: { totalC: 450 } }, stock: { availableB: 3 } },
    })
    await service.internals.runtime.settled()
    expect(await offerShown(offerId)).toMatchObject({ availableB: 3, confirmedB: 1 })
    expect((await setLine('mbr_basile', offerId, 3)).status).toBe(200)
  })

  it('[market 8] a cap holds like stock, and nothing is listed without one', async () => {
    market = await openSale()
    const { setLine, sell } = market
    const offerId = await sell(LOAF, { mode: 'on-demand', allocatedB: 40 })
    expect((await setLine('mbr_anne', offerId, 38)).status).toBe(200)
    expect(await setLine('mbr_basile', offerId, 3)).toMatchObject({ status: 409, body: { code: 'insufficient-stock', availableB: 2 } })
    await expect(sell(CHICKEN, { mode: 'on-demand' })).rejects.toThrow('cap-required')
  })

  it('answers in the caller’s language, with the figure', async () => {
    market = await openSale()
    const offerId = await market.sell(LOAF, { allocatedB: 3 })
    const refused = await market
      .as('mbr_anne')
      .put<{ detail: string }>(`/sessions/${SESSION}/my-order/lines/${offerId}`, { qtyB: 4 }, { 'Accept-Language': 'fr' })
    expect(refused.body.detail).toBe('Il n’en reste que 3\u00a0pièces.')
  })
})

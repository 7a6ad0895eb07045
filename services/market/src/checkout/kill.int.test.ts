import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forgetTestData } from '@filature/aggregates/testing/engines'
import type { OfferView } from '@filature/contracts/market/offer'
import type { OrderView } from '@filature/contracts/market/order'
import type { SessionView } from '@filature/contracts/market/session'
import { manualClock } from '@filature/kernel/clock'
import { MINUTE, parseInstant, plusMs, SECOND } from '@filature/kernel/instant'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { orderIdOf } from '../orders/order.ts'
import { openMarket, SESSION, type TestMarket } from '../testing/open-market.ts'
import { DURING_SALE } from '../testing/samples.ts'

const dyingProcess = fileURLToPath(new URL('../testing/dying-process.ts', import.meta.url))

let dataDir: string
let market: TestMarket | undefined
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'market-kill-'))
})
afterEach(async () => {
  await market?.stop()
  expect(market?.errors ?? []).toEqual([])
  market = undefined
  await forgetTestData(dataDir)
})

/** Runs a market until it dies right after the named write. */
async function died(after: string): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', dyingProcess], {
    env: { ...process.env, DIES_AFTER: after, MARKET_TEST_DIR: dataDir },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' })
}

/** Opens the same folder again, so long after the crash. */
async function startedAgain(afterMs: number): Promise<TestMarket> {
  market = await openMarket({ dataDir, clock: manualClock(plusMs(parseInstant(DURING_SALE), afterMs)) })
  const { runtime } = market.service.internals
  await runtime.runTimers()
  await runtime.settled()
  return market
}

const offersShown = async (at: TestMarket) =>
  (await at.visitor.get<{ items: OfferView[] }>(`/sessions/${SESSION}/offers`)).body.items.map(
    ({ name, heldB, confirmedB, availableB }) => ({
      name,
      heldB,
      confirmedB,
      availableB,
    }),
  )
const basketOf = async (at: TestMarket) => (await at.as('mbr_anne').get<OrderView>(`/sessions/${SESSION}/my-order`)).body

const HELD = [
  { name: 'Pain', heldB: 2, confirmedB: 0, availableB: 6 },
  { name: 'Poulet', heldB: 1, confirmedB: 0, availableB: 7 },
  { name: 'Carottes', heldB: 500, confirmedB: 0, availableB: 7_500 },
]
const SOLD = HELD.map(({ heldB, ...rest }) => ({ ...rest, heldB: 0, confirmedB: heldB }))

describe('kill -9 in the middle', () => {
  it('[market 4] after the offer’s write: the line is in the basket with the same end, and the same key gives the same answer', async () => {
    await died('StockHeld:1')
    const again = await startedAgain(2 * MINUTE)
    const expiresAt = plusMs(parseInstant(DURING_SALE), 20 * MINUTE)
    const basket = await basketOf(again)
    expect(basket).toMatchObject({ state: 'basket', lines: [{ name: 'Pain', qtyB: 2, claim: 'held', expiresAt }], expiresAt })
    const offerId = basket.lines[0]?.offerId ?? ''
    const retried = await again.setLine('mbr_anne', offerId, 2, 'line-key-0')
    expect(retried).toMatchObject({ status: 200, body: { line: { qtyB: 2, expiresAt }, stock: { availableB: 6, heldB: 2 } } })
    expect((await offersShown(again))[0]).toEqual(HELD[0])
  })

  it('[market 5] with three claims pinned and the deadline past: all are held again and the member can go on', async () => {
    await died('ClaimPinned:3')
    const again = await startedAgain(61 * SECOND)
    await settledOrder(again, 'basket')
    expect(await basketOf(again)).toMatchObject({
      state: 'basket',
      lines: [{ claim: 'held' }, { claim: 'held' }, { claim: 'held' }],
      checkout: { state: 'failed', code: 'checkout-timeout' },
    })
    expect(await offersShown(again)).toEqual(HELD)
    expect((await again.confirm('mbr_anne')).status).toBe(200)
  })

  it('[market 5] with three claims pinned and time left: the same confirmation is carried through, once', async () => {
    await died('ClaimPinned:3')
    const again = await startedAgain(5 * SECOND)
    await settledOrder(again, 'confirmed')
    expect(await offersShown(again)).toEqual(SOLD)
    // The member, who never got an answer, asks again with the same key.
    expect(await again.confirm('mbr_anne', {}, 'confirm-key')).toMatchObject({ status: 200, body: { state: 'confirmed' } })
    await onceConfirmed(again)
  })

  it('[market 5] past the point of no return: the order is confirmed, its claims are sold and its place is booked once', async () => {
    await died('OrderConfirmed:1')
    const again = await startedAgain(5 * MINUTE)
    await settledOrder(again, 'confirmed')
    expect(await offersShown(again)).toEqual(SOLD)
    const { body } = await again.visitor.get<SessionView>(`/sessions/${SESSION}`)
    expect(body.points[0]?.slots[2]?.free).toBe(9)
    await onceConfirmed(again)
  })
})

/** Waits until the process that was interrupted has come to its end. */
async function settledOrder(at: TestMarket, state: string) {
  const { market: parts, runtime } = at.service.internals
  const isDone = (order: { state: string; lines: Record<string, { claim: string }> } | null) =>
    order?.state === state && Object.values(order.lines).every(({ claim }) => claim !== 'pinned')
  expect(await parts.orders.until(orderIdOf(SESSION, 'mbr_anne'), isDone, 20_000)).toBeDefined()
  await runtime.settled()
}

/** The log holds one OrderConfirmed of this order, however often it was delivered. */
async function onceConfirmed(at: TestMarket) {
  const seen = new Set<string>()
  const group = `test.${Math.random()}`
  const subscription = at.log.subscribe({ topics: ['filature.market'], group, from: 'beginning' }, async (records) => {
    for (const { event } of records) if (event?.type === 'market.OrderConfirmed.v1') seen.add(event.id)
  })
  await subscription.ready
  while ((await at.log.lag(group)).some(({ behind }) => behind > 0)) await new Promise((resolve) => setImmediate(resolve))
  await subscription.stop()
  expect([...seen]).toHaveLength(1)
}

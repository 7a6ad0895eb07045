import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OfferView } from '@filature/contracts/market/offer'
import type { SessionSummary } from '@filature/contracts/market/session'
import type { Hold } from '@filature/contracts/materials/hold-shapes'
import { DEMO_PASSWORD, demoAccounts } from '@filature/demo/accounts'
import { demoCalendar } from '@filature/demo/calendar'
import { hubIdOf, productIdOf } from '@filature/demo/load/catalogue'
import { lotIdOf } from '@filature/demo/load/materials-parts'
import { salesOf } from '@filature/demo/occurrences'
import { readDemoRows } from '@filature/demo/rows/read-rows'
import { memberIdOf } from '@filature/demo/world'
import { shiftedClock } from '@filature/kernel/clock'
import { type Instant, MINUTE, msOf, parseInstant } from '@filature/kernel/instant'
import { orderIdOf } from '@filature/market/orders/order'
import { sessionIdOf } from '@filature/market/sessions/session'
import { stockOf } from '@filature/materials/lots/availability'
import { afterEach, describe, expect, test } from 'vitest'
import { type Standalone, startStandalone } from './standalone.ts'

const rows = readDemoRows()
const QUIET = { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', SIGN_INS_PER_MINUTE: '0' }
const PATIENCE_MS = 90_000

let running: Standalone | undefined
let folder = ''

async function start(instant: Instant): Promise<{ place: Standalone; now: () => Instant }> {
  const clock = shiftedClock(msOf(instant) - Date.now())
  running = await startStandalone({ environment: { ...QUIET, DATA_DIR: folder }, clock })
  return { place: running, now: clock.now }
}

async function get<Body>(path: string, token?: string): Promise<Body> {
  const response = await fetch(`http://127.0.0.1:${running?.port}${path}`, {
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  // What the contract of the address promises; the services refuse to answer anything else.
  return (await response.json()) as Body
}

async function signIn(email: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${running?.port}/api/identity/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  })
  const { token } = (await response.json()) as { token: string }
  return token
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

afterEach(async () => {
  await running?.stop()
  running = undefined
  await rm(folder, { recursive: true, force: true })
})

/** A sale closed and not yet handed out; the night after the clocks went forward; New Year's Eve; a leap day. */
const STARTS = ['2026-11-24T12:30:00Z', '2027-03-28T22:45:00Z', '2026-12-31T22:50:00Z', '2028-02-29T08:00:00Z'].map(parseInstant)

describe('the demonstration', () => {
  test.for(STARTS)('loads on an empty folder at %s, and everything in it adds up', { timeout: PATIENCE_MS }, async (instant) => {
    folder = await mkdtemp(join(tmpdir(), 'demo-load-'))
    const { place, now } = await start(instant)
    const { market, materials } = place.services
    const calendar = demoCalendar(instant)

    const { items: open } = await get<{ items: SessionSummary[] }>('/api/market/v1/sessions?state=open&limit=100')
    expect(open.length).toBeGreaterThan(0)
    for (const template of rows.saleTemplates) {
      const sales = salesOf(template, calendar)
      for (const sale of sales) {
        const sessionId = sessionIdOf(hubIdOf(template.place_id), sale.pickupDate)
        const lines = rows.orders.filter(({ template_id, week_offset }) => template_id === template.id && week_offset === sale.week)
        const placed = sale.opensAt <= instant ? lines : []
        const orderIds = [...new Set(placed.map(({ member_id }) => orderIdOf(sessionId, memberIdOf(member_id))))]
        const orders = await market.internals.market.orders.readMany(orderIds)
        expect(new Set(orders.map((order) => order?.state?.state))).toEqual(
          new Set(orderIds.length === 0 ? [] : [sale.week < 0 ? 'locked' : 'confirmed']),
        )
        if (sale.week !== 0 || sale.opensAt > instant) continue
        const { items: offers } = await get<{ items: OfferView[] }>(`/api/market/v1/sessions/${sessionId}/offers`)
        expect(offers.length).toBeGreaterThan(50)
        for (const offer of offers) {
          const product = rows.products.find(({ id }) => productIdOf(id) === offer.productId)
          const ordered = sum(placed.filter(({ product_id }) => product_id === product?.id).map(({ quantity }) => quantity))
          expect([offer.name, offer.allocatedB, offer.confirmedB, offer.heldB]).toEqual([
            product?.name_fr,
            product?.weekly_stock,
            ordered,
            0,
          ])
        }
      }
    }

    const lots = await materials.internals.lots.readMany(rows.lots.map(({ id }) => lotIdOf(id)))
    for (const [index, row] of rows.lots.entries()) {
      const lot = lots[index]?.state
      if (lot == null) throw new Error(`${row.id} is not there`)
      const gone = sum(
        [...rows.lotExits, ...rows.lotReservations].filter(({ lot_id }) => lot_id === row.id).map(({ quantity }) => quantity),
      )
      expect([row.id, lot.publication, stockOf(lot, now()).available]).toEqual([row.id, row.publication, row.quantity - gone])
    }

    const token = await signIn('maud.galon@example.org')
    const { items: holds } = await get<{ items: Hold[] }>('/api/materials/v1/holds', token)
    const minutes = holds.map(({ expiresAt }) => (expiresAt === null ? null : (Date.parse(expiresAt) - msOf(instant)) / MINUTE))
    const expected = rows.lotReservations
      .filter(({ member_id }) => member_id === 'maud-galon')
      .map(({ expires_in_min }) => expires_in_min ?? null)
    // Both began at the same instant: the first start, to the second.
    expect(minutes.map((minute) => (minute === null ? null : Math.floor(minute))).toSorted()).toEqual(expected.toSorted())
    expect(demoAccounts()).toHaveLength(10)
  })

  test('a second start keeps everything and loads nothing again', { timeout: PATIENCE_MS }, async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-load-'))
    const instant = parseInstant('2026-06-03T09:00:00Z')
    const versions = async (place: Standalone) => {
      const found = await place.services.materials.internals.lots.readMany(rows.lots.map(({ id }) => lotIdOf(id)))
      return found.map((lot) => lot?.version)
    }
    const first = await start(instant)
    expect(first.place.facts.demo?.loadedInMs).toBeGreaterThan(0)
    const before = await versions(first.place)
    await first.place.stop()
    const second = await start(parseInstant('2026-06-03T09:01:00Z'))
    expect(second.place.facts.demo).toEqual({ loadedInMs: undefined })
    expect(await versions(second.place)).toEqual(before)
  })

  test('stays out of a folder when it is switched off, and does not come later to one that people use', {
    timeout: PATIENCE_MS,
  }, async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-load-'))
    running = await startStandalone({ environment: { ...QUIET, DATA_DIR: folder, DEMO: 'off' } })
    expect(running.facts.demo).toBeUndefined()
    const { members } = running.services.identity.internals
    const actor = { kind: 'system', id: 'test', roles: {} } as const
    const person = {
      type: 'CreateMember',
      firstName: 'Ada',
      lastName: 'L',
      displayName: 'Ada',
      email: 'ada@example.org',
      locale: 'fr',
    } as const
    await members.execute('mbr_0000000000000000000000ADA1', person, { actor })
    await running.stop()
    running = await startStandalone({ environment: { ...QUIET, DATA_DIR: folder } })
    expect(running.facts.demo).toBeUndefined()
    const { items } = await get<{ items: SessionSummary[] }>('/api/market/v1/sessions')
    expect(items).toEqual([])
  })
})

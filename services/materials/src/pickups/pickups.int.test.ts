import { STOCK_TOPIC } from '@filature/contracts/events/registry'
import type { EventRecord } from '@filature/kernel/event'
import { HOUR } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { standingStock } from '../stock-state.ts'
import { libraryOfEachTest } from '../testing/each-test.ts'
import { CLERK } from '../testing/library.ts'

const { library, stock, hold, later, eventsOf } = libraryOfEachTest()

const holdBy = async (memberId: string, lotId: string, qty: number) => (await hold(library().member(memberId), lotId, qty)).holdId

describe('the hand-over', () => {
  it('of 10 held and 6 fetched: a slip, 4 stay until their deadline and are then free', async () => {
    const lotId = await stock(10)
    const holdId = await holdBy('mbr_a', lotId, 10)
    const clerk = library().member('mbr_clerk', CLERK)
    const fetched = await clerk.post(`/holds/${holdId}/pickup`, { qty: 6, destination: { kind: 'member', km: 12 } })
    expect(fetched).toMatchObject({
      status: 200,
      body: {
        slip: expect.stringMatching(/^BE-FIL-\d{4}-000001$/),
        qty: 6,
        remaining: 4,
        massG: 111_000,
        priceCents: 15_000,
        available: 0,
      },
    })
    expect((await library().member('mbr_a').get(`/holds/${holdId}`)).body).toMatchObject({ qty: 4, state: 'active' })
    await later(48 * HOUR)
    expect((await library().anonymous.get(`/lots/${lotId}`)).body).toMatchObject({ available: 4, held: 0 })
    expect((await library().member('mbr_a').get('/holds/ended')).body).toMatchObject({
      items: [{ holdId, state: 'expired', slip: fetched.body['slip'] }],
    })
  })

  it('slip numbers have no gap and no twin, whoever hands over at the same moment and however often it is sent', async () => {
    const clerk = library().member('mbr_clerk', CLERK)
    const holds = await Promise.all(Array.from({ length: 30 }, async (_, index) => holdBy(`mbr_${index}`, await stock(1), 1)))
    const answers = await Promise.all(
      holds.flatMap((holdId) => [1, 2].map(() => clerk.post(`/holds/${holdId}/pickup`, { qty: 1, opId: `op-${holdId}` }))),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const numbers = new Set(answers.map(({ body }) => String(body['slip']).slice(-6)))
    expect([...numbers].sort()).toEqual(Array.from({ length: 30 }, (_, index) => String(index + 1).padStart(6, '0')))
  })

  it('is refused elsewhere, beyond the hold and after it', async () => {
    const lotId = await stock(10)
    const holdId = await holdBy('mbr_a', lotId, 2)
    expect((await library().member('mbr_a').post(`/holds/${holdId}/pickup`, { qty: 2 })).status).toBe(403)
    expect((await library().member('mbr_c', { org_B: 'W' }).post(`/holds/${holdId}/pickup`, { qty: 2 })).body).toMatchObject({
      code: 'not-your-depot',
    })
    const clerk = library().member('mbr_clerk', CLERK)
    expect((await clerk.post(`/holds/${holdId}/pickup`, { qty: 3 })).body).toMatchObject({ code: 'over-pickup', qty: 2 })
    expect((await clerk.post('/holds/hld_nothing/pickup', { qty: 1 })).status).toBe(404)
    library().clock.shiftBy(48 * HOUR)
    expect((await clerk.post(`/holds/${holdId}/pickup`, { qty: 2 })).body).toMatchObject({ code: 'hold-ended' })
  })
})

describe('what others hear', () => {
  it('the holder is asked to be told of hold, end and hand-over, each once', async () => {
    const lotId = await stock(10)
    const holdId = await holdBy('mbr_a', lotId, 2)
    await holdBy('mbr_b', lotId, 3)
    await library().member('mbr_clerk', CLERK).post(`/holds/${holdId}/pickup`, { qty: 2 })
    for (const hours of [25, 22, 2]) await later(hours * HOUR)
    const isAsk = ({ type }: EventRecord) => type === 'materials.NotificationAsked.v1'
    const events = await eventsOf('filature.materials', (seen) => seen.filter(isAsk).length >= 6)
    const asks = events
      .filter(isAsk)
      .map(({ data }) => data as { key: string; recipients: string[]; dedupeKey: string; params: Record<string, unknown> })
    const keysOf = (memberId: string) => asks.filter(({ recipients }) => recipients.includes(memberId)).map(({ key }) => key)
    expect(keysOf('mbr_a').sort()).toEqual(['lot-held', 'lot-picked-up'])
    expect(keysOf('mbr_b')).toEqual(['lot-held', 'hold-expiring', 'hold-expiring', 'hold-expired'])
    expect(new Set(asks.map(({ dedupeKey }) => dedupeKey)).size).toBe(asks.length)
    expect(asks.find(({ key }) => key === 'lot-picked-up')?.params).toMatchObject({
      slip: expect.stringMatching(/^BE-/),
      qty: 2,
      unit: 'piece',
      priceCents: 5_000,
    })
  })

  it('the stock topic holds small public states without anybody in them', async () => {
    const lotId = await stock(10)
    const holdId = await holdBy('mbr_a', lotId, 4)
    // Done by a person, and the next one by another: neither may be seen.
    await library().member('mbr_clerk', CLERK).post(`/holds/${holdId}/pickup`, { qty: 2 })
    await library().member('mbr_a').post(`/holds/${holdId}/release`)
    await holdBy('mbr_b', lotId, 4)
    const events = await eventsOf(STOCK_TOPIC, (seen) => seen.some(({ data }) => (data as { available: number }).available === 4))
    expect(events.at(-1)).toMatchObject({
      type: 'materials.StockState.v1',
      subject: lotId,
      data: { id: lotId, rooms: ['depot:dep_A', 'lots'], available: 4, held: 4, state: 'stocked', nextExpiryAt: expect.any(String) },
    })
    expect(JSON.stringify(events)).not.toContain('mbr_')

    const [stored] = await library().store.load('lot', [lotId])
    const standing = stored === undefined ? [] : standingStock('lot', stored)
    expect(
      standing.map(({ key, event }) => [key, event?.data]),
      'made from the lot as it stands',
    ).toEqual([[lotId, events.at(-1)?.data]])
    expect(JSON.stringify(standing)).not.toContain('mbr_')
  })
})

import { derivedId } from '@filature/kernel/ids'
import { HOUR, MINUTE } from '@filature/kernel/instant'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Depot } from '../depots/depot.ts'
import { stockOf } from '../lots/availability.ts'
import { quotaIdOf } from '../quota/quota.ts'
import { type Library, openLibrary } from '../testing/library.ts'
import { boards, ROLL } from '../testing/samples.ts'
import { openDepot, stockLot } from '../testing/stocked.ts'

let library: Library
let depot: Depot

beforeEach(async () => {
  library = await openLibrary()
  depot = await openDepot(library.service.internals)
})
afterEach(async () => {
  const { errors } = library
  await library.stop()
  expect(errors).toEqual([])
})

const stock = (qty: number) => stockLot(library.service.internals, depot, { qty, mass: { method: 'measured', totalG: qty * 18_500 } })
const stateOf = async (lotId: string) => {
  const lot = (await library.service.internals.lots.read(lotId))?.state
  if (lot == null) throw new Error(`no lot ${lotId}`)
  return lot
}

/** All lot events in the log, in order. */
async function lotEvents(lotId: string) {
  await library.service.internals.settled()
  const seen: { type: string; sequence: number; data: unknown }[] = []
  const subscription = library.log.subscribe(
    { topics: ['filature.materials'], group: `look.${Math.random()}`, from: 'beginning' },
    async (records) => {
      for (const { event } of records) if (event?.subject === lotId) seen.push(event)
    },
  )
  await subscription.ready
  const { version = 0 } = (await library.service.internals.lots.read(lotId)) ?? {}
  await expect.poll(() => seen.length).toBe(version)
  await subscription.stop()
  return seen
}

describe('holding over HTTP', () => {
  it('[materials 1] of a lot of 5, 50 members hold 1 at once: 5 hold, 45 are told that nothing is left, versions without gap', async () => {
    const lotId = await stock(5)
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => library.member(`mbr_${index}`).post(`/lots/${lotId}/hold`, { qty: 1 })),
    )
    expect(answers.filter(({ status }) => status === 201).length).toBe(5)
    const refused = answers.filter(({ status }) => status === 409)
    expect(refused.length).toBe(45)
    expect(refused.every(({ body }) => body['code'] === 'insufficient-stock' && body['available'] === 0)).toBe(true)
    const events = await lotEvents(lotId)
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(events.filter(({ type }) => type === 'materials.LotHeld.v1').length).toBe(5)
    for (const { type, data } of events) {
      if (type === 'materials.NotificationAsked.v1') continue
      const { lot } = data as { lot: { available: number; held: number; out: number } }
      expect(lot.available + lot.held + lot.out).toBe(5)
    }
    // Whoever was refused keeps no claim.
    await library.service.internals.settled()
    const claims = await library.service.internals.quotas.readMany(Array.from({ length: 50 }, (_, index) => quotaIdOf(`mbr_${index}`)))
    expect(claims.filter((quota) => Object.keys(quota?.state.claims ?? {}).length > 0).length).toBe(5)
  })

  it('[materials 2] the same hold sent three times with one key is one hold with one answer; another quantity is a mismatch', async () => {
    const lotId = await stock(5)
    const member = library.member('mbr_a')
    const key = 'one-and-the-same-key'
    const answers = await Promise.all([1, 2, 3].map(() => member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(answers[1]?.body).toEqual(answers[0]?.body)
    expect(answers[2]?.body).toEqual(answers[0]?.body)
    expect(stockOf(await stateOf(lotId), library.clock.now())).toMatchObject({ available: 3, held: 2 })
    const mismatch = await member.post(`/lots/${lotId}/hold`, { qty: 3 }, { key })
    expect([mismatch.status, mismatch.body['code']]).toEqual([422, 'idempotency-mismatch'])
  })

  it('[materials 2] also after the hold has ended the same key answers as at first, and holds nothing', async () => {
    const lotId = await stock(5)
    const member = library.member('mbr_a')
    const key = 'one-and-the-same-key'
    const first = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
    await member.post(`/holds/${first.body['holdId']}/release`)
    // So many commands later that the lot itself remembers nothing of the first one.
    const { lots } = library.service.internals
    const options = (n: number) => ({ actor: { kind: 'system', id: 'clerk', roles: {} } as const, idempotencyKey: `describe-${n}` })
    await Promise.all(
      Array.from({ length: 300 }, (_, n) => lots.execute(lotId, { type: 'DescribeLot', changes: { note: `n° ${n}` } }, options(n))),
    )
    await library.service.internals.settled()
    const again = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
    expect([again.status, again.body]).toEqual([201, first.body])
    expect(stockOf(await stateOf(lotId), library.clock.now())).toMatchObject({ available: 5, held: 0 })
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 3 }, { key })).body).toMatchObject({ code: 'idempotency-mismatch' })
  })

  it('[materials 2] the first answer is given again when the lot has gone to somebody else since, and claims nothing', async () => {
    for (let round = 0; round < 10; round += 1) {
      const lotId = await stock(2)
      const [member, other] = [library.member(`mbr_a${round}`), library.member('mbr_b')]
      const key = `the-key-of-round-${round}`
      const first = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
      await member.post(`/holds/${first.body['holdId']}/release`)
      const { body: theirs } = await other.post(`/lots/${lotId}/hold`, { qty: 2 })
      // Whether or not the history has heard of the end.
      const again = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
      expect([again.status, again.body['holdId'], again.body['qty']]).toEqual([201, first.body['holdId'], 2])
      await library.service.internals.settled()
      expect((await library.service.internals.quotas.read(quotaIdOf(`mbr_a${round}`)))?.state.claims).toEqual({})
      await other.post(`/holds/${theirs['holdId']}/release`)
    }
  })

  it('a claim that a crash left is given back at once when the same request comes again and is refused', async () => {
    const { quotas } = library.service.internals
    const lotId = await stock(1)
    await library.member('mbr_b').post(`/lots/${lotId}/hold`, { qty: 1 })
    const key = 'cut-off-between-claim-and-hold'
    const claim = {
      type: 'ClaimQuota',
      holderId: 'mbr_a',
      holdId: derivedId('hld_', 'mbr_a', key),
      lotId,
      massG: 1_000,
      caps: { holds: 5, massG: 500_000 },
    } as const
    await quotas.execute(quotaIdOf('mbr_a'), claim, { actor: { kind: 'system', id: 'test', roles: {} } })
    const refused = await library.member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 1 }, { key })
    expect(refused.body).toMatchObject({ code: 'insufficient-stock' })
    expect((await quotas.read(quotaIdOf('mbr_a')))?.state.claims).toEqual({})
  })

  it('a claim that a crash left without its hold is given back when it stands in the way, and no sooner', async () => {
    const { quotas } = library.service.internals
    const caps = { holds: 5, massG: 500_000 }
    const lotId = await stock(9)
    const claim = (holdId: string) => ({ type: 'ClaimQuota', holderId: 'mbr_a', holdId, lotId, massG: 1_000, caps }) as const
    const actor = { kind: 'system', id: 'test', roles: {} } as const
    for (let index = 0; index < 5; index += 1) await quotas.execute(quotaIdOf('mbr_a'), claim(`hld_left_${index}`), { actor })
    const member = library.member('mbr_a')
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 1 })).body).toMatchObject({ code: 'quota-exceeded' })
    library.clock.shiftBy(3 * MINUTE)
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(201)
    expect(Object.keys((await quotas.read(quotaIdOf('mbr_a')))?.state.claims ?? {}).length).toBe(1)
  })

  it('[materials 3] boards are whole: the refusal names the two nearest quantities', async () => {
    const lotId = await stockLot(library.service.internals, depot, boards(30))
    const refused = await library.member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 70_000 })
    expect(refused.body).toMatchObject({ status: 409, code: 'granularity', nearest: [59_400, 89_100] })
    expect(refused.body['detail']).toContain('5.94 / 8.91')
  })

  it('[materials 4] a roll is not left with a useless rest', async () => {
    const lotId = await stockLot(library.service.internals, depot, ROLL)
    const member = library.member('mbr_a')
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 85_000 })).body).toMatchObject({
      code: 'remainder-too-small',
      nearest: [80_000, 100_000],
    })
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 80_000 })).body).toMatchObject({ qty: 80_000, available: 20_000 })
  })

  it('[materials 6] an expired hold is free for the next one, and freed in the write that holds', async () => {
    const lotId = await stock(4)
    await library.member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 4 })
    const { version: before = 0 } = (await library.service.internals.lots.read(lotId)) ?? {}
    // No timer has had the time to run: the clock jumps and the next request is already on its way.
    library.clock.shiftBy(48 * HOUR)
    const answer = await library.member('mbr_b').post(`/lots/${lotId}/hold`, { qty: 4 })
    expect(answer.status).toBe(201)
    const types = (await lotEvents(lotId)).filter(({ sequence }) => sequence > before).map(({ type }) => type.split('.')[1])
    expect(types.filter((type) => type !== 'NotificationAsked')).toEqual(['HoldReleased', 'LotHeld'])
  })

  it('[materials 9] a member with 4 holds who asks for 10 more at once gets one', async () => {
    const member = library.member('mbr_a')
    const lotIds = await Promise.all(Array.from({ length: 14 }, () => stock(1)))
    for (const lotId of lotIds.slice(0, 4)) expect((await member.post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(201)
    const answers = await Promise.all(lotIds.slice(4).map((lotId) => member.post(`/lots/${lotId}/hold`, { qty: 1 })))
    expect(answers.filter(({ status }) => status === 201).length).toBe(1)
    const refused = answers.filter(({ body }) => body['code'] === 'quota-exceeded')
    expect(refused.length).toBe(9)
    expect(refused[0]?.body).toMatchObject({ limit: 'holds', holdsMost: 5 })
  })

  it('[materials 9] a lot whose own hold ran out two hours ago is closed to that member', async () => {
    const lotId = await stock(2)
    const member = library.member('mbr_a')
    await member.post(`/lots/${lotId}/hold`, { qty: 1 })
    library.clock.shiftBy(50 * HOUR)
    await library.service.internals.runtime.runTimers()
    await library.service.internals.settled()
    expect(stockOf(await stateOf(lotId), library.clock.now()).available).toBe(2)
    const again = await member.post(`/lots/${lotId}/hold`, { qty: 1 })
    expect([again.status, again.body['code']]).toEqual([409, 'rehold-cooldown'])
    expect((await library.member('mbr_b').post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(201)
    library.clock.shiftBy(22 * HOUR)
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(201)
  })

  it('the timer frees an expired hold within five seconds, and with it the member’s quota', async () => {
    const lotId = await stock(2)
    await library.member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 1 })
    library.clock.shiftBy(48 * HOUR)
    await expect.poll(async () => (await stateOf(lotId)).holds.length, { timeout: 5_000 }).toBe(0)
    const quota = async () => Object.keys((await library.service.internals.quotas.read(quotaIdOf('mbr_a')))?.state.claims ?? {}).length
    await expect.poll(quota, { timeout: 2_000 }).toBe(0)
  })

  it('[materials 5] confirming in the millisecond of the expiry: one wins and no unit is lost', async () => {
    const { lots, runtime } = library.service.internals
    let confirmed = 0
    for (let seed = 0; seed < 60; seed += 1) {
      const lotId = await stock(3)
      const hold = (await library.member(`mbr_${seed}`).post(`/lots/${lotId}/hold`, { qty: 3 })).body
      const expiresAt = String(hold['expiresAt'])
      const options = (ms: number) => ({
        actor: { kind: 'system', id: 'test', roles: {} } as const,
        receivedAt: new Date(Date.parse(expiresAt) - ms).toISOString() as NonNullable<Parameters<typeof lots.execute>[2]['receivedAt']>,
      })
      const until = new Date(Date.parse(expiresAt) + HOUR).toISOString() as never
      const confirm = () => lots.execute(lotId, { type: 'ConfirmHold', holdId: String(hold['holdId']), until }, options(seed % 2))
      const expire = () => lots.execute(lotId, { type: 'ExpireHolds' }, options(0))
      const [first, second] = seed % 4 < 2 ? [confirm(), expire()] : [expire(), confirm()]
      const answers = await Promise.all([first, second])
      const answer = seed % 4 < 2 ? answers[0] : answers[1]
      const lot = await stateOf(lotId)
      const won = lot.holds.some(({ kind }) => kind === 'confirmed')
      expect({ seed, accepted: answer.refused !== true }).toEqual({ seed, accepted: won })
      expect({ seed, ...stockOf(lot, lot.at) }).toMatchObject({ seed, available: won ? 0 : 3, held: won ? 3 : 0 })
      if (won) confirmed += 1
    }
    expect(confirmed).toBeGreaterThan(0)
    expect(confirmed).toBeLessThan(60)
    await runtime.settled()
  })
})

describe('a member’s own holds', () => {
  it('are listed, extended once, given back, and then history', async () => {
    const lotId = await stock(3)
    const member = library.member('mbr_a')
    const { body: hold } = await member.post(`/lots/${lotId}/hold`, { qty: 2 })
    expect(hold).toMatchObject({
      lotId,
      qty: 2,
      unit: 'piece',
      kind: 'held',
      state: 'active',
      canExtend: true,
      priceCents: 5_000,
      available: 1,
      depot: { depotId: 'dep_A', town: 'Ligugé' },
    })
    expect((await member.get<{ items: unknown[] }>('/holds')).body.items).toEqual([hold])
    expect((await member.get(`/holds/${hold['holdId']}`)).body).toEqual(hold)
    const extended = await member.post(`/holds/${hold['holdId']}/extend`)
    expect(extended.body).toMatchObject({ extensions: 1, canExtend: false })
    expect(Date.parse(String(extended.body['expiresAt'])) - Date.parse(String(hold['expiresAt']))).toBe(48 * HOUR)
    expect((await member.post(`/holds/${hold['holdId']}/extend`)).body).toMatchObject({ code: 'extension-used' })
    expect((await member.post(`/holds/${hold['holdId']}/release`)).body).toMatchObject({ holdId: hold['holdId'], available: 3 })
    expect((await member.post(`/holds/${hold['holdId']}/release`)).body).toMatchObject({ code: 'hold-ended' })
    expect((await member.get('/holds')).body).toEqual({ items: [] })
    await library.service.internals.settled()
    expect((await member.get('/holds/ended')).body).toMatchObject({ items: [{ holdId: hold['holdId'], state: 'released', qty: 2 }] })
  })

  it('are nobody else’s: to others they do not exist, only a manager of the depot may give them back', async () => {
    const lotId = await stock(3)
    const { body: hold } = await library.member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 2 })
    const other = library.member('mbr_b')
    for (const command of ['extend', 'release']) expect((await other.post(`/holds/${hold['holdId']}/${command}`)).status).toBe(404)
    expect((await other.get(`/holds/${hold['holdId']}`)).status).toBe(404)
    expect((await other.get('/holds')).body).toEqual({ items: [] })
    expect((await library.member('mbr_boss', { org_A: 'M' }).post(`/holds/${hold['holdId']}/release`)).status).toBe(200)
  })

  it('need a signed-in member with the right, a whole positive quantity and a key', async () => {
    const lotId = await stock(3)
    expect((await library.anonymous.post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(401)
    expect((await library.member('mbr_a', {}).post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(403)
    const wrong = await library.member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 0.5, note: 'x' })
    expect(wrong.body).toMatchObject({ status: 400, code: 'invalid', errors: [{ path: 'qty' }, { path: 'note', rule: 'unknown-field' }] })
    expect((await library.member('mbr_a').post('/lots/lot_nowhere/hold', { qty: 1 })).status).toBe(404)
  })

  it('for an organisation count on the organisation’s cap and last as long as a worksite’s', async () => {
    const lotId = await stock(3)
    const builder = library.member('mbr_a', { org_build: 'F' })
    const { body: hold } = await builder.post(`/lots/${lotId}/hold`, { qty: 1, onBehalfOf: 'org_build' })
    expect(hold).toMatchObject({ onBehalfOf: 'org_build' })
    expect(Date.parse(String(hold['expiresAt'])) - Date.parse(String(hold['createdAt']))).toBe(168 * HOUR)
    expect((await builder.post(`/lots/${lotId}/hold`, { qty: 1, onBehalfOf: 'org_other' })).status).toBe(403)
  })
})

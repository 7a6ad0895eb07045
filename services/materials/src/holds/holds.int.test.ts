import type { EventRecord } from '@filature/kernel/event'
import { HOUR } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { libraryOfEachTest } from '../testing/each-test.ts'
import { boards, ROLL } from '../testing/samples.ts'

const { library, stock, publish, claimsOf, settled, eventsOf } = libraryOfEachTest()

/** All lot events in the log, in order. */
async function lotEvents(lotId: string) {
  await settled()
  const { version = 0 } = (await library().service.internals.lots.read(lotId)) ?? {}
  const ofLot = (events: readonly EventRecord[]) => events.filter(({ subject }) => subject === lotId)
  return ofLot(await eventsOf('filature.materials', (seen) => ofLot(seen).length >= version))
}

describe('holding over HTTP', () => {
  it('[materials 1] of a lot of 5, 50 members hold 1 at once: 5 hold, 45 are told that nothing is left, versions without gap', async () => {
    const lotId = await stock(5)
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => library().member(`mbr_${index}`).post(`/lots/${lotId}/hold`, { qty: 1 })),
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
    await settled()
    const claims = await Promise.all(Array.from({ length: 50 }, (_, index) => claimsOf(`mbr_${index}`)))
    expect(claims.flat().length).toBe(5)
  })

  it('[materials 3] boards are whole: the refusal names the two nearest quantities', async () => {
    const lotId = await publish(boards(30))
    const refused = await library().member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 70_000 })
    expect(refused.body).toMatchObject({ status: 409, code: 'granularity', nearest: [59_400, 89_100] })
    expect(refused.body['detail']).toContain('5,94\u00a0m² / 8,91\u00a0m²')
  })

  it('[materials 4] a roll is not left with a useless rest', async () => {
    const lotId = await publish(ROLL)
    const member = library().member('mbr_a')
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 85_000 })).body).toMatchObject({
      code: 'remainder-too-small',
      nearest: [80_000, 100_000],
    })
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 80_000 })).body).toMatchObject({ qty: 80_000, available: 20_000 })
  })

  it('[materials 6] an expired hold is free for the next one, and freed in the write that holds', async () => {
    const lotId = await stock(4)
    await library().member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 4 })
    const { version: before = 0 } = (await library().service.internals.lots.read(lotId)) ?? {}
    // No timer has had the time to run: the clock jumps and the next request is already on its way.
    library().clock.shiftBy(48 * HOUR)
    const answer = await library().member('mbr_b').post(`/lots/${lotId}/hold`, { qty: 4 })
    expect(answer.status).toBe(201)
    const types = (await lotEvents(lotId)).filter(({ sequence }) => sequence > before).map(({ type }) => type.split('.')[1])
    expect(types.filter((type) => type !== 'NotificationAsked')).toEqual(['HoldReleased', 'LotHeld'])
  })

  it('[materials 9] a member with 4 holds who asks for 10 more at once gets one', async () => {
    const member = library().member('mbr_a')
    const lotIds = await Promise.all(Array.from({ length: 14 }, () => stock(1)))
    for (const lotId of lotIds.slice(0, 4)) expect((await member.post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(201)
    const answers = await Promise.all(lotIds.slice(4).map((lotId) => member.post(`/lots/${lotId}/hold`, { qty: 1 })))
    expect(answers.filter(({ status }) => status === 201).length).toBe(1)
    const refused = answers.filter(({ body }) => body['code'] === 'quota-exceeded')
    expect(refused.length).toBe(9)
    expect(refused[0]?.body).toMatchObject({ limit: 'holds', holdsMost: 5 })
  })

  it('need a signed-in member with the right, a whole positive quantity and a key', async () => {
    const lotId = await stock(3)
    expect((await library().anonymous.post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(401)
    expect((await library().member('mbr_a', {}).post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(403)
    const wrong = await library().member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 0.5, note: 'x' })
    expect(wrong.body).toMatchObject({ status: 400, code: 'invalid', errors: [{ path: 'qty' }, { path: 'note', rule: 'unknown-field' }] })
    expect((await library().member('mbr_a').post('/lots/lot_nowhere/hold', { qty: 1 })).status).toBe(404)
  })

  it('for an organisation count on the organisation’s cap and last as long as a worksite’s', async () => {
    const lotId = await stock(3)
    const builder = library().member('mbr_a', { org_build: 'F' })
    const { body: hold } = await builder.post(`/lots/${lotId}/hold`, { qty: 1, onBehalfOf: 'org_build' })
    expect(hold).toMatchObject({ onBehalfOf: 'org_build' })
    expect(Date.parse(String(hold['expiresAt'])) - Date.parse(String(hold['createdAt']))).toBe(168 * HOUR)
    expect((await builder.post(`/lots/${lotId}/hold`, { qty: 1, onBehalfOf: 'org_other' })).status).toBe(403)
  })
})

import { systemActor } from '@filature/kernel/actor'
import { HOUR, parseInstant, plusMs } from '@filature/kernel/instant'
import { within } from '@filature/kernel/testing/within'
import { describe, expect, it } from 'vitest'
import { stockOf } from '../lots/availability.ts'
import { libraryOfEachTest } from '../testing/each-test.ts'

const { library, stock, lotOf, claimsOf, later } = libraryOfEachTest()

describe('the end of a hold', () => {
  it('[materials 9] a lot whose own hold ran out two hours ago is closed to that member', async () => {
    const lotId = await stock(2)
    const member = library().member('mbr_a')
    await member.post(`/lots/${lotId}/hold`, { qty: 1 })
    await later(50 * HOUR)
    expect(stockOf(await lotOf(lotId), library().clock.now()).available).toBe(2)
    const again = await member.post(`/lots/${lotId}/hold`, { qty: 1 })
    expect([again.status, again.body['code']]).toEqual([409, 'rehold-cooldown'])
    expect((await library().member('mbr_b').post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(201)
    library().clock.shiftBy(22 * HOUR)
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 1 })).status).toBe(201)
  })

  it('the timer frees an expired hold within five seconds, and with it the member’s quota', async () => {
    const lotId = await stock(2)
    await library().member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 1 })
    library().clock.shiftBy(48 * HOUR)
    await within(5, async () => (await lotOf(lotId)).holds.length, 0)
    await expect.poll(() => claimsOf('mbr_a')).toEqual([])
  })

  it('[materials 5] confirming in the millisecond of the expiry: one wins and no unit is lost', async () => {
    const { lots, runtime } = library().service.internals
    let confirmed = 0
    for (let seed = 0; seed < 60; seed += 1) {
      const lotId = await stock(3)
      const hold = (await library().member(`mbr_${seed}`).post(`/lots/${lotId}/hold`, { qty: 3 })).body
      const expiresAt = parseInstant(String(hold['expiresAt']))
      const options = (ms: number) => ({ actor: systemActor('test'), receivedAt: plusMs(expiresAt, -ms) })
      const until = plusMs(expiresAt, HOUR)
      const confirm = () => lots.execute(lotId, { type: 'ConfirmHold', holdId: String(hold['holdId']), until }, options(seed % 2))
      const expire = () => lots.execute(lotId, { type: 'ExpireHolds' }, options(0))
      const [first, second] = seed % 4 < 2 ? [confirm(), expire()] : [expire(), confirm()]
      const answers = await Promise.all([first, second])
      const answer = seed % 4 < 2 ? answers[0] : answers[1]
      const lot = await lotOf(lotId)
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

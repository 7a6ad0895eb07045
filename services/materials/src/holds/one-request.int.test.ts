import { systemActor } from '@filature/kernel/actor'
import { derivedId } from '@filature/kernel/ids'
import { MINUTE } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { stockOf } from '../lots/availability.ts'
import { quotaIdOf } from '../quota/quota.ts'
import { libraryOfEachTest } from '../testing/each-test.ts'
import { MANAGER } from '../testing/library.ts'
import { seeded } from '../testing/many-lots.ts'

const { library, stock, hold, lotOf, claimsOf, settled } = libraryOfEachTest()

/** So many commands that the lot itself remembers nothing of what it answered before them. */
async function manyCommandsLater(lotId: string) {
  const { lots } = library().service.internals
  const options = (n: number) => ({ actor: systemActor('clerk'), idempotencyKey: `describe-${n}` })
  await Promise.all(
    Array.from({ length: 300 }, (_, n) => lots.execute(lotId, { type: 'DescribeLot', changes: { note: `n° ${n}` } }, options(n))),
  )
  await settled()
}

describe('one request, however often it is sent', () => {
  it('[materials 2] the same hold sent three times with one key is one hold with one answer; another quantity is a mismatch', async () => {
    const lotId = await stock(5)
    const member = library().member('mbr_a')
    const key = 'one-and-the-same-key'
    const answers = await Promise.all([1, 2, 3].map(() => member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(answers[1]?.body).toEqual(answers[0]?.body)
    expect(answers[2]?.body).toEqual(answers[0]?.body)
    expect(stockOf(await lotOf(lotId), library().clock.now())).toMatchObject({ available: 3, held: 2 })
    const mismatch = await member.post(`/lots/${lotId}/hold`, { qty: 3 }, { key })
    expect([mismatch.status, mismatch.body['code']]).toEqual([422, 'idempotency-mismatch'])
  })

  it('[materials 2] the same key is the same request although the depot’s rule for holds has changed since', async () => {
    const lotId = await stock(5)
    const [member, manager] = [library().member('mbr_a'), library().member('mbr_boss', MANAGER)]
    const key = 'one-and-the-same-key'
    const first = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
    const { depotId } = await lotOf(lotId)
    expect((await manager.post(`/depots/${depotId}/set-policy`, { personHoldHours: 24 }, { ifVersion: 2 })).status).toBe(200)
    const again = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
    expect([again.status, again.body]).toEqual([201, first.body])
    expect(await member.post(`/lots/${lotId}/hold`, { qty: 3 }, { key })).toMatchObject({ status: 422 })
  })

  it('[materials 2] also after the hold has ended the same key answers as at first, and holds nothing', async () => {
    const lotId = await stock(5)
    const member = library().member('mbr_a')
    const key = 'one-and-the-same-key'
    const first = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
    await member.post(`/holds/${first.body['holdId']}/release`)
    await manyCommandsLater(lotId)
    const again = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
    expect([again.status, again.body]).toEqual([201, first.body])
    expect(stockOf(await lotOf(lotId), library().clock.now())).toMatchObject({ available: 5, held: 0 })
    expect((await member.post(`/lots/${lotId}/hold`, { qty: 3 }, { key })).body).toMatchObject({ code: 'idempotency-mismatch' })
  })

  it('[materials 2] the first answer is given again when the lot has gone to somebody else since, and claims nothing', async () => {
    for (let round = 0; round < 10; round += 1) {
      const lotId = await stock(2)
      const [member, other] = [library().member(`mbr_a${round}`), library().member('mbr_b')]
      const key = `the-key-of-round-${round}`
      const first = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
      await member.post(`/holds/${first.body['holdId']}/release`)
      const { body: theirs } = await other.post(`/lots/${lotId}/hold`, { qty: 2 })
      // Whether or not the history has heard of the end.
      const again = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
      expect([again.status, again.body['holdId'], again.body['qty']]).toEqual([201, first.body['holdId'], 2])
      await settled()
      expect(await claimsOf(`mbr_a${round}`)).toEqual([])
      await other.post(`/holds/${theirs['holdId']}/release`)
    }
  })

  it('[materials 2] a mismatch leaves the hold its claim, so that a key never buys more than the cap', async () => {
    const lotId = await stock(5)
    const key = 'one-and-the-same-key'
    const member = library().member('mbr_a')
    const { body: held } = await member.post(`/lots/${lotId}/hold`, { qty: 2 }, { key })
    const mismatch = async () => (await member.post(`/lots/${lotId}/hold`, { qty: 3 }, { key })).body['code']
    expect([await mismatch(), await claimsOf('mbr_a')]).toEqual(['idempotency-mismatch', [held['holdId']]])
    await manyCommandsLater(lotId)
    expect([await mismatch(), await claimsOf('mbr_a')]).toEqual(['idempotency-mismatch', [held['holdId']]])
  })

  it('several tries of one request among others who hold and give back: whoever holds has a claim, and nobody else', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = seeded(seed)
      const lotId = await stock(2)
      const holder = (name: string) => `mbr_${name}${seed}`
      const person = (name: string) => library().member(holder(name))
      const { holdId } = await hold(person('first'), lotId, 1 + random(2))
      const key = `the-key-of-seed-${seed}`
      const tries = [1, 1, 1, 2].map((qty) => () => person('a').post(`/lots/${lotId}/hold`, { qty }, { key }))
      const others = ['b', 'c'].map((name) => () => hold(person(name), lotId, 1))
      const storm = [...tries, ...others, () => person('first').post(`/holds/${holdId}/release`)]
      // In another order each time, and each at another moment of what the others do.
      await Promise.all(
        storm
          .map((send) => ({ send, turns: random(40) }))
          .toSorted((a, b) => a.turns - b.turns)
          .map(async ({ send, turns }) => {
            for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate)
            return send()
          }),
      )
      await settled()
      const { holds } = await lotOf(lotId)
      for (const id of ['first', 'a', 'b', 'c'].map(holder)) {
        const held = holds.filter((one) => one.holder.id === id).map((one) => one.holdId)
        expect({ seed, id, claimed: await claimsOf(id) }).toEqual({ seed, id, claimed: held })
      }
    }
  })
})

describe('what a crash left between claim and hold', () => {
  /** What a process that ended between its two decisions has left. */
  const leave = (lotId: string, holdId: string) =>
    library().service.internals.quotas.execute(
      quotaIdOf('mbr_a'),
      { type: 'ClaimQuota', holderId: 'mbr_a', holdId, lotId, massG: 1_000, caps: { holds: 5, massG: 500_000 } },
      { actor: systemActor('test') },
    )

  it('a claim is given back at once when the same request comes again and is refused', async () => {
    const lotId = await stock(1)
    await hold(library().member('mbr_b'), lotId, 1)
    const key = 'cut-off-between-claim-and-hold'
    await leave(lotId, derivedId('hld_', 'mbr_a', key))
    const refused = await library().member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 1 }, { key })
    expect(refused.body).toMatchObject({ code: 'insufficient-stock' })
    expect(await claimsOf('mbr_a')).toEqual([])
  })

  it('claims without their holds are given back when they stand in the way, and no sooner', async () => {
    const lotId = await stock(9)
    for (let index = 0; index < 5; index += 1) await leave(lotId, `hld_left_${index}`)
    const member = library().member('mbr_a')
    expect(await hold(member, lotId, 1)).toMatchObject({ code: 'quota-exceeded' })
    library().clock.shiftBy(3 * MINUTE)
    const { holdId } = await hold(member, lotId, 1)
    expect(await claimsOf('mbr_a')).toEqual([holdId])
  })
})

import type { Hold } from '@filature/contracts/materials/hold-shapes'
import type { Wish } from '@filature/contracts/materials/wish-shapes'
import { HOUR } from '@filature/kernel/instant'
import { within } from '@filature/kernel/testing/within'
import { describe, expect, it } from 'vitest'
import { libraryOfEachTest } from '../testing/each-test.ts'
import { MANAGER, type Person } from '../testing/library.ts'
import { seeded } from '../testing/many-lots.ts'
import { ROLL } from '../testing/samples.ts'

const { library, stock, publish, hold, claimsOf, settled, later } = libraryOfEachTest()

const wait = (person: Person, lotId: string, qty: number, more: object = {}) => person.post<Wish>(`/lots/${lotId}/wishes`, { qty, ...more })
const own = async (person: Person) => (await person.get<{ items: Wish[] }>('/wishes')).body.items
/** One who holds and two who wait. */
const three = () => [library().member('mbr_a'), library().member('mbr_1'), library().member('mbr_2')] as const

describe('waiting for a lot over HTTP', () => {
  it('[materials 7] two wait, 10 m² come free: the first is offered for 24 h, a stranger is refused; declined, the second is offered', async () => {
    const lotId = await publish(ROLL)
    const [holder, first, second] = three()
    const { holdId } = await hold(holder, lotId, 100_000)
    expect((await wait(first, lotId, 100_000)).body).toMatchObject({ rank: 1, waiting: 1, offer: null, qty: 100_000, unit: 'cm2' })
    expect((await wait(second, lotId, 100_000)).body).toMatchObject({ rank: 2, waiting: 2 })
    expect((await library().anonymous.get(`/lots/${lotId}`)).body).toMatchObject({ waiting: 2, offerHours: 24 })

    expect((await holder.post(`/holds/${holdId}/release`)).body).toMatchObject({ available: 0 })
    const [offered] = await own(first)
    expect(offered).toMatchObject({ rank: null, offer: { qty: 100_000, priceCents: 25_000 } })
    expect(Date.parse(offered?.offer?.until ?? '') - Date.parse(offered?.offer?.createdAt ?? '')).toBe(24 * HOUR)
    expect(await own(second)).toMatchObject([{ rank: 1, offer: null }])
    expect((await library().member('mbr_x').post(`/lots/${lotId}/hold`, { qty: 100_000 })).body).toMatchObject({
      code: 'insufficient-stock',
      available: 0,
    })

    expect((await first.post(`/wishes/${offered?.wishId}/decline`)).status).toBe(200)
    expect(await own(second)).toMatchObject([{ rank: null, offer: { qty: 100_000 } }])
    expect(await own(first)).toEqual([])
    expect((await library().anonymous.get(`/lots/${lotId}`)).body).toMatchObject({ available: 0, held: 100_000, waiting: 0 })
  })

  it('an offer that nobody answers is with the next within five seconds of its end', async () => {
    const lotId = await stock(1)
    const [holder, first, second] = three()
    const { holdId } = await hold(holder, lotId, 1)
    const { wishId } = (await wait(first, lotId, 1)).body
    await wait(second, lotId, 1)
    await holder.post(`/holds/${holdId}/release`)
    library().clock.shiftBy(24 * HOUR)
    expect((await first.post(`/wishes/${wishId}/accept`)).body).toMatchObject({ code: 'offer-ended' })
    await within(5, async () => (await own(second))[0]?.offer?.qty, 1)
    expect(await own(first)).toEqual([])
  })

  it('[materials 8] nobody waits: extended by 48 h, once; somebody waits: the depot is asked, and its manager answers', async () => {
    const lotId = await stock(2)
    const holder = library().member('mbr_a')
    const alone = await hold(holder, lotId, 1)
    const extended = (await holder.post<Hold>(`/holds/${alone.holdId}/extend`)).body
    expect(Date.parse(extended.expiresAt ?? '') - Date.parse(alone.expiresAt ?? '')).toBe(48 * HOUR)
    expect((await holder.post(`/holds/${alone.holdId}/extend`)).body).toMatchObject({ code: 'extension-used' })

    const wanted = await hold(holder, lotId, 1)
    await wait(library().member('mbr_1'), lotId, 1)
    const asked = (await holder.post<Hold>(`/holds/${wanted.holdId}/extend`)).body
    expect(asked).toMatchObject({ extension: 'asked', canExtend: false, expiresAt: wanted.expiresAt })
    const manager = library().member('mbr_boss', MANAGER)
    await settled()
    const answered = `/holds/${wanted.holdId}/answer-extension`
    expect((await holder.post(answered, { granted: true })).status).toBe(404)
    expect((await manager.get<{ items: { holds: object[] }[] }>('/depots/dep_A/lots')).body.items[0]).toMatchObject({
      waiting: 1,
      holds: [{}, { extension: 'asked' }],
    })
    expect((await manager.post<Hold>(answered, { granted: true })).body).toMatchObject({ extension: null, extensions: 1 })
    expect((await holder.get<Hold>(`/holds/${wanted.holdId}`)).body.expiresAt).not.toBe(wanted.expiresAt)
  })

  it('accepted, it is an ordinary hold with its quota, once for one key; the list of wishes forgets it', async () => {
    const lotId = await stock(1)
    const [holder, waits] = [library().member('mbr_a'), library().member('mbr_1')]
    const { holdId } = await hold(holder, lotId, 1)
    const { wishId } = (await wait(waits, lotId, 1)).body
    expect((await waits.post(`/wishes/${wishId}/accept`)).body).toMatchObject({ code: 'offer-ended' })
    await holder.post(`/holds/${holdId}/release`)
    const key = 'one-and-the-same-key'
    const answers = await Promise.all([1, 2, 3].map(() => waits.post<Hold>(`/wishes/${wishId}/accept`, {}, { key })))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.holdId)).size).toBe(1)
    expect(answers[0]?.body).toMatchObject({ kind: 'held', qty: 1, available: 0, canExtend: true })
    expect((await waits.get<{ items: Hold[] }>('/holds')).body.items.map(({ holdId: id }) => id)).toEqual([answers[0]?.body.holdId])
    await settled()
    expect(await own(waits)).toEqual([])
    // And after everything has settled.
    expect((await waits.post<Hold>(`/wishes/${wishId}/accept`, {}, { key })).body.holdId).toBe(answers[0]?.body.holdId)
    expect(await claimsOf('mbr_1')).toEqual([answers[0]?.body.holdId])
  })

  it('left, the same request again is told what it was told at first, also when the list has forgotten the wish', async () => {
    const lotId = await stock(1)
    const [holder, waits] = [library().member('mbr_a'), library().member('mbr_1')]
    await hold(holder, lotId, 1)
    const { wishId } = (await wait(waits, lotId, 1)).body
    const key = 'one-and-the-same-key'
    const left = await waits.post(`/wishes/${wishId}/close`, {}, { key })
    expect(left).toMatchObject({ status: 200, body: { wishId, lotId } })
    await settled()
    expect(await own(waits)).toEqual([])
    const again = await waits.post(`/wishes/${wishId}/close`, {}, { key })
    expect([again.status, again.body]).toEqual([200, left.body])
    expect((await library().member('mbr_2').post(`/wishes/${wishId}/close`, {}, { key })).status).toBe(404)
  })

  it('the list comes in pages, oldest first, and refuses a page mark that is none', async () => {
    const [holder, waits] = [library().member('mbr_a'), library().member('mbr_1')]
    for (let n = 0; n < 3; n += 1) {
      const lotId = await stock(1)
      await hold(holder, lotId, 1)
      await wait(waits, lotId, 1)
      library().clock.shiftBy(1_000)
    }
    const whole = await own(waits)
    const first = await waits.get<{ items: Wish[]; next: string }>('/wishes?limit=2')
    const second = await waits.get<{ items: Wish[]; next?: string }>(`/wishes?limit=2&after=${first.body.next}`)
    expect([first.body.items.length, second.body.items.length, second.body.next]).toEqual([2, 1, undefined])
    expect([...first.body.items, ...second.body.items].map(({ wishId }) => wishId)).toEqual(whole.map(({ wishId }) => wishId))
    expect(await waits.get('/wishes?after=garbage')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'query.after', rule: 'cursor' }] },
    })
  })

  it('what the quota refuses is told and leaves the offer standing until its end', async () => {
    const lotId = await stock(1)
    const [holder, waits] = [library().member('mbr_a'), library().member('mbr_1')]
    const { holdId } = await hold(holder, lotId, 1)
    const { wishId } = (await wait(waits, lotId, 1)).body
    const others = await Promise.all(Array.from({ length: 5 }, async () => hold(waits, await stock(1), 1)))
    await holder.post(`/holds/${holdId}/release`)
    expect((await waits.post(`/wishes/${wishId}/accept`)).body).toMatchObject({ code: 'quota-exceeded', holdsMost: 5 })
    expect(await own(waits)).toMatchObject([{ wishId, offer: { qty: 1 } }])
    await waits.post(`/holds/${others[0]?.holdId}/release`)
    await settled()
    expect((await waits.post(`/wishes/${wishId}/accept`)).status).toBe(201)
  })

  it('a member waits for twenty lots at most, also when they ask all at once, once for each lot, and once for each key', async () => {
    const waits = library().member('mbr_1')
    const lotIds = await Promise.all(Array.from({ length: 25 }, () => stock(1)))
    await Promise.all(lotIds.map((lotId, index) => hold(library().member(`mbr_h${index}`), lotId, 1)))
    const answers = await Promise.all(lotIds.map((lotId) => wait(waits, lotId, 1)))
    expect(answers.filter(({ status }) => status === 201).length).toBe(20)
    const refused = answers.filter(({ status }) => status === 409)
    expect(refused.map(({ body }) => body)).toEqual(
      Array.from({ length: 5 }, () => expect.objectContaining({ code: 'wish-limit', limit: 'member', wishesMost: 20 })),
    )
    expect((await own(waits)).length).toBe(20)

    const [placed] = await own(waits)
    expect((await waits.post(`/wishes/${placed?.wishId}/close`)).status).toBe(200)
    expect((await waits.post(`/wishes/${placed?.wishId}/close`)).status).toBe(200)
    await settled()
    expect((await own(waits)).length).toBe(19)
    const key = 'one-and-the-same-key'
    const lotId = placed?.lotId ?? ''
    const again = await Promise.all([1, 2, 3].map(() => waits.post<Wish>(`/lots/${lotId}/wishes`, { qty: 1 }, { key })))
    expect(again.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(again.map(({ body }) => body.wishId)).size).toBe(1)
    await waits.post(`/wishes/${(await own(waits))[0]?.wishId}/close`)
    await settled()
    expect((await wait(waits, lotId, 1)).body).toMatchObject({ code: 'already-waiting', rank: 1 })
  })

  it('is one’s own: nobody else sees, closes or accepts it, and it needs the right to hold', async () => {
    const lotId = await stock(1)
    const holder = library().member('mbr_a')
    const { holdId } = await hold(holder, lotId, 1)
    const { wishId } = (await wait(library().member('mbr_1'), lotId, 1)).body
    await holder.post(`/holds/${holdId}/release`)
    const other = library().member('mbr_2')
    for (const act of ['close', 'accept', 'decline']) expect((await other.post(`/wishes/${wishId}/${act}`)).status).toBe(404)
    expect((await other.get('/wishes')).body).toEqual({ items: [] })
    expect((await library().anonymous.post(`/lots/${lotId}/wishes`, { qty: 1 })).status).toBe(401)
    expect((await library().member('mbr_3', {}).post(`/lots/${lotId}/wishes`, { qty: 1 })).status).toBe(403)
    expect((await wait(other, lotId, 2)).body).toMatchObject({ code: 'insufficient-stock' })
    expect((await wait(other, lotId, 1, { minQty: 2 })).body).toMatchObject({ code: 'invalid', errors: [{ path: 'minQty' }] })
  })

  it('a release in the middle of a storm of strangers: whoever waited has the offer, every time', async () => {
    const lotId = await stock(1)
    const waits = library().member('mbr_1')
    for (let seed = 1; seed <= 12; seed += 1) {
      const holder = library().member(`mbr_h${seed}`)
      const { holdId } = await hold(holder, lotId, 1)
      const { wishId } = (await wait(waits, lotId, 1)).body
      const random = seeded(seed)
      const storm = Array.from(
        { length: 20 },
        (_, index) => () => library().member(`mbr_s${index}`).post(`/lots/${lotId}/hold`, { qty: 1 }),
      )
      storm.splice(random(storm.length), 0, () => holder.post(`/holds/${holdId}/release`))
      const answers = await Promise.all(storm.map((send) => send()))
      expect({ seed, held: answers.filter(({ status }) => status === 201).length }).toEqual({ seed, held: 0 })
      expect({ seed, offered: (await own(waits))[0]?.offer?.qty }).toEqual({ seed, offered: 1 })
      await waits.post(`/wishes/${wishId}/decline`)
    }
  })

  it('fifty who wait and one unit that comes free again and again: each is offered it in the order in which they came', async () => {
    const lotId = await stock(1)
    const first = library().member('mbr_a')
    const { holdId } = await hold(first, lotId, 1)
    const people = Array.from({ length: 50 }, (_, index) => library().member(`mbr_w${index}`))
    const ranks = await Promise.all(people.map(async (person) => ({ person, rank: (await wait(person, lotId, 1)).body.rank ?? 0 })))
    expect(ranks.map(({ rank }) => rank).toSorted((a, b) => a - b)).toEqual(people.map((_, index) => index + 1))
    await first.post(`/holds/${holdId}/release`)
    for (const { person } of ranks.toSorted((a, b) => a.rank - b.rank).slice(0, 10)) {
      const [mine] = await own(person)
      expect(mine?.offer?.qty).toBe(1)
      await person.post(`/wishes/${mine?.wishId}/decline`)
    }
    await later(0)
    expect((await library().anonymous.get(`/lots/${lotId}`)).body).toMatchObject({ available: 0, waiting: 39 })
  })
})

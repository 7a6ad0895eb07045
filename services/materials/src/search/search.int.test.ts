import { HOUR } from '@filature/kernel/instant'
import { within } from '@filature/kernel/testing/within'
import { describe, expect, it } from 'vitest'
import { libraryOfEachTest } from '../testing/each-test.ts'
import { MANAGER } from '../testing/library.ts'
import { ROLL } from '../testing/samples.ts'

const { library, publish, settled } = libraryOfEachTest()

interface Found {
  readonly total: number
  readonly items: readonly {
    readonly lotId: string
    readonly available: number
    readonly version: number
    readonly impact: { complete: boolean; km: number | null } | null
  }[]
  readonly next?: string
}
const search = async (query = '') => (await library().anonymous.get<Found>(`/lots/search${query}`)).body

describe('searching over HTTP', () => {
  it('what is published is found within a second, what is withdrawn is gone within a second', async () => {
    const lotId = await publish()
    await within(1, async () => (await search('?q=porte')).total, 1)
    await library().member('mbr_m', MANAGER).post(`/lots/${lotId}/withdraw`, { reason: 'tri' })
    await within(1, async () => (await search('?q=porte')).total, 0)
  })

  it('quantities are those of this moment, also when a hold has just been made or has just ended', async () => {
    const lotId = await publish()
    await within(1, async () => (await search()).total, 1)
    const { body: hold } = await library().member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 4 })
    expect((await search()).items[0]).toMatchObject({ available: 6, version: hold['version'] })
    await within(1, async () => (await search('?qty=7&unit=piece')).total, 0)
    library().clock.shiftBy(48 * HOUR)
    expect((await search()).items[0]).toMatchObject({ available: 10 })
  })

  it('the climate figure is for the quantity asked, and says when the way to the user is not counted', async () => {
    await publish(ROLL)
    await within(1, async () => (await search()).total, 1)
    const [here] = (await search('?near=46.5802,0.3404&qty=20000&unit=cm2')).items
    const [nowhere] = (await search()).items
    expect([here?.impact?.complete, nowhere?.impact?.complete]).toEqual([true, false])
    expect(here?.impact?.km).toBeGreaterThan(nowhere?.impact?.km ?? 0)
  })

  it('pages by mark, and names what is wrong in a search', async () => {
    for (let count = 0; count < 5; count += 1) await publish()
    await settled()
    const first = await search('?limit=3')
    const second = await search(`?limit=3&after=${first.next}`)
    expect(new Set([...first.items, ...second.items].map(({ lotId }) => lotId)).size).toBe(5)
    expect(second.next).toBeUndefined()
    for (const [query, path] of [
      ['?radiusKm=10', 'query.radiusKm'],
      ['?near=100,0', 'query.near'],
      ['?grade=A,Z', 'query.grade.1'],
      ['?after=nonsense', 'query.after'],
      ['?colour=red', 'query.colour'],
      ['?limit=101', 'query.limit'],
    ]) {
      expect((await library().anonymous.get(`/lots/search${query}`)).body).toMatchObject({
        status: 400,
        code: 'invalid',
        errors: [{ path }],
      })
    }
  })

  it('cards are also had by id, and depots say how many lots they show', async () => {
    const lotId = await publish()
    await settled()
    expect((await library().anonymous.get(`/lots?ids=${lotId},lot_nowhere`)).body).toMatchObject({ items: [{ lotId }] })
    expect((await library().anonymous.get('/depots')).body).toMatchObject({ items: [{ depotId: 'dep_A', lots: 1 }] })
  })
})

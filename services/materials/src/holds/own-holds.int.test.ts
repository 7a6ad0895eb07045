import { HOUR } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { libraryOfEachTest } from '../testing/each-test.ts'

const { library, stock, settled } = libraryOfEachTest()

describe('a member’s own holds', () => {
  it('are listed, extended once, given back, and then history', async () => {
    const lotId = await stock(3)
    const member = library().member('mbr_a')
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
    await settled()
    expect((await member.get('/holds/ended')).body).toMatchObject({ items: [{ holdId: hold['holdId'], state: 'released', qty: 2 }] })
  })

  it('are nobody else’s: to others they do not exist, only a manager of the depot may give them back', async () => {
    const lotId = await stock(3)
    const { body: hold } = await library().member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 2 })
    const other = library().member('mbr_b')
    for (const command of ['extend', 'release']) expect((await other.post(`/holds/${hold['holdId']}/${command}`)).status).toBe(404)
    expect((await other.get(`/holds/${hold['holdId']}`)).status).toBe(404)
    expect((await other.get('/holds')).body).toEqual({ items: [] })
    expect((await library().member('mbr_boss', { org_A: 'M' }).post(`/holds/${hold['holdId']}/release`)).status).toBe(200)
  })
})

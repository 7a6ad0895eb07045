import { systemActor } from '@filature/kernel/actor'
import { expect, test } from 'vitest'
import { ask, startIdentity } from '../harness.ts'
import { openingFromOsm } from './opening.ts'

const actor = systemActor('test')

test('anybody sees the places: by name, by distance, with hours and both languages; a depot of a place is not one', async () => {
  const running = await startIdentity()
  const { organisations } = running.identity.internals
  const make = (id: string, command: Record<string, unknown> & { kind: 'place' | 'depot' | 'producer'; name: string }) =>
    organisations.execute(id, { type: 'CreateOrganisation', ...command }, { actor })
  const description = { fr: 'Ancienne filature de coton.', en: 'Former cotton mill.' }
  const opening = openingFromOsm('Tu-Fr 09:00-19:00; Sa 10:00-18:00')
  await make('org_1', {
    kind: 'place',
    name: 'La Filature du Clain',
    slug: 'la-filature',
    lat: 46.5172,
    lon: 0.3279,
    description,
    opening,
    activities: ['market'],
  })
  await make('org_2', { kind: 'place', name: 'La Navette', slug: 'la-navette', lat: 46.8149, lon: 0.5402 })
  await make('org_3', { kind: 'depot', name: 'Matériauthèque', parentId: 'org_1' })
  await make('org_4', { kind: 'depot', name: 'La Carde', lat: 47.0113, lon: 0.0795 })
  await make('org_5', { kind: 'producer', name: 'Les Jardins du Bief' })
  const names = async (query: string) =>
    ((await ask(running.base, `GET ${query}`)).body['items'] as { name: string }[]).map(({ name }) => name)

  expect(await names('/places')).toEqual(['La Carde', 'La Filature du Clain', 'La Navette'])
  expect(await names('/places?near=46.8176,0.5461')).toEqual(['La Navette', 'La Filature du Clain', 'La Carde'])
  expect(await names('/organisations?kind=producer')).toEqual(['Les Jardins du Bief'])
  expect(await names('/organisations?limit=2')).toHaveLength(2)
  const one = await ask(running.base, 'GET /organisations/la-filature')
  expect(one.body).toMatchObject({ id: 'org_1', kind: 'place', description, activities: ['market'], version: 2, email: null })
  expect(one.body['opening']).toHaveLength(5)
  expect((await ask(running.base, 'GET /organisations/org_1', { headers: { 'If-None-Match': '"2"' } })).status).toBe(304)
  expect((await ask(running.base, 'GET /organisations/nowhere')).status).toBe(404)
  expect((await ask(running.base, 'GET /places?near=here')).body).toMatchObject({ code: 'invalid' })
  expect((await ask(running.base, 'GET /places?near=99,0')).body).toMatchObject({ errors: [{ path: 'query.near', rule: 'coordinates' }] })
  for (const list of ['/places', '/organisations', '/places?near=46.8,0.5']) {
    const after = `${list.includes('?') ? '&' : '?'}after=garbage`
    expect((await ask(running.base, `GET ${list}${after}`)).body).toMatchObject({ errors: [{ path: 'query.after', rule: 'cursor' }] })
  }
  expect((await ask(running.base, 'GET /places?limit=101')).body).toMatchObject({ code: 'invalid' })
  expect(running.errors).toEqual([])
  await running.stop()
})

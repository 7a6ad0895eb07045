import { expect, test } from 'vitest'
import { ask, cookieOf, give, organisation, person, startIdentity } from '../harness.ts'

test('demonstration accounts sign in with one click until somebody real has an account', async () => {
  const running = await startIdentity({ demo: true })
  const { base } = running
  const place = await organisation(running, 'place', 'la-filature')
  const depot = await organisation(running, 'depot', 'depot-filature')
  const alix = await person(running, 'Alix', { demo: 'account' })
  const tiago = await person(running, 'Tiago', { demo: 'member' })
  await give(running, alix.id, place, 'place', 'OB')
  await give(running, alix.id, depot, 'depot', 'O')

  const listed = await ask(base, 'GET /demo-accounts')
  expect(listed.body).toEqual({
    items: [
      {
        id: alix.id,
        displayName: 'Alix N.',
        locale: 'fr',
        email: 'alix@example.org',
        place: 'la-filature',
        roles: [
          { organisation: expect.objectContaining({ id: place, kind: 'place', name: 'la-filature' }), roles: 'OB' },
          { organisation: expect.objectContaining({ id: depot, kind: 'depot' }), roles: 'O' },
        ],
      },
    ],
  })
  const signed = await ask(base, 'POST /demo-sign-in', { body: { memberId: alix.id } })
  expect(signed.body).toMatchObject({ member: { id: alix.id } })
  const me = await ask(base, 'GET /members/me', { token: String(signed.body['token']) })
  expect(me.body).toMatchObject({ demo: true, roles: [{ roles: 'OB' }, { roles: 'O' }] })
  expect((await ask(base, 'POST /token', { headers: { Cookie: cookieOf(signed) } })).status).toBe(200)
  expect((await ask(base, 'POST /demo-sign-in', { body: { memberId: tiago.id } })).status).toBe(404)

  await person(running, 'Ulysse')
  expect((await ask(base, 'GET /demo-accounts')).status).toBe(404)
  expect((await ask(base, 'POST /demo-sign-in', { body: { memberId: alix.id } })).status).toBe(404)
  expect(running.errors).toEqual([])
  await running.stop()
})

test('where the demonstration is off nobody signs in without a proof', async () => {
  const running = await startIdentity({ demo: false })
  const alix = await person(running, 'Alix', { demo: 'account' })
  expect((await ask(running.base, 'GET /demo-accounts')).status).toBe(404)
  expect((await ask(running.base, 'POST /demo-sign-in', { body: { memberId: alix.id } })).status).toBe(404)
  await running.stop()
})

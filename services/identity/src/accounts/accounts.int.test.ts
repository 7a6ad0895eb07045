import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemActor } from '@filature/kernel/actor'
import { expect, test } from 'vitest'
import { ask, cookieOf, newFolder, organisation, PASSWORD, person, startIdentity, tokenOf } from '../harness.ts'
import { rosterIdOf } from '../roles/decide.ts'

test('accounts, sessions, keys and the secret are there after a restart', async () => {
  const dataDir = newFolder()
  const first = await startIdentity({ dataDir })
  const { email } = await person(first, 'Basile')
  const signed = await ask(first.base, 'POST /sign-in', { body: { email, password: PASSWORD } })
  await first.stop()
  expect(statSync(join(dataDir, 'auth-secret')).mode & 0o777).toBe(0o600)

  const second = await startIdentity({ dataDir })
  expect((await ask(second.base, 'GET /members/me', { token: String(signed.body['token']) })).status).toBe(200)
  expect((await ask(second.base, 'POST /token', { headers: { Cookie: cookieOf(signed) } })).status).toBe(200)
  expect(await tokenOf(second, email)).toBeTruthy()
  await second.stop()
  rmSync(dataDir, { recursive: true })
})

test('a role that was decided when the process died reaches the member’s tokens after the restart', async () => {
  const dataDir = newFolder()
  const first = await startIdentity({ dataDir })
  const place = await organisation(first, 'place', 'la-filature')
  const { id, email } = await person(first, 'Alix')
  await first.identity.internals.runtime.settled()
  // Relay and reactions are dead: the decision is durable, nothing after it happens.
  await first.identity.internals.runtime.stop()
  const command = { type: 'SetRoles', orgId: place, kind: 'place', memberId: id, letters: 'O' } as const
  await first.identity.internals.rosters.execute(rosterIdOf(place), command, { actor: systemActor('test') })
  expect((await first.identity.internals.members.read(id))?.state?.roles).toEqual({})
  await first.stop()

  const second = await startIdentity({ dataDir })
  expect(await second.identity.internals.members.until(id, (state) => state?.roles[place]?.letters === 'O', 5_000)).toBeDefined()
  const me = await ask(second.base, 'GET /members/me', { token: await tokenOf(second, email) })
  expect(me.body['roles']).toMatchObject([{ organisation: { id: place }, roles: 'O' }])
  await second.stop()
  rmSync(dataDir, { recursive: true })
})

test('a file that is no database is named, with what to do', async () => {
  const dataDir = newFolder()
  writeFileSync(join(dataDir, 'accounts.sqlite'), 'these are not accounts, '.repeat(100))
  await expect(startIdentity({ dataDir })).rejects.toThrow(/accounts\.sqlite is not a readable SQLite database: restore it/)
  rmSync(dataDir, { recursive: true })
})

test('the loader makes an account once, with a proven address', async () => {
  const running = await startIdentity()
  const { accounts } = running.identity.internals
  const one = await accounts.createAccount({ email: 'Nils@example.org', name: 'Nils' })
  const two = await accounts.createAccount({ email: 'nils@example.org', name: 'Nils' })
  expect([one, one.email]).toEqual([two, 'nils@example.org'])
  expect(await accounts.hasPassword(one.id)).toBe(false)
  expect((await ask(running.base, 'POST /sign-in', { body: { email: one.email, password: PASSWORD } })).body).toMatchObject({
    code: 'wrong-credentials',
  })
  await running.stop()
})

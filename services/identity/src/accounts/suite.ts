import { systemActor } from '@filature/kernel/actor'
import { MINUTE } from '@filature/kernel/instant'
import { isRefusal } from '@filature/kernel/refusal'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, cookieOf, organisation, PASSWORD, person, type Running, startIdentity, tokenOf } from '../harness.ts'
import { rosterIdOf } from '../roles/decide.ts'
import type { IdentitySettings } from '../settings.ts'

export interface AccountsHarness {
  /** A place that is fresh and empty, which every identity with these settings shares. */
  create(): Promise<Pick<IdentitySettings, 'dataDir' | 'mongodbUri'>>
  destroy(): Promise<void>
}

/** What holds of accounts, sessions and keys wherever they lie, with one identity process or several. */
export function describeAccounts(name: string, harness: AccountsHarness): void {
  describe(`accounts on ${name}`, () => {
    let place: Awaited<ReturnType<AccountsHarness['create']>>
    const running: Running[] = []

    beforeEach(async () => {
      place = await harness.create()
    })
    afterEach(async () => {
      for (const identity of running.splice(0)) await identity.stop()
      await harness.destroy()
    })

    async function start(settings: Partial<IdentitySettings> = {}, clock?: Running['clock']): Promise<Running> {
      const identity = await startIdentity({ ...place, ...settings }, clock === undefined ? {} : { clock })
      running.push(identity)
      return identity
    }
    async function stopAll() {
      for (const identity of running.splice(0)) await identity.stop()
    }

    test('accounts, sessions, keys and the secret are there after a restart', async () => {
      const first = await start()
      const { email } = await person(first, 'Basile')
      const signed = await ask(first.base, 'POST /sign-in', { body: { email, password: PASSWORD } })
      await stopAll()

      const second = await start()
      expect((await ask(second.base, 'GET /members/me', { token: String(signed.body['token']) })).status).toBe(200)
      expect((await ask(second.base, 'POST /token', { headers: { Cookie: cookieOf(signed) } })).status).toBe(200)
      expect(await tokenOf(second, email)).toBeTruthy()
    })

    test('a role that was decided when the process died reaches the member’s tokens after the restart', async () => {
      const first = await start()
      const org = await organisation(first, 'place', 'la-filature')
      const { id, email } = await person(first, 'Alix')
      await first.identity.internals.runtime.settled()
      // Relay and reactions are dead: the decision is durable, nothing after it happens.
      await first.identity.internals.runtime.stop()
      const command = { type: 'SetRoles', orgId: org, kind: 'place', memberId: id, letters: 'O' } as const
      await first.identity.internals.rosters.execute(rosterIdOf(org), command, { actor: systemActor('test') })
      expect((await first.identity.internals.members.read(id))?.state?.roles).toEqual({})
      await stopAll()

      const second = await start()
      expect(await second.identity.internals.members.until(id, (state) => state?.roles[org]?.letters === 'O', 20_000)).toBeDefined()
      const me = await ask(second.base, 'GET /members/me', { token: await tokenOf(second, email) })
      expect(me.body['roles']).toMatchObject([{ organisation: { id: org }, roles: 'O' }])
    })

    test('the loader makes an account once, with a proven address', async () => {
      const { base, identity } = await start()
      const { accounts } = identity.internals
      const one = await accounts.createAccount({ email: 'Nils@example.org', name: 'Nils' })
      const two = await accounts.createAccount({ email: 'nils@example.org', name: 'Nils' })
      expect([one, one.email]).toEqual([two, 'nils@example.org'])
      expect(await accounts.hasPassword(one.id)).toBe(false)
      expect((await ask(base, 'POST /sign-in', { body: { email: one.email, password: PASSWORD } })).body).toMatchObject({
        code: 'wrong-credentials',
      })
    })

    test('who signed in with one process is known to the other, until the session ends with either', async () => {
      const one = await start()
      const other = await start()
      const { email } = await person(one, 'Yvan')
      const signed = await ask(one.base, 'POST /sign-in', { body: { email, password: PASSWORD } })
      const cookie = { Cookie: cookieOf(signed) }
      const again = await ask(other.base, 'POST /token', { headers: cookie })
      expect(again.status).toBe(200)
      for (const { base } of [one, other])
        expect((await ask(base, 'GET /members/me', { token: String(again.body['token']) })).status).toBe(200)
      await other.identity.internals.accounts.endSession(String(sidOf(String(signed.body['token']))))
      expect((await ask(one.base, 'POST /token', { headers: cookie })).status).toBe(401)
    })

    test('a password that is changed with one process is the only one for the other', async () => {
      const one = await start()
      const other = await start()
      const { email, accountId } = await person(one, 'Malo')
      const next = await one.identity.internals.accounts.hashPassword('la navette a changé de main', { email, name: 'Malo' })
      if (isRefusal(next)) throw new Error(next.code)
      await one.identity.internals.accounts.setPassword(accountId, next)
      const { accounts } = other.identity.internals
      expect(await accounts.checkPassword(accountId, PASSWORD)).toBe(false)
      expect(await accounts.checkPassword(accountId, 'la navette a changé de main')).toBe(true)
    })

    test('[network 6] of all who show one link to two processes at once, one comes in', async () => {
      const both = [(await start()).identity.internals.accounts, (await start()).identity.internals.accounts] as const
      for (let round = 0; round < 5; round += 1) {
        const token = await both[0].makeLink(`lou${round}@example.org`)
        const answers = await Promise.all(Array.from({ length: 6 }, (_, turn) => both[turn % 2 === 0 ? 0 : 1].redeemLink(token)))
        expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1)
      }
    })

    test('one address is one account, however many processes make it at the same moment', async () => {
      const both = [(await start()).identity.internals.accounts, (await start()).identity.internals.accounts] as const
      for (let round = 0; round < 5; round += 1) {
        const given = { email: `sacha${round}@example.org`, name: 'Sacha' }
        const made = await Promise.all(Array.from({ length: 6 }, (_, turn) => both[turn % 2 === 0 ? 0 : 1].createAccount(given)))
        expect(new Set(made.map(({ id }) => id)).size).toBe(1)
      }
    })

    test('what either process signs is believed with the keys of the other, through a rotation too', async () => {
      const one = await start()
      const other = await start({}, one.clock)
      const { email } = await person(one, 'Ondine')
      const tokens = await Promise.all([tokenOf(one, email), tokenOf(other, email)])
      const kidsAt = async ({ identity }: Running) => (await identity.internals.keys.publicKeys()).keys.map(({ kid }) => kid)
      for (const running of [one, other]) expect(await kidsAt(running)).toEqual(expect.arrayContaining(tokens.map(kidOf)))
      await one.identity.internals.keys.rotateNow()
      // The other reads the keys again a minute later.
      one.clock.shiftBy(MINUTE)
      const after = kidOf(await tokenOf(other, email))
      expect(tokens.map(kidOf)).not.toContain(after)
      for (const running of [one, other]) expect(await kidsAt(running)).toEqual(expect.arrayContaining([...tokens.map(kidOf), after]))
    })
  })
}

const partOf = (token: string, at: number): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString())
const kidOf = (token: string): unknown => partOf(token, 0)['kid']
const sidOf = (token: string): unknown => partOf(token, 1)['sid']

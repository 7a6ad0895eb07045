import { within } from '@filature/kernel/testing/within'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, cookieOf, PASSWORD, person, type Running, startIdentity, startNeighbour, tokenOf } from '../harness.ts'

let running: Running
let base: string

beforeAll(async () => {
  running = await startIdentity()
  base = running.base
})
afterAll(() => running.stop())

const signIn = (email: string, password: string = PASSWORD) => ask(base, 'POST /sign-in', { body: { email, password } })

describe('signing in with a password', () => {
  test('answers a token with its end, the member, and a cookie that scripts cannot read', async () => {
    const basile = await person(running, 'Basile')
    const answer = await signIn('BASILE@example.org')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ member: { id: basile.id, displayName: 'Basile N.', locale: 'fr' } })
    const minutes = (Date.parse(String(answer.body['expiresAt'])) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(7.9)
    expect(minutes).toBeLessThanOrEqual(8)
    expect(answer.headers.getSetCookie().join()).toMatch(/^filature\.session_token=.+HttpOnly; SameSite=Lax/)
    const me = await ask(base, 'GET /members/me', { token: String(answer.body['token']) })
    expect(me.body).toMatchObject({ id: basile.id, email: 'basile@example.org', roles: [], hasPassword: true, demo: false })
    expect(me.headers.get('ETag')).toBe(`"${me.body['version']}"`)
  })

  test('answers the same to a wrong password and to an unknown address', async () => {
    await person(running, 'Capucine')
    const [wrong, unknown] = await Promise.all([signIn('capucine@example.org', 'not the password'), signIn('nobody@example.org')])
    const { traceId: _one, ...first } = wrong.body
    const { traceId: _two, ...second } = unknown.body
    expect(first).toEqual(second)
    expect(first).toMatchObject({ status: 401, code: 'wrong-credentials' })
  })

  test('[network 5] the sixth try within a minute is too many, and other members sign in unaffected', async () => {
    await person(running, 'Doria')
    await person(running, 'Emile')
    for (let i = 0; i < 5; i += 1) expect((await signIn('doria@example.org', `guess number ${i}`)).status).toBe(401)
    const sixth = await signIn('doria@example.org')
    expect(sixth.body).toMatchObject({ status: 429, code: 'too-many-attempts' })
    expect(Number(sixth.headers.get('Retry-After'))).toBeGreaterThan(50)
    expect((await signIn('emile@example.org')).status).toBe(200)
    running.clock.shiftBy(60_000)
    expect((await signIn('doria@example.org')).status).toBe(200)
  })

  test('a new short token comes from the cookie, without the password', async () => {
    const faustine = await person(running, 'Faustine')
    const first = await signIn(faustine.email)
    const again = await ask(base, 'POST /token', { headers: { Cookie: cookieOf(first) } })
    expect(again.body).toMatchObject({ member: { id: faustine.id } })
    expect((await ask(base, 'GET /members/me', { token: String(again.body['token']) })).status).toBe(200)
    expect((await ask(base, 'POST /token')).body).toMatchObject({ status: 401, code: 'unauthenticated' })
    const forged = cookieOf(first).replace(/\..{10}/, '.AAAAAAAAAA')
    expect((await ask(base, 'POST /token', { headers: { Cookie: forged } })).status).toBe(401)
  })

  test('signing out ends the session everywhere: its token is refused at once and its cookie worth nothing', async () => {
    const { email } = await person(running, 'Gaspard')
    const [here, there] = [await signIn(email), await signIn(email)]
    const token = String(here.body['token'])
    const market = await startNeighbour(running, 'market')
    expect((await ask(market.base, 'GET /mine', { token })).status).toBe(200)
    const out = await ask(base, 'POST /sign-out', { headers: { Cookie: cookieOf(here) } })
    expect(out.status).toBe(204)
    expect(out.headers.getSetCookie().join()).toMatch(/filature\.session_token=;.*Max-Age=0/)
    await within(1, async () => (await ask(base, 'GET /members/me', { token })).status, 401)
    await within(1, async () => (await ask(market.base, 'GET /mine', { token })).body['code'], 'unauthenticated')
    await market.stop()
    expect((await ask(base, 'POST /token', { headers: { Cookie: cookieOf(here) } })).status).toBe(401)
    expect((await ask(base, 'GET /members/me', { token: String(there.body['token']) })).status).toBe(200)
  })

  test('a password is set again only with the old one, a guessable one is refused, and other devices are signed out', async () => {
    const { email } = await person(running, 'Hanae')
    const token = await tokenOf(running, email)
    const other = await signIn(email)
    const set = (body: unknown) => ask(base, 'PUT /members/me/password', { token, body })
    expect((await set({ newPassword: 'lin coton laine chanvre', currentPassword: 'wrong' })).body).toMatchObject({
      code: 'wrong-credentials',
    })
    const weak = await set({ newPassword: 'Motdepasse123!', currentPassword: PASSWORD })
    expect(weak.body).toMatchObject({ status: 409, code: 'weak-password', reason: 'common', least: 12, most: 128 })
    expect((await set({ newPassword: 'lin coton', currentPassword: PASSWORD })).body).toMatchObject({ reason: 'too-short' })
    running.clock.shiftBy(60_000)
    expect((await set({ newPassword: 'lin coton laine chanvre', currentPassword: PASSWORD })).status).toBe(204)
    expect((await ask(base, 'POST /token', { headers: { Cookie: cookieOf(other) } })).status).toBe(401)
    expect((await ask(base, 'GET /members/me', { token })).status).toBe(200)
    expect((await signIn(email, PASSWORD)).status).toBe(401)
    expect((await signIn(email, 'lin coton laine chanvre')).status).toBe(200)
  })

  test('name and language change only on the version that was read', async () => {
    const { email } = await person(running, 'Isidore')
    const token = await tokenOf(running, email)
    const me = await ask(base, 'GET /members/me', { token })
    const change = (version: unknown, body: unknown) =>
      ask(base, 'PATCH /members/me', { token, body, headers: { 'If-Match': `"${version}"` } })
    const changed = await change(me.body['version'], { displayName: 'Isidore C.', locale: 'en' })
    expect(changed.body).toMatchObject({ displayName: 'Isidore C.', locale: 'en' })
    expect((await change(me.body['version'], { displayName: 'Late' })).body).toMatchObject({ status: 412, code: 'stale-version' })
    expect((await ask(base, 'PATCH /members/me', { token, body: { locale: 'fr' } })).status).toBe(428)
    expect((await change(changed.body['version'], {})).body).toMatchObject({ status: 400, code: 'invalid' })
  })

  test('no bug was met on the way', () => {
    expect(running.errors).toEqual([])
  })
})

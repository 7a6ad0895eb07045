import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemActor } from '@filature/kernel/actor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, person, type Running, startIdentity } from '../harness.ts'

let running: Running
let base: string
const sent: { email: string; url: string }[] = []

beforeAll(async () => {
  running = await startIdentity(
    { demo: true, publicUrl: 'https://filature.example' },
    { deliverMagicLink: async (email, url) => void sent.push({ email, url }) },
  )
  base = running.base
})
afterAll(() => running.stop())

const askLink = (email: string, returnTo?: string) =>
  ask(base, 'POST /magic-links', { body: { email, ...(returnTo !== undefined && { returnTo }) } })
const redeem = (token: string) => ask(base, 'POST /magic-links/redeem', { body: { token } })
const tokenIn = (url: string | undefined): string => new URL(url ?? '').searchParams.get('token') ?? ''

describe('a link by e-mail', () => {
  test('signs in on the page it was asked from, and cookies are for https only there', async () => {
    const jeanne = await person(running, 'Jeanne')
    const asked = await askLink(jeanne.email, '/marche?session=ses_1')
    expect([asked.status, asked.body]).toEqual([202, { expiresInS: 600 }])
    const link = new URL(sent.at(-1)?.url ?? '')
    expect([link.origin, link.pathname, link.searchParams.get('returnTo')]).toEqual([
      'https://filature.example',
      '/connexion',
      '/marche?session=ses_1',
    ])
    const signed = await redeem(tokenIn(link.href))
    expect(signed.body).toMatchObject({ member: { id: jeanne.id }, newMember: false })
    expect(signed.headers.getSetCookie().join()).toMatch(/^__Secure-filature\.session_token=.*; Secure/)
  })

  test('[network 6] a link that was used is refused the second time', async () => {
    await askLink('kamel@example.org')
    const token = tokenIn(sent.at(-1)?.url)
    expect((await redeem(token)).status).toBe(200)
    expect((await redeem(token)).body).toMatchObject({ status: 409, code: 'link-used' })
  })

  test('[network 6] of two who show the same link at once one comes in', async () => {
    await askLink('louison@example.org')
    const token = tokenIn(sent.at(-1)?.url)
    const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body['code'] === 'link-used')).toHaveLength(7)
  })

  test('is worth nothing after ten minutes', async () => {
    // In a file, whatever the other tests run on: there the time can be set back.
    const alone = await startIdentity({ mongodbUri: undefined })
    const { accounts } = alone.identity.internals
    const token = await accounts.makeLink('maelle@example.org')
    const file = new DatabaseSync(join(alone.dataDir, 'accounts.sqlite'))
    const row = file.prepare(`SELECT max(julianday(expiresAt) - julianday('now')) * 1440 AS minutes FROM verification`).get()
    expect(Number(row?.['minutes'])).toBeGreaterThan(9.5)
    expect(Number(row?.['minutes'])).toBeLessThan(10.1)
    file.exec(`UPDATE verification SET expiresAt = '2020-01-01T00:00:00.000Z'`)
    file.close()
    expect((await ask(alone.base, 'POST /magic-links/redeem', { body: { token } })).body).toMatchObject({ code: 'link-used' })
    await alone.stop()
  })

  test('answers the same for an unknown address, which signs up by it: once, however often it comes back', async () => {
    expect(await askLink('Nils@example.org')).toMatchObject({ status: 202, body: { expiresInS: 600 } })
    const first = await redeem(tokenIn(sent.at(-1)?.url))
    expect(first.body).toMatchObject({ newMember: true, member: { displayName: 'New member', locale: 'en' } })
    await askLink('nils@example.org')
    const second = await redeem(tokenIn(sent.at(-1)?.url))
    expect(second.body).toMatchObject({ newMember: false, member: first.body['member'] })
  })

  test('takes over the file that the secretary made for this address', async () => {
    const id = 'mbr_secretary'
    const actor = systemActor('test')
    const names = { firstName: 'Ombeline', lastName: 'Organdi', displayName: 'Ombeline O.' }
    const email = 'Ombeline@example.org'
    await running.identity.internals.members.execute(id, { type: 'CreateMember', ...names, email, locale: 'fr' }, { actor })
    await askLink(email)
    expect((await redeem(tokenIn(sent.at(-1)?.url))).body).toMatchObject({ newMember: false, member: { id, displayName: 'Ombeline O.' } })
  })

  test('never leads off the site', async () => {
    for (const returnTo of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', 'marche']) {
      expect((await askLink('paolo@example.org', returnTo)).body, returnTo).toMatchObject({ status: 400, code: 'invalid' })
    }
  })

  test('is asked for five times a minute, then no more mails go to that address', async () => {
    const before = sent.length
    const answers = []
    for (let i = 0; i < 6; i += 1) answers.push((await askLink('rachid@example.org')).status)
    expect(answers).toEqual([202, 202, 202, 202, 202, 429])
    expect(sent.length - before).toBe(5)
  })

  test('no bug was met on the way', () => {
    expect(running.errors).toEqual([])
  })
})

describe('in the demonstration', () => {
  test('a link can be read back, until somebody real has an account', async () => {
    const demo = await startIdentity({ demo: true, magicLinks: 'console' }, { deliverMagicLink: async () => {} })
    const alix = await person(demo, 'Alix', { demo: 'account' })
    const last = (email: string) => ask(demo.base, `GET /magic-links/last?email=${email}`)
    const linkFor = (email: string) => ask(demo.base, 'POST /magic-links', { body: { email } })
    await linkFor(alix.email)
    const link = await last('Alix@example.org')
    expect(link.body).toEqual({ url: expect.stringMatching(/^http:\/\/localhost:\d+\/connexion\?token=/), token: expect.any(String) })
    const signed = await ask(demo.base, 'POST /magic-links/redeem', { body: { token: link.body['token'] } })
    expect(signed.body).toMatchObject({ member: { id: alix.id }, newMember: false })
    expect((await last(alix.email)).status).toBe(200)
    await linkFor('real@example.org')
    await ask(demo.base, 'POST /magic-links/redeem', { body: { token: (await last('real@example.org')).body['token'] } })
    expect([(await last('real@example.org')).status, (await last(alix.email)).status]).toEqual([404, 404])
    await demo.stop()
  })
})

describe('without a way to send mail', () => {
  test('the server says so instead of pretending, and no link can be read back', async () => {
    const silent = await startIdentity({ demo: false, magicLinks: 'off' })
    const answer = await ask(silent.base, 'POST /magic-links', { body: { email: 'solene@example.org' } })
    expect(answer.body).toMatchObject({ status: 503, code: 'mail-not-configured', detail: expect.stringContaining('password') })
    expect((await ask(silent.base, 'GET /magic-links/last?email=solene@example.org')).status).toBe(404)
    await silent.stop()
  })
})

test('without PUBLIC_URL a link leads to the port that was found free', async () => {
  const links: string[] = []
  const anyPort = await startIdentity({}, { deliverMagicLink: async (_email, url) => void links.push(url) })
  try {
    const jeanne = await person(anyPort, 'Jeanne')
    await ask(anyPort.base, 'POST /magic-links', { body: { email: jeanne.email } })
    expect(new URL(links[0] ?? '').origin).toBe(`http://localhost:${new URL(anyPort.base).port}`)
  } finally {
    await anyPort.stop()
  }
})

import { readdirSync, readFileSync } from 'node:fs'
import { DAY, HOUR, MINUTE } from '@filature/kernel/instant'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask, person, type Running, startIdentity, startNeighbour, tokenOf } from '../harness.ts'

let running: Running
let market: Awaited<ReturnType<typeof startNeighbour>>

beforeEach(async () => {
  running = await startIdentity()
  market = await startNeighbour(running, 'market')
})
afterEach(async () => {
  await market.stop()
  await running.stop()
})

const kidOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
const asks = async (token: string) => (await ask(market.base, 'GET /mine', { token })).status
const publicKids = async (path = '/api/auth/jwks') => {
  const answer = await ask(new URL(running.base).origin, `GET ${path}`)
  return (answer.body['keys'] as { kid: string }[]).map(({ kid }) => kid)
}

test('[network 3] five minutes after the keys were rotated a token of the old key is still good, and so is one of the new', async () => {
  const basile = await person(running, 'Basile')
  const before = await tokenOf(running, basile.email)
  expect(await asks(before)).toBe(200)
  await running.identity.internals.keys.rotateNow()
  running.clock.shiftBy(5 * MINUTE)
  const after = await tokenOf(running, basile.email)
  expect(kidOf(after)).not.toBe(kidOf(before))
  expect([await asks(before), await asks(after)]).toEqual([200, 200])
  expect(market.fetches()).toBe(2)
  expect(await publicKids()).toEqual(expect.arrayContaining([kidOf(before), kidOf(after)]))
})

test('[network 3] a service that starts after the rotation takes the old key’s token within the grace of a day, and not after', async () => {
  const basile = await person(running, 'Basile')
  const old = kidOf(await tokenOf(running, basile.email))
  await running.identity.internals.keys.rotateNow()
  running.clock.shiftBy(DAY - HOUR)
  expect(await publicKids()).toContain(old)
  running.clock.shiftBy(HOUR)
  expect(await publicKids()).not.toContain(old)
})

test('[network 3] tokens of an unknown key are refused, and the keys are fetched once in 30 s, however many come', async () => {
  const basile = await person(running, 'Basile')
  expect(await asks(await tokenOf(running, basile.email))).toBe(200)
  expect(market.fetches()).toBe(1)
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true })
  const forged = (kid: string) =>
    new SignJWT({ mbr: basile.id, roles: { org_1: 'O' }, rv: 99 })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setSubject('usr_forged')
      .setExpirationTime(Math.floor(Date.parse(running.clock.now()) / 1_000) + 600)
      .sign(privateKey)
  const burst = async (round: string) => {
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, i) => forged(`${round}-${i}`)))
    return new Set(await Promise.all(tokens.map(asks)))
  }
  expect(await burst('a')).toEqual(new Set([401]))
  expect(market.fetches()).toBe(1)
  running.clock.shiftBy(30_000)
  expect(await burst('b')).toEqual(new Set([401]))
  expect(await burst('c')).toEqual(new Set([401]))
  expect(market.fetches()).toBe(2)
  running.clock.shiftBy(30_000)
  expect(await burst('d')).toEqual(new Set([401]))
  expect(market.fetches()).toBe(3)
  // Not even under the name of a real key.
  expect(await asks(await forged((await publicKids())[0] ?? ''))).toBe(401)
  expect((await exportJWK(publicKey)).crv).toBe('Ed25519')
})

test('a key signs for thirty days; its successor is public an hour before, so that no service ever meets a key it could not know', async () => {
  const basile = await person(running, 'Basile')
  const first = kidOf(await tokenOf(running, basile.email))
  running.clock.shiftBy(30 * DAY - HOUR - MINUTE)
  expect(await publicKids()).toEqual([first])
  running.clock.shiftBy(2 * MINUTE)
  const [, next = ''] = await publicKids()
  expect(kidOf(await tokenOf(running, basile.email))).toBe(first)
  running.clock.shiftBy(HOUR)
  expect(kidOf(await tokenOf(running, basile.email))).toBe(next)
  expect(await publicKids('/api/identity/v1/jwks')).toEqual([first, next])
  running.clock.shiftBy(DAY + HOUR)
  expect(await publicKids()).toEqual([next])
})

test('public keys show nothing private, and the private ones lie encrypted', async () => {
  const answer = await ask(new URL(running.base).origin, 'GET /api/auth/jwks')
  expect(answer.body['keys']).toEqual([
    { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), alg: 'EdDSA', use: 'sig' },
  ])
  const [stored] = await running.identity.internals.accounts.keys.all()
  const secret = JSON.parse(stored?.privateKey ?? '{}').d as string
  for (const file of readdirSync(running.dataDir)) expect(readFileSync(`${running.dataDir}/${file}`, 'latin1'), file).not.toContain(secret)
})

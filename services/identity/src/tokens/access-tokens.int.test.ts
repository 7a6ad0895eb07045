import { DAY } from '@filature/kernel/instant'
import { within } from '@filature/kernel/testing/within'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, give, organisation, person, type Running, startIdentity, startNeighbour, tokenOf } from '../harness.ts'

let running: Running
let market: Awaited<ReturnType<typeof startNeighbour>>
let place: string
let owner: { id: string; email: string; token: string }
let member: { id: string; email: string; token: string }

beforeAll(async () => {
  running = await startIdentity({ signInsPerMinute: { perPair: 0, perAddress: 0, perEmail: 0 } })
  market = await startNeighbour(running, 'market')
  place = await organisation(running, 'place', 'la-filature')
  const [alix, tiago] = [await person(running, 'Alix'), await person(running, 'Tiago')]
  await give(running, alix.id, place, 'place', 'O')
  await give(running, tiago.id, place, 'place', 'B')
  owner = { ...alix, token: await tokenOf(running, alix.email) }
  member = { ...tiago, token: await tokenOf(running, tiago.email) }
})
afterAll(async () => {
  await market.stop()
  await running.stop()
})

let keys = 0
const nextKey = () => {
  keys += 1
  return `key-access-${keys}`
}
const make = (token: string, body: Record<string, unknown>, key = nextKey()) =>
  ask(running.base, 'POST /access-tokens', { token, body: { name: 'script', ...body }, headers: { 'Idempotency-Key': key } })
const exchange = (secret: unknown) => ask(running.base, 'POST /tokens/exchange', { body: { token: secret } })
const shortFrom = async (secret: unknown) => String((await exchange(secret)).body['token'])
const may = async (token: string, action: string) =>
  (await ask(market.base, 'POST /may', { token, body: { action, org: place, owner: owner.id } })).body

test('[network 4] a token with the read scope of an owner reads and never writes', async () => {
  const made = await make(owner.token, { scopes: ['market:read'] })
  expect(made.status).toBe(201)
  const short = await shortFrom(made.body['secret'])
  expect((await ask(market.base, 'GET /mine', { token: short })).body).toEqual({ who: owner.id })
  expect((await ask(market.base, 'POST /mine', { token: short })).body).toMatchObject({ status: 403, code: 'forbidden' })
  // Neither by a role nor on one's own things, though the owner may both.
  expect(await may(short, 'market.session')).toEqual({ may: false, own: false })
  expect(await may(short, 'market.order.own')).toEqual({ may: false, own: false })
  expect(await may(owner.token, 'market.session')).toEqual({ may: true, own: false })
  expect(await may(owner.token, 'market.order.own')).toEqual({ may: false, own: true })
})

test('[network 4] a token with the write scope of a mere member still has only the member’s rights', async () => {
  const short = await shortFrom((await make(member.token, { scopes: ['market:write'] })).body['secret'])
  expect((await ask(market.base, 'POST /mine', { token: short })).status).toBe(200)
  expect(await may(short, 'market.session')).toMatchObject({ may: false })
  expect(await may(short, 'materials.hold')).toMatchObject({ may: false })
})

test('a token loses with its owner what the owner loses', async () => {
  const fresh = await person(running, 'Basile')
  await give(running, fresh.id, place, 'place', 'M')
  const secret = (await make(await tokenOf(running, fresh.email), { scopes: ['market:write'] })).body['secret']
  const short = await shortFrom(secret)
  expect(await may(short, 'market.session')).toMatchObject({ may: true })
  await give(running, fresh.id, place, 'place', 'B')
  await within(1, async () => (await ask(market.base, 'GET /mine', { token: short })).body['code'], 'token-stale')
  expect(await may(await shortFrom(secret), 'market.session')).toMatchObject({ may: false })
})

test('the machine of an organisation acts there and nowhere else, as far as its scopes go', async () => {
  const made = await make(owner.token, { scopes: ['market:write', 'exports:read'], orgId: place })
  const short = await shortFrom(made.body['secret'])
  expect(await may(short, 'market.session')).toMatchObject({ may: true })
  expect(await may(short, 'market.exports')).toMatchObject({ may: true })
  expect(await may(short, 'materials.publish')).toMatchObject({ may: false })
  expect((await make(member.token, { scopes: ['market:read'], orgId: place })).body).toMatchObject({ status: 403 })
})

test('the secret is shown once, again only to the same request, and only its hash is kept', async () => {
  const key = 'key-of-one-intention'
  const [first, again] = [
    await make(owner.token, { scopes: ['market:read'] }, key),
    await make(owner.token, { scopes: ['market:read'] }, key),
  ]
  expect(again.body).toEqual(first.body)
  expect((await make(owner.token, { scopes: ['materials:read'] }, key)).body).toMatchObject({ status: 422, code: 'idempotency-mismatch' })
  const listed = await ask(running.base, 'GET /access-tokens?limit=100', { token: owner.token })
  const { secret, ...rest } = first.body
  expect(listed.body['items']).toContainEqual(rest)
  const state = await running.identity.internals.accessTokens.read(String(first.body['id']))
  expect(JSON.stringify(state)).not.toContain(String(secret).split('.')[1])
})

test('scopes beyond the owner’s roles and lives beyond a year are refused', async () => {
  expect((await make(member.token, { scopes: ['market:read', 'exports:read', 'hooks:write'] })).body).toMatchObject({
    status: 409,
    code: 'scope-too-wide',
    scopes: 'exports:read, hooks:write',
  })
  expect((await make(member.token, { scopes: ['members:read'] })).status).toBe(201)
  expect((await make(owner.token, { scopes: ['market:read'], expiresInDays: 366 })).body).toMatchObject({
    code: 'expiry-too-long',
    mostDays: 365,
  })
})

test('a revoked token ends everywhere within a second and is never exchanged again', async () => {
  const made = await make(owner.token, { scopes: ['market:read'] })
  const short = await shortFrom(made.body['secret'])
  expect((await ask(market.base, 'GET /mine', { token: short })).status).toBe(200)
  expect((await ask(running.base, `DELETE /access-tokens/${made.body['id']}`, { token: member.token })).status).toBe(404)
  expect((await ask(running.base, `DELETE /access-tokens/${made.body['id']}`, { token: owner.token })).status).toBe(204)
  await within(1, async () => (await ask(market.base, 'GET /mine', { token: short })).status, 401)
  expect((await exchange(made.body['secret'])).status).toBe(401)
})

test('a made-up, foreign or ended secret is worth nothing, and a program cannot make itself more tokens', async () => {
  const made = await make(owner.token, { scopes: ['market:write'], expiresInDays: 1 })
  const secret = String(made.body['secret'])
  const short = await shortFrom(secret)
  expect((await make(short, { scopes: ['market:write'] })).body).toMatchObject({ status: 403 })
  expect((await ask(running.base, 'GET /members/me', { token: short })).status).toBe(403)
  for (const wrong of [`${secret.slice(0, -2)}AA`, 'pat_', 'x', secret.replace('pat_', 'mbr_')])
    expect((await exchange(wrong)).status, wrong).toBe(401)
  running.clock.shiftBy(DAY)
  expect((await exchange(secret)).status).toBe(401)
})

test('no bug was met on the way', () => {
  expect(running.errors).toEqual([])
})

import { eventType, topicOf } from '@filature/contracts/events/registry'
import { systemActor } from '@filature/kernel/actor'
import { within } from '@filature/kernel/testing/within'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, give, organisation, person, type Running, startIdentity, startNeighbour, tokenOf } from '../harness.ts'
import { rosterIdOf } from './decide.ts'

let running: Running
let base: string
let place: string

beforeAll(async () => {
  running = await startIdentity({ signInsPerMinute: { perPair: 0, perAddress: 0, perEmail: 0 } })
  base = running.base
  place = await organisation(running, 'place', 'la-filature')
})
afterAll(() => running.stop())

const setRoles = (token: string, memberId: string, roles: string, org: string = place) =>
  ask(base, `POST /organisations/${org}/roles`, { token, body: { memberId, roles } })

describe('roles', () => {
  test('[network 1] an owner alone cannot leave, nor be made something less; once there is another, she can', async () => {
    const org = await organisation(running, 'place', 'le-fuseau')
    const zelie = await person(running, 'Zelie')
    const clio = await person(running, 'Clio')
    await give(running, zelie.id, org, 'place', 'OB')
    await give(running, clio.id, org, 'place', 'B')
    const token = await tokenOf(running, zelie.email)
    const leave = () => ask(base, `POST /organisations/${org}/leave`, { token })
    expect((await leave()).body).toMatchObject({ status: 409, code: 'last-owner' })
    expect((await setRoles(token, zelie.id, 'MB', org)).body).toMatchObject({ status: 409, code: 'last-owner' })
    expect((await setRoles(token, clio.id, 'BO', org)).body).toMatchObject({ memberId: clio.id, roles: 'OB' })
    expect((await leave()).status).toBe(204)
    const rosterNow = await ask(base, `GET /members?org=${org}`, { token: await tokenOf(running, clio.email) })
    expect(rosterNow.body).toEqual({ items: [{ id: clio.id, displayName: 'Clio N.', roles: 'OB' }] })
  })

  test('[network 1] of two owners who leave at the same moment one stays', async () => {
    const org = await organisation(running, 'place', 'le-rouet')
    const pair = [await person(running, 'Isidore'), await person(running, 'Maud')]
    for (const { id } of pair) await give(running, id, org, 'place', 'O')
    const tokens = await Promise.all(pair.map(({ email }) => tokenOf(running, email)))
    const answers = await Promise.all(tokens.map((token) => ask(base, `POST /organisations/${org}/leave`, { token })))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
  })

  test('[network 2] a role taken away makes the old token stale in every other service within a second', async () => {
    const alix = await person(running, 'Alix')
    const gaspard = await person(running, 'Gaspard')
    await give(running, alix.id, place, 'place', 'O')
    await give(running, gaspard.id, place, 'place', 'MB')
    const services = [await startNeighbour(running, 'market'), await startNeighbour(running, 'materials')]
    const token = await tokenOf(running, gaspard.email)
    const reads = () => Promise.all(services.map((service) => ask(service.base, 'GET /mine', { token })))
    expect((await reads()).map(({ status }) => status)).toEqual([200, 200])

    const taken = await setRoles(await tokenOf(running, alix.email), gaspard.id, 'B')
    expect(taken.body).toMatchObject({ roles: 'B' })
    await within(1, async () => (await reads()).map(({ status }) => status), [401, 401])
    expect((await reads()).map(({ body }) => body['code'])).toEqual(['token-stale', 'token-stale'])

    const fresh = await tokenOf(running, gaspard.email)
    const again = await Promise.all(services.map((service) => ask(service.base, 'GET /mine', { token: fresh })))
    expect(again.map(({ status }) => status)).toEqual([200, 200])
    // A service that starts later has heard it as well before it answers anybody.
    const late = await startNeighbour(running, 'live')
    expect((await ask(late.base, 'GET /mine', { token })).body).toMatchObject({ code: 'token-stale' })
    await Promise.all([...services, late].map((service) => service.stop()))
  })

  test('nobody gives or takes a role above his own, and a kind of organisation has the roles it has', async () => {
    const org = await organisation(running, 'producer', 'jardins-du-bief')
    const [jeanne, paolo, rachid] = [await person(running, 'Jeanne'), await person(running, 'Paolo'), await person(running, 'Rachid')]
    await give(running, jeanne.id, org, 'producer', 'O')
    await give(running, paolo.id, org, 'producer', 'M')
    const manager = await tokenOf(running, paolo.email)
    expect((await setRoles(manager, rachid.id, 'O', org)).body).toMatchObject({ status: 409, code: 'above-own-rank' })
    expect((await setRoles(manager, jeanne.id, '', org)).body).toMatchObject({ code: 'above-own-rank' })
    expect((await setRoles(manager, rachid.id, 'CF', org)).body).toMatchObject({ code: 'role-not-in-kind', roles: 'C', possible: 'OMFT' })
    expect((await setRoles(manager, rachid.id, 'F', org)).body).toMatchObject({ roles: 'F', orgId: org })
    const staff = await tokenOf(running, rachid.email)
    expect((await setRoles(staff, rachid.id, 'M', org)).body).toMatchObject({ status: 403, code: 'forbidden' })
    expect((await setRoles(staff, rachid.id, 'D', org)).body).toMatchObject({ status: 400, code: 'invalid' })
    expect((await setRoles(manager, 'mbr_unknown', 'F', org)).status).toBe(404)
    expect((await setRoles(manager, rachid.id, 'F', 'org_unknown')).status).toBe(404)
  })

  test('[network 8] a producer’s manager who reaches for another producer’s things is refused, and its owners can read who it was', async () => {
    const own = await organisation(running, 'producer', 'ferme-des-trois-fils')
    const other = await organisation(running, 'producer', 'verger-de-la-trame')
    const [kamel, louison] = [await person(running, 'Kamel'), await person(running, 'Louison')]
    await give(running, kamel.id, own, 'producer', 'M')
    await give(running, louison.id, other, 'producer', 'O')
    const token = await tokenOf(running, kamel.email)

    const market = await startNeighbour(running, 'market')
    const may = async (org: string) =>
      (await ask(market.base, 'POST /may', { token, body: { action: 'market.order.read.own-lines', org, owner: '' } })).body['may']
    expect([await may(own), await may(other)]).toEqual([true, false])
    await market.stop()

    expect((await ask(base, `GET /audit?org=${other}`, { token })).body).toMatchObject({ status: 403, code: 'forbidden' })
    // What the market says when it refuses the lines themselves; its own tests show that it does.
    const data = { actorId: kamel.id, action: 'market.order.read.own-lines', target: 'ord_1', orgId: other, outcome: 'forbidden' }
    const subject = 'aud_market_kamel'
    const time = running.clock.now()
    const event = { id: `${subject}/1`, type: eventType('market', 'AuditNoted'), source: 'market', subject, time, sequence: 1, data }
    await running.log.append([{ topic: topicOf('market'), key: subject, event }])

    const owner = await tokenOf(running, louison.email)
    const read = () => ask(base, `GET /audit?org=${other}&actor=${kamel.id}`, { token: owner })
    await expect.poll(async () => JSON.stringify((await read()).body)).toContain('ord_1')
    expect((await read()).body['items']).toEqual([
      expect.objectContaining({
        service: 'market',
        actorId: kamel.id,
        action: 'market.order.read.own-lines',
        target: 'ord_1',
        outcome: 'forbidden',
      }),
      expect.objectContaining({
        service: 'identity',
        actorId: kamel.id,
        action: 'identity.audit.read',
        target: other,
        outcome: 'forbidden',
      }),
    ])
  })

  test('[network 11] a membership until 31 December with 30 days of grace counts on 30 January and has ended on the 31st', async () => {
    const { members, rosters } = running.identity.internals
    const xenia = await person(running, 'Xenia')
    const until = '2027-12-31'
    const actor = systemActor('test')
    await members.execute(xenia.id, { type: 'StartMembership', orgId: place, from: '2027-01-01', until, graceDays: 30 }, { actor })
    expect(await members.until(xenia.id, (state) => state?.roles[place]?.letters === 'B', 20_000)).toBeDefined()
    const at = (instant: string) => running.clock.shiftBy(Date.parse(instant) - Date.parse(running.clock.now()))
    at('2028-01-30T22:59:00Z')
    await running.identity.internals.runtime.runTimers()
    expect((await members.read(xenia.id))?.state?.memberships).toHaveLength(1)
    at('2028-01-30T23:00:00Z')
    expect(await members.until(xenia.id, (state) => state?.memberships.length === 0, 20_000)).toBeDefined()
    expect(await members.until(xenia.id, (state) => state?.roles[place]?.letters === '', 20_000)).toBeDefined()
    expect(Object.keys((await rosters.read(rosterIdOf(place)))?.state.held ?? {})).not.toContain(xenia.id)
  })

  test('who renewed in time is a member all along, also when the old period ends', async () => {
    const { members, runtime } = running.identity.internals
    const yann = await person(running, 'Yann')
    const actor = systemActor('test')
    const period = (from: string, until: string) => ({ type: 'StartMembership', orgId: place, from, until, graceDays: 30 }) as const
    await members.execute(yann.id, period('2028-01-01', '2028-12-31'), { actor })
    await members.execute(yann.id, period('2029-01-01', '2029-12-31'), { actor })
    running.clock.shiftBy(Date.parse('2029-02-01T00:00:00Z') - Date.parse(running.clock.now()))
    expect(await members.until(yann.id, (state) => state?.memberships.length === 1, 20_000)).toBeDefined()
    await runtime.settled()
    expect((await members.read(yann.id))?.state?.roles[place]?.letters).toBe('B')
  })

  test('no bug was met on the way', () => {
    expect(running.errors).toEqual([])
  })
})

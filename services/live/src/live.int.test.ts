import type { StockState } from '@filature/contracts/live/messages'
import { freePort } from '@filature/kernel/testing/free-port'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Gateway, type Ground, openGround } from './testing/gateway.ts'
import { openScreen, type Screen, type ScreenOptions } from './testing/screen.ts'

let ground: Ground
let gateway: Gateway
let screens: Screen[] = []

const openOn = async (of: Gateway, options?: ScreenOptions) => {
  const screen = await openScreen(of.url, options)
  screens.push(screen)
  return screen
}
const lot = (v: number, over: Partial<StockState> = {}): StockState => ({
  id: 'lot_beam',
  v,
  rooms: ['depot:dep_north'],
  available: 100 - v,
  held: v,
  state: 'stocked',
  ...over,
})
const offer = (id: string, v: number): StockState => lot(v, { id, rooms: ['session:ses_1'], state: 'listed' })

beforeEach(async () => {
  ground = await openGround()
})
afterEach(async () => {
  for (const screen of screens) screen.close()
  screens = []
  await ground.close()
})

describe('a screen that watches a room', () => {
  test('gets what is there, then every change, and ends with the highest version', async () => {
    await ground.publish([offer('off_leek', 3), offer('off_kale', 1)])
    gateway = await ground.openGateway()
    const screen = await openOn(gateway)
    const reply = await screen.join('session:ses_1')
    expect(reply.refused).toEqual([])
    expect(reply.snapshot[0]?.states.map(({ id, v }) => [id, v]).sort()).toEqual([
      ['off_kale', 1],
      ['off_leek', 3],
    ])
    expect(reply.snapshot[0]?.states[0]).not.toHaveProperty('rooms')
    for (let v = 4; v <= 40; v += 1) await ground.publish([offer('off_leek', v)])
    await screen.until(() => screen.room('session:ses_1').get('off_leek')?.v === 40)
    const seen = screen.frames.flatMap(({ states }) => states.map(({ v }) => v))
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(screen.room('session:ses_1').get('off_leek')).toMatchObject({ v: 40, available: 60, held: 40, state: 'listed' })
  })

  test('sees a late repeat of an older state nowhere', async () => {
    await ground.publish([lot(5)])
    gateway = await ground.openGateway()
    const screen = await openOn(gateway)
    await screen.join('lot:lot_beam')
    await ground.publish([lot(4), lot(5), lot(6)])
    await screen.until(() => screen.room('lot:lot_beam').get('lot_beam')?.v === 6)
    expect(screen.frames.flatMap(({ states }) => states.map(({ v }) => v))).toEqual([6])
  })

  test('gets 20 changes of one tick in one frame, with the last state only', async () => {
    gateway = await ground.openGateway()
    const screen = await openOn(gateway)
    await screen.join('lot:lot_beam', 'lots')
    await ground.publish(Array.from({ length: 20 }, (_, at) => lot(at + 1)))
    await screen.until(() => screen.room('lot:lot_beam').get('lot_beam')?.v === 20 && screen.room('lots').get('lot_beam')?.v === 20)
    expect(screen.frames.map(({ room, states }) => [room, states.map(({ v }) => v)]).sort()).toEqual([
      ['lot:lot_beam', [20]],
      ['lots', [20]],
    ])
  })

  test('is told that a lot left the depot, and that another is gone for good', async () => {
    await ground.publish([lot(1), lot(1, { id: 'lot_sink' })])
    gateway = await ground.openGateway()
    const screen = await openOn(gateway)
    await screen.join('depot:dep_north', 'depot:dep_south')
    await ground.publish([lot(2, { rooms: ['depot:dep_south'] })])
    await screen.until(() => screen.room('depot:dep_south').get('lot_beam')?.v === 2 && screen.room('depot:dep_north').size === 1)
    await ground.forget('lot_sink')
    await screen.until(() => screen.room('depot:dep_north').size === 0)
  })

  test('[materials 30] a socket that misses 3 versions learns it from the digest and ends with an equal state', async () => {
    await ground.publish([lot(1), lot(1, { id: 'lot_sink' })])
    gateway = await ground.openGateway({ LIVE_DIGEST_S: 0.3 })
    const [lucky, unlucky] = [await openOn(gateway), await openOn(gateway)]
    await lucky.join('depot:dep_north')
    await unlucky.join('depot:dep_north')
    unlucky.losing = 3
    for (const v of [2, 3, 4]) {
      await ground.publish([lot(v)])
      await lucky.until(() => lucky.room('depot:dep_north').get('lot_beam')?.v === v)
    }
    // No state has reached it: what it knows in the end it has from asking again.
    await unlucky.until(() => unlucky.room('depot:dep_north').get('lot_beam')?.v === 4)
    expect([unlucky.losing, unlucky.frames]).toEqual([0, []])
    expect(unlucky.replies).toHaveLength(2)
    expect([...unlucky.room('depot:dep_north')].sort()).toEqual([...lucky.room('depot:dep_north')].sort())
    const before = unlucky.digests.length
    await unlucky.until(() => unlucky.digests.length >= before + 2)
    expect(unlucky.replies).toHaveLength(2)
    expect(lucky.replies).toHaveLength(1)
  })
})

describe('a screen that comes back', () => {
  test('gets only what is newer than what it holds', async () => {
    await ground.publish([offer('off_leek', 3), offer('off_kale', 1)])
    gateway = await ground.openGateway()
    const screen = await openOn(gateway)
    await screen.join('session:ses_1')
    screen.socket.io.engine.close()
    await screen.until(() => !screen.socket.connected)
    await ground.publish([offer('off_kale', 2), offer('off_chard', 1)])
    // Different offers may lie in different partitions: which arrives first is open.
    const shown = (id: string) => screen.room('session:ses_1').get(id)?.v
    await screen.until(() => shown('off_chard') === 1 && shown('off_kale') === 2)
    const [, again] = screen.replies
    expect(again?.snapshot[0]?.full).toBe(false)
    const got = [...(again?.snapshot[0]?.states ?? []), ...screen.frames.flatMap(({ states }) => states)]
    expect(got.map(({ id }) => id)).not.toContain('off_leek')
  })

  test('may hold as much as the largest room and still names all of it', async () => {
    await ground.publish([offer('off_leek', 3)])
    gateway = await ground.openGateway()
    const screen = await openOn(gateway)
    const { epoch } = await screen.join('session:ses_1')
    // Ids are as long as this, and versions have up to five digits.
    const have = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`lot_${String(at).padStart(26, '0')}`, 12_345]))
    const reply: unknown = await screen.socket.timeout(20_000).emitWithAck('join', { rooms: ['session:ses_1'], have, epoch })
    expect(reply).toMatchObject({ refused: [], snapshot: [{ full: false, states: [{ id: 'off_leek', v: 3 }] }] })
  })

  test('gets everything when the epoch is another: a new gateway rebuilt from the compacted topic', async () => {
    await ground.publish([offer('off_leek', 3), offer('off_kale', 1)])
    const port = await freePort()
    gateway = await ground.openGateway({}, port)
    const screen = await openOn(gateway)
    await screen.join('session:ses_1')
    const first = screen.epoch()
    await gateway.stop()
    await ground.publish([offer('off_leek', 4)])
    const second = await ground.openGateway({}, port)
    await screen.until(() => screen.replies.length === 2)
    expect(screen.epoch()).toBe(second.live.internals.epoch)
    expect(screen.epoch()).not.toBe(first)
    expect(screen.replies[1]?.snapshot[0]).toMatchObject({ full: true, room: 'session:ses_1' })
    expect(screen.replies[1]?.snapshot[0]?.states).toHaveLength(2)
    expect(screen.room('session:ses_1').get('off_leek')?.v).toBe(4)
    expect(second.live.internals.figures().states).toBe(2)
  })
})

describe('two gateways over one log', () => {
  test('each know everything; a ticket of one opens a socket at the other', async () => {
    const shared = { LIVE_TICKET_SECRET: 'a secret of thirty-two characters.' }
    await ground.publish([offer('off_leek', 1)])
    gateway = await ground.openGateway(shared)
    const second = await ground.openGateway(shared)
    const answer = await fetch(`${gateway.url}/api/live/v1/tickets`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ground.tokenFor('mbr_ada')}` },
    })
    const { ticket } = (await answer.json()) as { ticket: string }
    const [one, two] = [await openOn(gateway), await openOn(second, { ticket: async () => ticket })]
    await one.join('session:ses_1')
    expect((await two.join('session:ses_1', 'me')).refused).toEqual([])
    await ground.publish([offer('off_leek', 2)])
    await one.until(() => one.room('session:ses_1').get('off_leek')?.v === 2)
    await two.until(() => two.room('session:ses_1').get('off_leek')?.v === 2)
    expect(one.epoch()).not.toBe(two.epoch())
  })
})

describe('what a socket may ask for', () => {
  test('a name that no room has is not found, a request that cannot be read is refused as a whole', async () => {
    gateway = await ground.openGateway()
    const screen = await openOn(gateway)
    const reply = await screen.join('session:ses_1', 'me:mbr_other', 'depot:', 'kitchen:1')
    expect(reply.refused).toEqual(['me:mbr_other', 'depot:', 'kitchen:1'].map((room) => ({ room, code: 'not-found' })))
    expect(await screen.socket.emitWithAck('join', { rooms: 'lots' })).toMatchObject({ refused: [{ room: '*', code: 'invalid' }] })
    expect(await screen.socket.emitWithAck('join', { rooms: [], extra: 1 })).toMatchObject({ refused: [{ code: 'invalid' }] })
  })

  test('rooms, joins and sizes have their caps', async () => {
    await ground.publish([lot(1), lot(1, { id: 'lot_sink' })])
    gateway = await ground.openGateway({
      LIVE_ROOMS_PER_SOCKET: 2,
      LIVE_JOINS_PER_SECOND: 2,
      LIVE_STATES_PER_ROOM: 1,
      LIVE_PAYLOAD_BYTES: 2_000,
    })
    const screen = await openOn(gateway)
    expect((await screen.join('depot:dep_north', 'lot:lot_beam', 'lot:lot_sink', 'lot:lot_a')).refused).toEqual([
      { room: 'depot:dep_north', code: 'room-too-large' },
      { room: 'lot:lot_a', code: 'too-many-rooms' },
    ])
    await screen.socket.emitWithAck('leave', { rooms: ['lot:lot_sink'] })
    expect((await screen.join('lot:lot_a')).refused).toEqual([])
    // Ten more at once are too many, however slowly the first ones went.
    const hasty = await Promise.all(Array.from({ length: 10 }, () => screen.join('lot:lot_beam')))
    expect(hasty.at(-1)?.refused).toEqual([{ room: 'lot:lot_beam', code: 'too-many-joins' }])
    const dropped = new Promise((resolve) => screen.socket.once('disconnect', resolve))
    screen.socket.emit('join', { rooms: ['lots'], have: { ['x'.repeat(3_000)]: 1 } })
    await dropped
  })

  test('only so many sockets are let in', async () => {
    gateway = await ground.openGateway({ LIVE_SOCKETS: 1 })
    await openOn(gateway)
    await expect(openOn(gateway)).rejects.toThrow('websocket error')
  })

  test('a page of another origin is turned away, one of the list and one of the host itself are let in', async () => {
    gateway = await ground.openGateway({ LIVE_ORIGINS: 'https://app.example.org, https://other.example.org' })
    await openOn(gateway, { headers: { origin: 'https://other.example.org' } })
    await openOn(gateway, { headers: { origin: gateway.url } })
    await expect(openOn(gateway, { headers: { origin: 'https://evil.example.org' } })).rejects.toThrow('websocket error')
  })

  test('there is no way in but a websocket', async () => {
    gateway = await ground.openGateway()
    const answer = await fetch(`${gateway.url}/api/live/v1/socket/?EIO=4&transport=polling`)
    expect(answer.status).toBe(400)
  })
})

describe('a socket that cannot keep up', () => {
  test('is told to resync, is skipped until it joins again, and ends with an equal state; others notice nothing', async () => {
    gateway = await ground.openGateway({ LIVE_SLOW_BYTES: 20_000, LIVE_TICK_MS: 5 })
    const [fast, slow] = [await openOn(gateway), await openOn(gateway)]
    await fast.join('lots')
    await slow.join('lots')
    const lots = Array.from({ length: 50 }, (_, at) => `lot_${at}`)
    const long = 'x'.repeat(4_000)
    const connection: unknown = Reflect.get(slow.socket.io.engine.transport, 'ws')
    if (!isPausable(connection)) throw new Error('the client of this test has no websocket that can be paused')
    connection.pause()
    let v = 0
    // The kernel takes some megabytes before the socket counts as slow.
    while (gateway.live.internals.figures().resyncs === 0 && v < 500) {
      v += 1
      await ground.publish(lots.map((id) => lot(v, { id, state: long })))
      await fast.until(() => fast.room('lots').get('lot_49')?.v === v)
    }
    expect(gateway.live.internals.figures().resyncs).toBe(1)
    connection.resume()
    await slow.until(() => slow.resyncs.length === 1 && slow.replies.length === 2)
    v += 1
    await ground.publish(lots.map((id) => lot(v, { id, state: long })))
    await slow.until(() => [...slow.room('lots').values()].every((state) => state.v === v))
    await fast.until(() => [...fast.room('lots').values()].every((state) => state.v === v))
    expect([...slow.room('lots')].sort()).toEqual([...fast.room('lots')].sort())
    expect(fast.resyncs).toEqual([])
  })
})

const isPausable = (value: unknown): value is { pause(): void; resume(): void } =>
  typeof value === 'object' && value !== null && 'pause' in value && 'resume' in value

import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { digestOf, digestText } from '@filature/contracts/live/digest'
import { LIVE_SOCKET_PATH } from '@filature/contracts/live/http'
import type { JoinRequest } from '@filature/contracts/live/messages'
import { Server, type Socket } from 'socket.io'
import type { Socket as ClientSocket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const ROOM = 'session:ses_1'
type State = { readonly id: string; readonly v: number; readonly gone?: true }
const leek = (v: number): State => ({ id: 'off_leek', v })
const kale = (v: number): State => ({ id: 'off_kale', v })
const digestFor = (states: readonly State[]) => digestText(digestOf(states))

/** A gateway that says what the test lets it say, over a real socket. */
let http: HttpServer
let gateway: Server
let joins: JoinRequest[]
let there: readonly State[]
let epoch: string
/** Answers of the handshake, in order; when none is left everybody comes in. */
let denials: string[]
let onServer: Socket | undefined

let opened: ClientSocket | undefined
let live: typeof import('./socket.ts')
let rooms: typeof import('./rooms.ts')
let letGo: (ids: readonly string[]) => void
let store: typeof import('./store.ts')
let left: (readonly [string, readonly string[]])[]
/** What the page is told by its device. */
let heard: Map<string, () => void>

beforeEach(async () => {
  joins = []
  there = []
  epoch = 'epo_1'
  denials = []
  left = []
  heard = new Map()
  http = createServer()
  gateway = new Server(http, { path: LIVE_SOCKET_PATH, transports: ['websocket'] })
  gateway.use((_socket, next) => {
    const denial = denials.shift()
    next(denial === undefined ? undefined : new Error(denial))
  })
  gateway.on('connection', (socket) => {
    onServer = socket
    socket.on('join', (request: JoinRequest, acknowledge: (reply: unknown) => void) => {
      joins.push(request)
      acknowledge({
        epoch,
        serverTime: new Date().toISOString(),
        refused: [],
        snapshot: request.rooms.map((room) => answerTo(room, request)),
      })
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo

  vi.resetModules()
  vi.stubGlobal('localStorage', { getItem: () => null })
  vi.stubGlobal('document', { hidden: false, documentElement: { lang: 'fr' } })
  vi.stubGlobal('requestAnimationFrame', () => 1)
  vi.stubGlobal('addEventListener', (type: string, listener: () => void) => heard.set(type, listener))
  vi.stubGlobal('location', { protocol: 'http:', hostname: '127.0.0.1', host: `127.0.0.1:${port}`, port: String(port) })
  vi.doMock('socket.io-client', async (original) => {
    const real = await original<typeof import('socket.io-client')>()
    // The real one; kept, so that the test can close it.
    return { ...real, io: (options: object) => (opened = real.io({ ...options, reconnectionDelay: 10, reconnectionDelayMax: 20 })) }
  })
  live = await import('./socket.ts')
  store = await import('./store.ts')
  rooms = await import('./rooms.ts')
  rooms.onLeft((room, ids, drop) => {
    left.push([room, ids])
    letGo = drop
  })
})
afterEach(async () => {
  opened?.close()
  await gateway.close()
  vi.doUnmock('socket.io-client')
  vi.unstubAllGlobals()
})

/** As services/live answers: what is newer than the versions held of this epoch, else everything. */
function answerTo(room: string, request: JoinRequest) {
  const have = request.epoch === epoch ? request.have : undefined
  const states = have === undefined ? there : there.filter(({ id, v }) => v > (have[id] ?? 0))
  return { room, states, full: have === undefined, digest: digestFor(there) }
}

const held = () => [leek(0), kale(0)].flatMap(({ id }) => (store.versionOf(id) === undefined ? [] : [[id, store.versionOf(id)]]))
const cut = () => onServer?.conn.close(true)
const tellDigest = (states: readonly State[]) =>
  onServer?.emit('digest', { room: ROOM, digest: digestFor(states), count: states.length, epoch, serverTime: new Date().toISOString() })

async function watched(states: readonly State[]) {
  there = states
  rooms.watchRoom(ROOM)
  live.openSocket()
  await expect.poll(() => joins.length).toBe(1)
  await expect.poll(() => held().length).toBe(states.length)
}

test('what was gone while the socket was away is found out at once, and is nowhere any more', async () => {
  await watched([leek(3), kale(1)])
  there = [leek(4)]
  cut()
  await expect.poll(() => left).toEqual([[ROOM, ['off_kale']]])
  expect(joins.slice(1).map(({ have }) => have)).toEqual([{ off_leek: 3, off_kale: 1 }, undefined])
  expect(held()).toEqual([
    ['off_leek', 4],
    ['off_kale', 1],
  ])
  letGo(['off_kale', 'off_leek'])
  expect(held(), 'what is in a room still is kept').toEqual([['off_leek', 4]])
})

test('where nothing has gone what is newer is all that is asked for', async () => {
  await watched([leek(3), kale(1)])
  there = [leek(4), kale(1)]
  cut()
  await expect.poll(() => store.versionOf('off_leek')).toBe(4)
  tellDigest(there)
  onServer?.emit('states', { room: ROOM, states: [kale(2)] })
  await expect.poll(() => store.versionOf('off_kale')).toBe(2)
  expect([joins.length, left]).toEqual([2, []])
})

test('another gateway, which is a little behind, takes nothing back and forgets what is gone', async () => {
  await watched([leek(5), kale(1)])
  epoch = 'epo_2'
  there = [leek(4)]
  cut()
  await expect.poll(() => left).toEqual([[ROOM, ['off_kale']]])
  expect(store.versionOf('off_leek')).toBe(5)
})

test('a digest that differs asks for everything, and is believed when it differs again', async () => {
  await watched([leek(5), kale(1)])
  there = [leek(2)]
  tellDigest(there)
  await expect.poll(() => joins.length).toBe(2)
  await expect.poll(() => left).toEqual([[ROOM, ['off_kale']]])
  expect([joins[1]?.have, store.versionOf('off_leek')]).toEqual([undefined, 5])
  tellDigest(there)
  await expect.poll(() => store.versionOf('off_leek')).toBe(2)
  tellDigest(there)
  onServer?.emit('states', { room: ROOM, states: [leek(3)] })
  await expect.poll(() => store.versionOf('off_leek')).toBe(3)
  expect(joins, 'they agree').toHaveLength(3)
})

test('a thing that leaves the room under one’s eyes is told', async () => {
  await watched([leek(3), kale(1)])
  onServer?.emit('states', { room: ROOM, states: [{ ...kale(2), gone: true }] })
  await expect.poll(() => left).toEqual([[ROOM, ['off_kale']]])
})

test('a handshake that was denied is tried again', async () => {
  denials = ['ticket-invalid']
  await watched([leek(3)])
  expect(denials).toEqual([])
})

test('frames of a room that nobody watches any more are asked to stop', async () => {
  await watched([leek(3)])
  const leaves: unknown[] = []
  onServer?.on('leave', (request) => leaves.push(request))
  onServer?.emit('states', { room: 'lot:lot_1', states: [{ id: 'lot_1', v: 1 }] })
  await expect.poll(() => leaves).toEqual([{ rooms: ['lot:lot_1'] }])
  expect(store.versionOf('lot_1')).toBeUndefined()
})

test('out of reach the figures stay marked, also when a screen is left, until something has come through again', async () => {
  there = [leek(3)]
  const leave = rooms.watchRoom(ROOM)
  live.openSocket()
  await expect.poll(() => joins.length).toBe(1)
  const leaves: unknown[] = []
  onServer?.on('leave', (request) => leaves.push(request))
  const { currentConnection } = await import('./connection.ts')
  // The network is dead and the socket does not know it yet.
  heard.get('offline')?.()
  await expect.poll(() => currentConnection().stale).toBe(true)
  leave()
  await expect.poll(() => leaves).toEqual([{ rooms: [ROOM] }])
  expect(currentConnection().stale).toBe(true)
  rooms.watchRoom('lot:lot_1')
  await expect.poll(() => currentConnection().stale).toBe(false)
})

import { digestOf, digestText } from '@filature/contracts/live/digest'
import type { Socket } from 'socket.io-client'
import { live } from '../api/client.ts'
import { isRefused } from '../api/refused.ts'
import { currentPerson, onPersonChange } from '../session/token.ts'
import { lost, upToDate } from './connection.ts'
import { learnServerTime } from './server-time.ts'
import { apply, forget, type LiveState, versionOf } from './store.ts'

/** One websocket for the page, opened after the first paint; rooms follow what is on screen. */

const POLL_AFTER_MS = 15_000
const POLL_EVERY_MS = 20_000
const LEAVE_AFTER_MS = 300
const ANSWER_WITHIN_MS = 5_000
const AGAIN_AFTER_MS = 1_000
/** Why a room could not be joined just now; any other reason stays. */
const PASSING: ReadonlySet<string> = new Set(['too-many-joins', 'unavailable'])
/** What belongs to the person alone. It has no states over plain HTTP, and none that the next person may see. */
const PRIVATE_ROOM = 'me'

/** Of a room: what is newer than what we hold, or all, because what we hold is not what is there. */
type Asked = 'news' | 'all'

interface Room {
  watchers: number
  leaving: ReturnType<typeof setTimeout> | undefined
  /** Things seen in it, for what we tell on reconnection and for the digest. */
  readonly ids: Set<string>
}

interface JoinReply {
  readonly epoch: string
  readonly serverTime: string
  readonly refused: readonly { readonly room: string; readonly code: string }[]
  /** `full`: everything there is in the room; what we hold besides is gone. */
  readonly snapshot: readonly { readonly room: string; readonly states: readonly LiveState[]; readonly full?: boolean }[]
}

const rooms = new Map<string, Room>()
let socket: Socket | undefined
let epoch: string | undefined
let pollTimer: ReturnType<typeof setTimeout> | undefined
/** Rooms that have not told what is since the socket opened. */
const unanswered = new Set<string>()
const joinListeners = new Set<(rooms: readonly string[]) => void>()
const stateListeners = new Set<(room: string, states: readonly LiveState[]) => void>()
let joinSoon: ReturnType<typeof setTimeout> | undefined
let toJoin = new Map<string, Asked>()

/** Private rooms have no snapshot: what they are about is read over HTTP after every join, and now and then without a socket. */
export function onJoined(listener: (rooms: readonly string[]) => void): void {
  joinListeners.add(listener)
}

/** Every state as it arrives, for what is not a row on screen: own orders and holds, rights. */
export function onStates(listener: (room: string, states: readonly LiveState[]) => void): void {
  stateListeners.add(listener)
}

/** Watches a room until the returned function is called; several watchers share it. */
export function watchRoom(name: string): () => void {
  const room = rooms.get(name) ?? { watchers: 0, leaving: undefined, ids: new Set<string>() }
  rooms.set(name, room)
  room.watchers += 1
  clearTimeout(room.leaving)
  if (room.watchers === 1) join([name])
  return () => {
    room.watchers -= 1
    if (room.watchers > 0) return
    room.leaving = setTimeout(() => {
      rooms.delete(name)
      if (name === PRIVATE_ROOM) forget(room.ids)
      answered([name])
      socket?.emit('leave', { rooms: [name] })
    }, LEAVE_AFTER_MS)
  }
}

function join(names: readonly string[], asked: Asked = 'news'): void {
  for (const name of names) if (asked === 'all' || !toJoin.has(name)) toJoin.set(name, asked)
  if (joinSoon !== undefined) return
  joinSoon = setTimeout(() => {
    joinSoon = undefined
    const wanted = toJoin
    toJoin = new Map()
    if (wanted.size > 0) void sendJoin(wanted)
  }, 0)
}

async function sendJoin(wanted: ReadonlyMap<string, Asked>): Promise<void> {
  if (socket?.connected !== true) return
  const names = [...wanted.keys()]
  const have: Record<string, number> = {}
  for (const [name, asked] of wanted) {
    if (asked === 'all') continue
    for (const id of rooms.get(name)?.ids ?? []) {
      const version = versionOf(id)
      if (version !== undefined) have[id] = version
    }
  }
  let reply: JoinReply
  try {
    reply = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck('join', { rooms: names, have, ...(epoch !== undefined && { epoch }) })
  } catch {
    // A socket that is lost joins when it is back; one that is open and got no answer asks again.
    joinAgain(wanted)
    return
  }
  learnServerTime(reply.serverTime)
  if (epoch !== undefined && reply.epoch !== epoch) forgetAll()
  epoch = reply.epoch
  for (const { room, states, full } of reply.snapshot) {
    if (full === true) rooms.get(room)?.ids.clear()
    take(room, states)
  }
  const later = new Set(reply.refused.filter(({ code }) => PASSING.has(code)).map(({ room }) => room))
  joinAgain(new Map([...wanted].filter(([name]) => later.has(name))))
  answered(names.filter((name) => !later.has(name)))
  for (const listener of joinListeners) listener(names)
}

function joinAgain(wanted: ReadonlyMap<string, Asked>): void {
  setTimeout(() => {
    for (const [name, asked] of wanted) if (rooms.has(name)) join([name], asked)
  }, AGAIN_AFTER_MS)
}

/** The last room that was waited for makes the figures those of now. */
function answered(names: readonly string[]): void {
  for (const name of names) unanswered.delete(name)
  if (socket?.connected === true && unanswered.size === 0) upToDate()
}

function forgetAll(): void {
  for (const room of rooms.values()) {
    forget(room.ids)
    room.ids.clear()
  }
}

function take(name: string, received: readonly LiveState[]): void {
  const room = rooms.get(name)
  for (const { id, gone } of received) {
    if (gone === true) room?.ids.delete(id)
    else room?.ids.add(id)
  }
  apply(received.filter(({ gone }) => gone !== true))
  for (const listener of stateListeners) listener(name, received)
}

/** Begins the connection. Called once, after the first paint. */
export async function startLive(): Promise<void> {
  const { io } = await import('socket.io-client')
  socket = io({
    path: '/api/live/v1/socket',
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 20_000,
    randomizationFactor: 0.3,
    auth: (give) => {
      void ticket().then((value) => give(value === undefined ? {} : { ticket: value }))
    },
  })
  socket.on('connect', () => {
    clearTimeout(pollTimer)
    pollTimer = undefined
    unanswered.clear()
    for (const name of rooms.keys()) unanswered.add(name)
    answered([])
    join([...rooms.keys()])
  })
  const down = () => {
    lost()
    pollTimer ??= setTimeout(pollAll, POLL_AFTER_MS)
  }
  // The device is back in reach: at once, not when the pause between two tries is over.
  addEventListener('online', () => {
    if (socket?.connected === false) socket.disconnect().connect()
  })
  socket.on('disconnect', down)
  socket.on('connect_error', down)
  socket.on('states', ({ room, states }: { room: string; states: readonly LiveState[] }) => take(room, states))
  socket.on('resync', ({ room }: { room: string }) => join([room]))
  socket.on(
    'digest',
    ({
      room: name,
      digest,
      count,
      epoch: theirs,
      serverTime,
    }: {
      room: string
      digest: string
      count: number
      epoch: string
      serverTime: string
    }) => {
      learnServerTime(serverTime)
      const room = rooms.get(name)
      if (room === undefined) return
      if (theirs !== epoch) {
        forgetAll()
        join([...rooms.keys()], 'all')
        return
      }
      const held = [...room.ids].flatMap((id) => {
        const v = versionOf(id)
        return v === undefined ? [] : [{ id, v }]
      })
      if (held.length !== count || digestText(digestOf(held)) !== digest) join([name], 'all')
    },
  )
  // Somebody else at the keyboard: another private room, and nothing left of the one before.
  let known = currentPerson()?.id
  onPersonChange(() => {
    if (currentPerson()?.id === known) return
    known = currentPerson()?.id
    const left = rooms.get(PRIVATE_ROOM)
    if (left !== undefined) {
      forget(left.ids)
      left.ids.clear()
    }
    socket?.disconnect().connect()
  })
}

async function ticket(): Promise<string | undefined> {
  if (currentPerson() === undefined) return undefined
  try {
    return (await live('POST /tickets', {})).ticket
  } catch {
    return undefined
  }
}

/** While the socket is away: the same states over plain HTTP, again and again. */
async function pollAll(): Promise<void> {
  if (socket?.connected === true) return
  pollTimer = setTimeout(pollAll, POLL_EVERY_MS)
  for (const name of rooms.keys()) {
    if (name === PRIVATE_ROOM) {
      for (const listener of joinListeners) listener([name])
      continue
    }
    try {
      const reply = await live('GET /rooms/:room/states', { params: { room: name } })
      take(name, reply.states as unknown as readonly LiveState[])
    } catch (error) {
      // Out of reach are all of them; a room that is refused says nothing of the others.
      if (!isRefused(error) || isRefused(error, 'offline')) return
    }
  }
}

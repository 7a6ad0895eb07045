import { digestOf, digestText } from '@filature/contracts/live/digest'
import type { Socket } from 'socket.io-client'
import { live } from '../api/client.ts'
import { currentPerson, onPersonChange } from '../session/token.ts'
import { learnServerTime } from './server-time.ts'
import { apply, forget, type LiveState, setConnection, versionOf } from './store.ts'

/** One websocket for the page, opened after the first paint; rooms follow what is on screen. */

const STALE_AFTER_MS = 3_000
const POLL_AFTER_MS = 15_000
const POLL_EVERY_MS = 20_000
const LEAVE_AFTER_MS = 300

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
let staleTimer: ReturnType<typeof setTimeout> | undefined
let pollTimer: ReturnType<typeof setInterval> | undefined
const joinListeners = new Set<(rooms: readonly string[]) => void>()
const stateListeners = new Set<(room: string, states: readonly LiveState[]) => void>()
let joinSoon: ReturnType<typeof setTimeout> | undefined
let toJoin = new Set<string>()

/** Private rooms have no snapshot: what they are about is read over HTTP once after every join. */
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
      socket?.emit('leave', { rooms: [name] })
    }, LEAVE_AFTER_MS)
  }
}

function join(names: readonly string[], withHave = true): void {
  for (const name of names) toJoin.add(name)
  if (joinSoon !== undefined) return
  joinSoon = setTimeout(() => {
    joinSoon = undefined
    const asked = [...toJoin]
    toJoin = new Set()
    if (asked.length > 0) void sendJoin(asked, withHave)
  }, 0)
}

async function sendJoin(names: readonly string[], withHave: boolean): Promise<void> {
  if (socket?.connected !== true) return
  const have: Record<string, number> = {}
  if (withHave) {
    for (const name of names) {
      for (const id of rooms.get(name)?.ids ?? []) {
        const version = versionOf(id)
        if (version !== undefined) have[id] = version
      }
    }
  }
  try {
    const reply: JoinReply = await socket.timeout(5_000).emitWithAck('join', { rooms: names, have, ...(epoch !== undefined && { epoch }) })
    learnServerTime(reply.serverTime)
    if (epoch !== undefined && reply.epoch !== epoch) forgetAll()
    epoch = reply.epoch
    for (const { room, states, full } of reply.snapshot) {
      if (full === true) rooms.get(room)?.ids.clear()
      take(room, states)
    }
    for (const listener of joinListeners) listener(names)
  } catch {
    // No answer: the socket's own reconnection joins again.
  }
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
    clearTimeout(staleTimer)
    clearInterval(pollTimer)
    staleTimer = undefined
    pollTimer = undefined
    setConnection('open', false)
    join([...rooms.keys()])
  })
  const lost = () => {
    // Every try that fails comes here, too: the loss is as old as its first word.
    if (staleTimer !== undefined) return
    setConnection('down', false)
    staleTimer = setTimeout(() => {
      setConnection('down', true)
      pollTimer = setInterval(pollAll, POLL_EVERY_MS)
      setTimeout(pollAll, POLL_AFTER_MS - STALE_AFTER_MS)
    }, STALE_AFTER_MS)
  }
  // The device is back in reach: at once, not when the pause between two tries is over.
  addEventListener('online', () => {
    if (socket?.connected === false) socket.disconnect().connect()
  })
  socket.on('disconnect', lost)
  socket.on('connect_error', lost)
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
        join([...rooms.keys()], false)
        return
      }
      const held = [...room.ids].flatMap((id) => {
        const v = versionOf(id)
        return v === undefined ? [] : [{ id, v }]
      })
      if (held.length !== count || digestText(digestOf(held)) !== digest) join([name], false)
    },
  )
  // Somebody else at the keyboard: other private rooms.
  let known = currentPerson()?.id
  onPersonChange(() => {
    if (currentPerson()?.id === known) return
    known = currentPerson()?.id
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

/** While the socket is away: the same states over plain HTTP. */
async function pollAll(): Promise<void> {
  if (socket?.connected === true) return
  for (const name of rooms.keys()) {
    try {
      const reply = await live('GET /rooms/:room/states', { params: { room: name } })
      take(name, reply.states as unknown as readonly LiveState[])
    } catch {
      return
    }
  }
}

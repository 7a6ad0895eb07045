import type { DigestMessage, JoinReply, ResyncMessage, StatesMessage } from '@filature/contracts/live/messages'
import { io, type Socket } from 'socket.io-client'
import { live } from '../api/client.ts'
import { isRefused } from '../api/refused.ts'
import { currentPerson, onOtherPerson } from '../session/token.ts'
import { lost, upToDate } from './connection.ts'
import { type Asked, type JoinRequest, joinRequests } from './join-requests.ts'
import { createRoomContent, type RoomContent, type Told } from './room-content.ts'
import { attend, tell } from './rooms.ts'
import { learnServerTime } from './server-time.ts'
import { forget, forgetUnseen } from './store.ts'

/** One websocket for the page, fetched and opened after the first paint; it joins the rooms that are on screen. */

const POLL_AFTER_MS = 15_000
const POLL_EVERY_MS = 20_000
const ANSWER_WITHIN_MS = 5_000
const AGAIN_AFTER_MS = 1_000
/** A handshake that was denied, for a ticket that had ended for instance, is tried again; so is one without a ticket. */
const DENIED_AGAIN_MS = 2_000
const TICKET_AGAIN_MS = 15_000
/** Why a room could not be joined just now; any other reason stays. */
const PASSING: ReadonlySet<string> = new Set(['too-many-joins', 'unavailable'])
/** What belongs to the person alone. It has no states over plain HTTP, and none that the next person may see. */
const PRIVATE_ROOM = 'me'

interface Room {
  readonly content: RoomContent
  /** Digests in a row that did not agree with what is held. */
  differing: number
}

const rooms = new Map<string, Room>()
let socket: Socket | undefined
let epoch: string | undefined
let pollTimer: ReturnType<typeof setTimeout> | undefined
let againTimer: ReturnType<typeof setTimeout> | undefined
/** Rooms that have not told what is since the socket opened. */
const unanswered = new Set<string>()
/** The device has lost its network: an open socket proves nothing until something has come through it again. */
let isDoubted = false
let joinSoon: ReturnType<typeof setTimeout> | undefined
let toJoin = new Map<string, Asked>()

/** Drops what is held of things that no room tells of any more and no row shows. */
function letGo(ids: readonly string[]): void {
  forgetUnseen(ids.filter((id) => ![...rooms.values()].some(({ content }) => content.ids.has(id))))
}

function entered(name: string): void {
  rooms.set(name, { content: createRoomContent(), differing: 0 })
  join([name])
}

function left(name: string): void {
  const content = rooms.get(name)?.content
  rooms.delete(name)
  if (name === PRIVATE_ROOM && content !== undefined) forget(content.ids)
  answered([name])
  socket?.emit('leave', { rooms: [name] })
}

function join(names: readonly string[], asked: Asked = 'news'): void {
  if (names.length === 0) return
  for (const name of names) if (asked === 'all' || !toJoin.has(name)) toJoin.set(name, asked)
  if (joinSoon !== undefined) return
  joinSoon = setTimeout(() => {
    joinSoon = undefined
    const wanted = toJoin
    toJoin = new Map()
    for (const request of joinRequests(wanted, (name) => rooms.get(name)?.content.versions() ?? [])) void sendJoin(request)
  }, 0)
}

async function sendJoin({ rooms: wanted, have }: JoinRequest): Promise<void> {
  if (socket?.connected !== true) return
  const names = [...wanted.keys()]
  let reply: JoinReply
  try {
    reply = await socket
      .timeout(ANSWER_WITHIN_MS)
      .emitWithAck('join', { rooms: names, ...(have !== undefined && epoch !== undefined && { have, epoch }) })
  } catch {
    // A socket that is lost joins when it is back; one that is open and got no answer asks again.
    joinAgain(wanted)
    return
  }
  isDoubted = false
  learnServerTime(reply.serverTime)
  epoch = reply.epoch
  for (const { room, states, full } of reply.snapshot) take(room, { states, how: full ? howOf(room) : 'some' })
  // What left while nobody listened is not among what is newer.
  const unsure = reply.snapshot.filter(
    ({ room, full, digest }) => !full && room !== PRIVATE_ROOM && rooms.get(room)?.content.agreesWith(digest) === false,
  )
  join(
    unsure.map(({ room }) => room),
    'all',
  )
  const passing = reply.refused.filter(({ code }) => PASSING.has(code))
  joinAgain(new Map(passing.flatMap(({ room }) => [...wanted].filter(([name]) => name === room))))
  // Somebody is here, but had no ticket when the socket opened.
  if (currentPerson() !== undefined && reply.refused.some(({ code }) => code === 'unauthenticated')) openAgain(TICKET_AGAIN_MS)
  const later = new Set([...unsure, ...passing].map(({ room }) => room))
  answered(names.filter((name) => !later.has(name)))
  tell.joined(names)
}

/** A server that says the same again, a while later, is not just behind what this screen was told already. */
const howOf = (name: string): Told['how'] => ((rooms.get(name)?.differing ?? 0) > 1 ? 'as-told' : 'all')

function joinAgain(wanted: ReadonlyMap<string, Asked>): void {
  if (wanted.size === 0) return
  setTimeout(() => {
    for (const [name, asked] of wanted) if (rooms.has(name)) join([name], asked)
  }, AGAIN_AFTER_MS)
}

/** The last room that was waited for makes the figures those of now. */
function answered(names: readonly string[]): void {
  for (const name of names) unanswered.delete(name)
  if (isOpen() && !isDoubted && unanswered.size === 0) upToDate()
}

const isOpen = (): boolean => socket?.connected === true

function take(name: string, told: Told): void {
  const gone = rooms.get(name)?.content.take(told)
  // A room that was left while one was let into it.
  if (gone === undefined) return void socket?.emit('leave', { rooms: [name] })
  if (gone.length > 0) tell.left(name, gone, letGo)
  tell.states(name, told.states)
}

/** Once, after `ms` and a little chance, so that not all screens come at the same moment. */
function openAgain(ms: number): void {
  againTimer ??= setTimeout(
    () => {
      againTimer = undefined
      socket?.disconnect().connect()
    },
    ms * (0.7 + Math.random() * 0.6),
  )
}

/** Called once. */
export function openSocket(): void {
  attend({ entered, left })
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
    clearTimeout(againTimer)
    againTimer = undefined
    isDoubted = false
    unanswered.clear()
    // Screens that are about to leave with their person still watch the private room.
    const open = [...rooms.keys()].filter((name) => name !== PRIVATE_ROOM || currentPerson() !== undefined)
    for (const name of open) unanswered.add(name)
    answered([])
    join(open)
  })
  const down = () => {
    lost()
    pollTimer ??= setTimeout(pollAll, POLL_AFTER_MS)
  }
  // What a dead network leaves open is found out after many seconds only, and does not come alive again.
  addEventListener('offline', () => {
    isDoubted = true
    down()
  })
  // The device is back in reach: at once, not when the pause between two tries is over.
  addEventListener('online', () => socket?.disconnect().connect())
  socket.on('disconnect', down)
  socket.on('connect_error', () => {
    down()
    // Denied, not out of reach: the library waits to be told.
    if (socket?.active === false) openAgain(DENIED_AGAIN_MS)
  })
  socket.on('states', ({ room, states }: StatesMessage) => take(room, { states, how: 'some' }))
  socket.on('resync', ({ room }: ResyncMessage) => join([room]))
  socket.on('digest', ({ room: name, digest, serverTime }: DigestMessage) => {
    learnServerTime(serverTime)
    const room = rooms.get(name)
    if (room === undefined) return
    if (room.content.agreesWith(digest)) {
      room.differing = 0
      isDoubted = false
      answered([])
      return
    }
    room.differing += 1
    join([name], 'all')
  })
  // Somebody else at the keyboard: another private room, and nothing left of the one before.
  onOtherPerson(() => {
    const own = rooms.get(PRIVATE_ROOM)?.content
    if (own !== undefined) {
      forget(own.ids)
      own.take({ states: [], how: 'all' })
    }
    socket?.disconnect().connect()
  })
}

/** Undefined where nobody is here, or none could be had in time: public rooms need none. */
async function ticket(): Promise<string | undefined> {
  if (currentPerson() === undefined) return undefined
  const asked = live('POST /tickets', {}).then(
    (reply) => reply.ticket,
    () => undefined,
  )
  return Promise.race([asked, new Promise<undefined>((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS, undefined))])
}

/** While the socket is away: the same states over plain HTTP, again and again. */
async function pollAll(): Promise<void> {
  pollTimer = undefined
  if (isOpen()) return
  pollTimer = setTimeout(pollAll, POLL_EVERY_MS)
  for (const name of rooms.keys()) {
    if (name === PRIVATE_ROOM) {
      tell.joined([name])
      continue
    }
    try {
      const { states } = await live('GET /rooms/:room/states', { params: { room: name } })
      // The socket is back, and has told what is newer.
      if (isOpen()) return
      if (rooms.has(name)) take(name, { states, how: 'all' })
    } catch (error) {
      // Out of reach are all of them; a room that is refused says nothing of the others.
      if (!isRefused(error) || isRefused(error, 'offline')) return
    }
  }
}

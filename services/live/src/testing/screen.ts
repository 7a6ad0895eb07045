import { digestOf, digestText } from '@filature/contracts/live/digest'
import { LIVE_SOCKET_PATH } from '@filature/contracts/live/http'
import type { DigestMessage, JoinReply, LiveState, ResyncMessage, StatesMessage } from '@filature/contracts/live/messages'
import { io, type Socket } from 'socket.io-client'

/** A screen as web.md §5 describes it: keeps the highest version, joins again when a digest or a resync says so. */
export interface Screen {
  readonly socket: Socket
  /** Of the last acknowledgement. */
  epoch(): string | undefined
  join(...rooms: string[]): Promise<JoinReply>
  room(name: string): ReadonlyMap<string, LiveState>
  /** Everything received, in order. */
  readonly frames: StatesMessage[]
  readonly digests: DigestMessage[]
  readonly resyncs: ResyncMessage[]
  readonly replies: JoinReply[]
  /** So many of the next `states` messages are lost on the way to this screen, and every digest before the last of them. */
  losing: number
  /** Resolves as soon as `condition` holds; rejects after 20 s. */
  until(condition: () => boolean): Promise<void>
  close(): void
}

export interface ScreenOptions {
  readonly ticket?: (() => Promise<string>) | undefined
  readonly headers?: Record<string, string>
}

const PATIENCE_MS = 20_000

export async function openScreen(url: string, { ticket, headers }: ScreenOptions = {}): Promise<Screen> {
  const socket = io(url, {
    path: LIVE_SOCKET_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 50,
    ...(headers !== undefined && { extraHeaders: headers }),
    auth: (give) => {
      if (ticket === undefined) give({})
      else void ticket().then((value) => give({ ticket: value }))
    },
  })
  const rooms = new Map<string, Map<string, LiveState>>()
  const frames: StatesMessage[] = []
  const digests: DigestMessage[] = []
  const resyncs: ResyncMessage[] = []
  const replies: JoinReply[] = []
  const waiting = new Set<() => void>()
  let epoch: string | undefined
  /** Joins that are not answered yet. */
  let joining = 0
  const screen: Screen = {
    socket,
    epoch: () => epoch,
    join: (...names) => joinWith(names, undefined),
    room: (name) => rooms.get(name) ?? new Map(),
    frames,
    digests,
    resyncs,
    replies,
    losing: 0,
    until,
    close: () => socket.close(),
  }
  const looked = () => {
    for (const look of waiting) look()
  }

  function until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look)
        reject(new Error(`not seen within ${PATIENCE_MS} ms: ${condition}`))
      }, PATIENCE_MS)
      const look = () => {
        if (!condition()) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
    })
  }

  async function joinWith(names: readonly string[], have: Record<string, number> | undefined): Promise<JoinReply> {
    joining += 1
    const reply: JoinReply = await socket
      .emitWithAck('join', { rooms: names, ...(have !== undefined && { have, epoch }) })
      .finally(() => (joining -= 1))
    epoch = reply.epoch
    for (const { room, states, full } of reply.snapshot) {
      if (full || !rooms.has(room)) rooms.set(room, new Map())
      merge(room, states)
    }
    replies.push(reply)
    looked()
    return reply
  }

  /** As a screen does by itself: a connection that ends meanwhile is joined again when the next one is there. */
  function joinAgain(names: readonly string[], have?: Record<string, number>) {
    joinWith(names, have).catch((error: unknown) => {
      if (socket.connected) throw error
    })
  }

  function merge(room: string, states: readonly LiveState[]) {
    const held = rooms.get(room)
    for (const state of states) {
      if (held === undefined || state.v <= (held.get(state.id)?.v ?? 0)) continue
      if (state['gone'] === true) held.delete(state.id)
      else held.set(state.id, state)
    }
  }

  socket.on('states', (message: StatesMessage) => {
    if (screen.losing > 0) {
      screen.losing -= 1
      looked()
      return
    }
    frames.push(message)
    merge(message.room, message.states)
    looked()
  })
  socket.on('digest', (message: DigestMessage) => {
    if (screen.losing > 0) return
    digests.push(message)
    const held = rooms.get(message.room)
    // What is on its way may be just what the digest knows more.
    if (joining === 0 && held !== undefined && digestText(digestOf(held.values())) !== message.digest) joinAgain([message.room])
    looked()
  })
  socket.on('resync', (message: ResyncMessage) => {
    resyncs.push(message)
    joinAgain([message.room])
  })
  socket.on('connect', () => {
    if (rooms.size === 0) return
    const have: Record<string, number> = {}
    for (const states of rooms.values()) for (const { id, v } of states.values()) have[id] = v
    joinAgain([...rooms.keys()], have)
  })

  await new Promise<void>((resolve, reject) => {
    const refused = (error: Error) => {
      socket.close()
      reject(error)
    }
    socket.once('connect_error', refused)
    socket.once('connect', () => {
      socket.off('connect_error', refused)
      resolve()
    })
  })
  return screen
}

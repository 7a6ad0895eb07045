import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { LIVE_SOCKET_PATH } from '@filature/contracts/live/http'
import { handshakeAuth, joinRequest, leaveRequest } from '@filature/contracts/live/messages'
import { isRefusal } from '@filature/kernel/refusal'
import { type DefaultEventsMap, Server, type Socket } from 'socket.io'
import { wireOf } from './frames/wire.ts'
import type { Join } from './rooms/join.ts'
import { createJoinPace } from './rooms/join-pace.ts'
import { memberRoom, roomNamed } from './rooms/room-name.ts'
import type { Watcher, Watchers } from './rooms/watchers.ts'
import type { LiveSettings } from './settings.ts'
import type { Tickets } from './tickets/ticket.ts'

export interface SocketServerOptions {
  readonly watchers: Watchers
  readonly join: Join
  /** The acknowledgement of a join that was refused as a whole. */
  readonly refuseAll: (rooms: readonly string[], code: string) => unknown
  readonly tickets: Tickets
  readonly settings: LiveSettings
  /** False: the stock is not known yet, sockets are asked to come back. */
  readonly isReady: () => boolean
  readonly onError: (error: unknown, where: string) => void
}

export interface SocketServer {
  attach(server: HttpServer): void
  sockets(): number
  /** Cuts the sockets that were opened in this session; what they may do is asked anew when they come back. */
  endSession(sessionId: string): void
  /** Cuts all sockets; the HTTP server goes on. */
  close(): void
}

/** The events of a client are parsed by hand, so they are typed as what they are: anything. */
type Untyped = DefaultEventsMap
type LiveSockets = Server<Untyped, Untyped, Untyped, { watcher: Watcher }>
type LiveSocket = Socket<Untyped, Untyped, Untyped, { watcher: Watcher }>

/** A client that has not finished its handshake after so many milliseconds is let go. */
const HANDSHAKE_MS = 10_000

export function createSocketServer(options: SocketServerOptions): SocketServer {
  const { watchers, join, tickets, settings } = options
  const origins = new Set(settings.LIVE_ORIGINS.split(',').flatMap((origin) => (origin.trim() === '' ? [] : [origin.trim()])))
  const bySocket = new Map<string, Watcher>()
  let isAttached = false
  const io: LiveSockets = new Server({
    path: LIVE_SOCKET_PATH,
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    connectTimeout: HANDSHAKE_MS,
    maxHttpBufferSize: settings.LIVE_PAYLOAD_BYTES,
    // Refused before there is a socket, so that the client's library tries again by itself after a pause.
    allowRequest(request, done) {
      if (!options.isReady()) done('unavailable', false)
      else if (bySocket.size >= settings.LIVE_SOCKETS) done('too-many-sockets', false)
      else if (!isAllowedOrigin(request, origins)) done('forbidden', false)
      else done(null, true)
    },
  })

  /** The message reaches the client as `connect_error`, a code. Its library then waits to be told to connect again. */
  io.use((socket, next) => {
    const auth = handshakeAuth.safeParse(socket.handshake.auth)
    if (!auth.success) return next(new Error('invalid'))
    const { ticket } = auth.data
    const holder = ticket === undefined ? { memberId: undefined, sessionId: undefined } : tickets.redeem(ticket)
    if (isRefusal(holder)) return next(new Error(holder.code))
    const watcher: Watcher = { wire: wireOf(socket), ...holder, rooms: new Set() }
    socket.data = { watcher }
    next()
  })

  io.on('connection', (socket) => {
    const { watcher } = socket.data
    bySocket.set(socket.id, watcher)
    serveWatcher(socket, watcher)
    socket.on('disconnect', () => {
      watchers.leaveAll(watcher)
      bySocket.delete(socket.id)
    })
  })

  function serveWatcher(socket: LiveSocket, watcher: Watcher) {
    const pace = createJoinPace(settings.LIVE_JOINS_PER_SECOND)

    socket.on('join', (request: unknown, acknowledge: unknown) => {
      if (!isCallback(acknowledge)) return
      const parsed = joinRequest.safeParse(request)
      if (!parsed.success) return acknowledge(options.refuseAll([], 'invalid'))
      if (!pace.mayAsk()) return acknowledge(options.refuseAll(parsed.data.rooms, 'too-many-joins'))
      join(watcher, parsed.data).then(
        (reply) => {
          // It may have gone while an owner was looked up.
          if (!socket.connected) watchers.leaveAll(watcher)
          acknowledge(reply)
        },
        (error: unknown) => {
          options.onError(error, 'live: join')
          acknowledge(options.refuseAll(parsed.data.rooms, 'unavailable'))
        },
      )
    })

    socket.on('leave', (request: unknown, acknowledge: unknown) => {
      const parsed = leaveRequest.safeParse(request)
      if (parsed.success && pace.mayAsk()) {
        for (const name of parsed.data.rooms) leaveNamed(watcher, name)
      }
      if (isCallback(acknowledge)) acknowledge()
    })
  }

  function leaveNamed(watcher: Watcher, name: string) {
    const room = roomNamed(name)
    if (room === undefined) return
    const key = 'key' in room ? room.key : watcher.memberId === undefined ? undefined : memberRoom(watcher.memberId)
    if (key !== undefined) watchers.leave(watcher, key)
  }

  return {
    attach(server) {
      io.attach(server)
      isAttached = true
    },
    sockets: () => bySocket.size,
    endSession(sessionId) {
      for (const watcher of bySocket.values()) if (watcher.sessionId === sessionId) watcher.wire.close()
    },
    close() {
      // Not io.close(), which would close the HTTP server of all services, and not disconnectSockets(), after which clients
      // do not come back by themselves.
      if (isAttached) io.engine.close()
    },
  }
}

type Callback = (reply?: unknown) => void

const isCallback = (value: unknown): value is Callback => typeof value === 'function'

/** Programs send no origin; browsers always do, and it must be this very host or one of the list. */
function isAllowedOrigin(request: IncomingMessage, origins: ReadonlySet<string>): boolean {
  const { origin, host } = request.headers
  if (origin === undefined || origins.has(origin)) return true
  return host !== undefined && URL.parse(origin)?.host === host
}

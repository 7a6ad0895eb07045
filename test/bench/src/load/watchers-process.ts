import { serveParent } from '../processes/child.ts'
import { type LightSocket, openLightSocket } from './light-socket.ts'
import { machineMs, type SeenFrame, type WatchFaults, type WatchOptions, type WatchRequest } from './watching.ts'

/**
 * Many sockets that watch one room. What the first of them gets is read and checked; all the others must get the same bytes in the
 * same order, which costs a comparison instead of a parse.
 */

/** A frame on its way to the sockets. */
interface Frame {
  readonly bytes: Buffer
  readonly states: SeenFrame['states']
  seen: number
}

/** At once, so that the server's backlog of connections is not what is measured. */
const OPENING = 64
const STATES = '42["states",'
const RESYNC = '42["resync"'
const JOINED = '430['

const sockets: LightSocket[] = []
/** Frames that not all sockets have seen, and how many there were before them. */
const open: Frame[] = []
let closedFrames = 0
let changesSeenByAll = 0
let seen: SeenFrame[] = []
const versions = new Map<string, number>()
const faults = { unlike: 0, outOfOrder: 0, resyncs: 0, closed: 0 } satisfies { -readonly [Name in keyof WatchFaults]: number }
let waiting: { readonly count: number; readonly resolve: () => void }[] = []

function textOf(frame: Buffer, from: number, to: number): string {
  return frame.toString('utf8', from, to)
}

/** A frame that no socket had before. */
function firstSeen(bytes: Buffer, from: number, to: number, strict: boolean): Frame {
  // The message of the live contract; a server that sends another one fails the counts below.
  const [, { states }] = JSON.parse(textOf(bytes, from + 2, to)) as [string, { states: { id: string; v: number }[] }]
  for (const { id, v } of states) {
    const before = versions.get(id)
    if (before !== undefined && (strict ? v !== before + 1 : v <= before)) faults.outOfOrder += 1
    versions.set(id, v)
  }
  const frame: Frame = { bytes: Buffer.from(bytes.subarray(from, to)), states: states.map(({ id, v }) => [id, v]), seen: 0 }
  open.push(frame)
  return frame
}

function closeSeen(count: number) {
  while (open[0]?.seen === count) {
    const [frame] = open.splice(0, 1)
    if (frame === undefined) return
    closedFrames += 1
    changesSeenByAll += frame.states.length
    seen.push({ states: frame.states, allAt: machineMs() })
  }
  if (waiting.length === 0) return
  const ready = waiting.filter(({ count: wanted }) => wanted <= changesSeenByAll)
  if (ready.length === 0) return
  waiting = waiting.filter((waiter) => !ready.includes(waiter))
  for (const { resolve } of ready) resolve()
}

async function openOne(options: WatchOptions): Promise<LightSocket> {
  const joined = Promise.withResolvers<void>()
  // Sockets of the plain dialect never join, and nobody waits for them to.
  joined.promise.catch(() => undefined)
  /** Number of the frame that this socket gets next. */
  let next = 0
  const strict = options.versions === 'every'

  function onStates(bytes: Buffer, from: number, to: number) {
    const frame = open[next - closedFrames] ?? firstSeen(bytes, from, to, strict)
    if (frame.bytes.compare(bytes, from, to) !== 0) faults.unlike += 1
    next += 1
    frame.seen += 1
    if (frame.seen === options.sockets) closeSeen(options.sockets)
  }

  function onText(bytes: Buffer, from: number, to: number, reply: (text: string) => void) {
    const head = bytes.toString('latin1', from, Math.min(to, from + STATES.length))
    if (head === STATES) onStates(bytes, from, to)
    else if (head === '2') reply('3')
    else if (head.startsWith('0')) reply('40')
    else if (head.startsWith('44')) joined.reject(new Error(`the socket was refused: ${textOf(bytes, from, to)}`))
    else if (head.startsWith('40')) reply(`420["join",{"rooms":["${options.room}"]}]`)
    else if (head.startsWith(JOINED)) onJoined(textOf(bytes, from + 3, to))
    else if (head.startsWith(RESYNC)) faults.resyncs += 1
  }

  function onJoined(reply: string) {
    // The acknowledgement of the live contract.
    const [{ refused }] = JSON.parse(reply) as [{ refused: readonly unknown[] }]
    if (refused.length === 0) joined.resolve()
    else joined.reject(new Error(`the room was refused: ${reply}`))
  }

  const onClose = () => {
    faults.closed += 1
    joined.reject(new Error('the server closed a socket that was to join'))
  }
  const socket = await openLightSocket({ port: options.port, path: options.path, onText, onClose })
  if (options.dialect === 'socket.io') await joined.promise
  return socket
}

async function openAll(options: WatchOptions): Promise<number> {
  let left = options.sockets
  await Promise.all(
    Array.from({ length: OPENING }, async () => {
      while (left > 0) {
        left -= 1
        sockets.push(await openOne(options))
      }
    }),
  )
  return sockets.length
}

function until(count: number): Promise<void> {
  if (changesSeenByAll >= count) return Promise.resolve()
  return new Promise((resolve) => waiting.push({ count, resolve }))
}

serveParent<WatchRequest>(async (request) => {
  if ('open' in request) return openAll(request.open)
  if ('until' in request) return until(request.until)
  if ('faults' in request) return faults
  if ('cpu' in request) return (process.cpuUsage().user + process.cpuUsage().system) / 1_000
  const frames = seen
  seen = []
  return frames
})

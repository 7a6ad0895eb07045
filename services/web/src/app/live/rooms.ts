import type { LiveState } from './store.ts'

/** The rooms that are on screen, and who hears of them. The socket itself comes after the first paint, and attends to them. */

const LEAVE_AFTER_MS = 300

interface Room {
  watchers: number
  leaving: ReturnType<typeof setTimeout> | undefined
}

/** Whoever joins and leaves for the screen. */
export interface Attendant {
  entered(room: string): void
  left(room: string): void
}

const rooms = new Map<string, Room>()
let attendant: Attendant | undefined

/** Watches a room until the returned function is called; several watchers share it. */
export function watchRoom(name: string): () => void {
  const room = rooms.get(name)
  const watched = room ?? { watchers: 0, leaving: undefined }
  watched.watchers += 1
  clearTimeout(watched.leaving)
  if (room === undefined) {
    rooms.set(name, watched)
    attendant?.entered(name)
  }
  return () => {
    watched.watchers -= 1
    if (watched.watchers > 0) return
    watched.leaving = setTimeout(() => {
      rooms.delete(name)
      attendant?.left(name)
    }, LEAVE_AFTER_MS)
  }
}

/** From now on `next` is told of rooms that come and go; those that are there already are told at once. */
export function attend(next: Attendant): void {
  attendant = next
  for (const name of rooms.keys()) next.entered(name)
}

/** What screens may hear of, beside the rows. */
interface Heard {
  /** Rooms that were joined: what a private one is about has no snapshot, it is read over HTTP after every join. */
  readonly joined: (rooms: readonly string[]) => void
  /** Every state as it arrives, for what is not a row on screen: own orders and holds, rights. */
  readonly states: (room: string, states: readonly LiveState[]) => void
  /** Things that are not in a room any more. What lists them has to be read again; `letGo` then drops what is held of them. */
  readonly left: (room: string, ids: readonly string[], letGo: (ids: readonly string[]) => void) => void
}

const listeners: { readonly [What in keyof Heard]: Set<Heard[What]> } = { joined: new Set(), states: new Set(), left: new Set() }

export function onJoined(listener: Heard['joined']): void {
  listeners.joined.add(listener)
}

export function onStates(listener: Heard['states']): void {
  listeners.states.add(listener)
}

export function onLeft(listener: Heard['left']): void {
  listeners.left.add(listener)
}

/** For the attendant. */
export const tell: Heard = {
  joined: (...told) => {
    for (const listener of listeners.joined) listener(...told)
  },
  states: (...told) => {
    for (const listener of listeners.states) listener(...told)
  },
  left: (...told) => {
    for (const listener of listeners.left) listener(...told)
  },
}

import { EMPTY_DIGEST, type RoomDigest, withoutState, withState } from '@filature/contracts/live/digest'
import type { LiveState, PublicStock, StockState } from '@filature/contracts/live/messages'
import { isPublicRoom, LOTS_ROOM } from '../rooms/room-name.ts'

/** All that a public room holds at this moment. */
export interface RoomContent {
  readonly states: ReadonlyMap<string, PublicStock>
  readonly digest: RoomDigest
}

/** The last state of every offer and lot, filed under the rooms that show it. */
export interface StockStates {
  /** Takes a state in; false when it is not newer than what is known. */
  learn(state: StockState): boolean
  /** The offer or lot does not exist any more. */
  forget(id: string): void
  /** Never undefined: a room that nobody filed anything under is empty. */
  room(name: string): RoomContent
  /** States known. */
  size(): number
}

interface Known {
  readonly stock: PublicStock
  /** Shared rooms only; the room of its own is made when asked for. */
  readonly rooms: readonly string[]
}

interface Shelf {
  readonly states: Map<string, PublicStock>
  digest: RoomDigest
}

const LOT = 'lot_'
const OWN_ROOM = 'lot:'
const EMPTY: RoomContent = { states: new Map(), digest: EMPTY_DIGEST }

/** `changed` is told of every state that a room's watchers should see, each time one changes. */
export function createStockStates(changed: (room: string, state: LiveState) => void): StockStates {
  const known = new Map<string, Known>()
  const shelves = new Map<string, Shelf>()

  function shelve(room: string, stock: PublicStock, before: PublicStock | undefined) {
    const shelf: Shelf = shelves.get(room) ?? { states: new Map(), digest: EMPTY_DIGEST }
    shelves.set(room, shelf)
    if (before !== undefined) shelf.digest = withoutState(shelf.digest, before.id, before.v)
    shelf.digest = withState(shelf.digest, stock.id, stock.v)
    shelf.states.set(stock.id, stock)
    changed(room, stock)
  }

  function unshelve(room: string, before: PublicStock, v: number) {
    const shelf = shelves.get(room)
    if (shelf === undefined || !shelf.states.delete(before.id)) return
    shelf.digest = withoutState(shelf.digest, before.id, before.v)
    if (shelf.states.size === 0) shelves.delete(room)
    changed(room, { id: before.id, v, gone: true })
  }

  return {
    learn(state) {
      const { rooms: named, ...stock } = state
      const before = known.get(stock.id)
      if (before !== undefined && before.stock.v >= stock.v) return false
      const isLot = stock.id.startsWith(LOT)
      // A producer's mistake must never reach a room of one person.
      const rooms = [...new Set(isLot ? [...named, LOTS_ROOM] : named)].filter(isPublicRoom)
      known.set(stock.id, { stock, rooms })
      for (const room of before?.rooms ?? []) if (!rooms.includes(room)) unshelve(room, before?.stock ?? stock, stock.v)
      for (const room of rooms) shelve(room, stock, before?.rooms.includes(room) === true ? before.stock : undefined)
      if (isLot) changed(OWN_ROOM + stock.id, stock)
      return true
    },
    forget(id) {
      const before = known.get(id)
      if (before === undefined) return
      known.delete(id)
      // The aggregate is gone, so the next number is free: clients drop what is not newer.
      const v = before.stock.v + 1
      for (const room of before.rooms) unshelve(room, before.stock, v)
      if (id.startsWith(LOT)) changed(OWN_ROOM + id, { id, v, gone: true })
    },
    room(name) {
      const shelf = shelves.get(name)
      if (shelf !== undefined) return shelf
      const own = name.startsWith(OWN_ROOM) ? known.get(name.slice(OWN_ROOM.length)) : undefined
      if (own === undefined) return EMPTY
      const { stock } = own
      return { states: new Map([[stock.id, stock]]), digest: withState(EMPTY_DIGEST, stock.id, stock.v) }
    },
    size: () => known.size,
  }
}

import type { JoinReply, JoinRequest } from '@filature/contracts/live/messages'
import type { Clock } from '@filature/kernel/clock'
import { isRefusal, type Refusal, refuse } from '@filature/kernel/refusal'
import type { OrderOwners } from '../own/order-owners.ts'
import type { LiveSettings } from '../settings.ts'
import type { StockStates } from '../stock/stock-states.ts'
import { memberRoom, roomNamed } from './room-name.ts'
import { ownSnapshot, snapshotOf } from './snapshot.ts'
import type { Watcher, Watchers } from './watchers.ts'

export interface JoinOptions {
  readonly watchers: Watchers
  readonly states: StockStates
  readonly owners: OrderOwners
  readonly clock: Clock
  readonly epoch: string
  readonly settings: Pick<LiveSettings, 'LIVE_ROOMS_PER_SOCKET' | 'LIVE_STATES_PER_ROOM'>
}

/** A room that the watcher may enter. */
interface Entry {
  readonly name: string
  readonly key: string
  readonly isOwn: boolean
}

/** Lets a watcher into the rooms it asks for, one by one, and says what they hold. */
export function createJoin({ watchers, states, owners, clock, epoch, settings }: JoinOptions) {
  /** Refusals: not-found (also for what one may not know exists), unauthenticated, room-too-large. */
  function entryTo(name: string, memberId: string | undefined, orderOwners: ReadonlyMap<string, string>): Entry | Refusal {
    const room = roomNamed(name)
    if (room === undefined) return refuse('not-found')
    if (room.audience === 'everyone') {
      const { count } = states.room(room.key).digest
      if (count > settings.LIVE_STATES_PER_ROOM) return refuse('room-too-large', { count })
      return { name, key: room.key, isOwn: false }
    }
    if (memberId === undefined) return refuse('unauthenticated')
    if (room.kind === 'me') return { name, key: memberRoom(memberId), isOwn: true }
    if (orderOwners.get(room.orderId) !== memberId) return refuse('not-found')
    return { name, key: room.key, isOwn: true }
  }

  function ordersIn(names: readonly string[]): string[] {
    return names.flatMap((name) => {
      const room = roomNamed(name)
      return room?.audience === 'self' && room.kind === 'order' ? [room.orderId] : []
    })
  }

  return async (watcher: Watcher, request: JoinRequest): Promise<JoinReply> => {
    const names = [...new Set(request.rooms)]
    const orderOwners = watcher.memberId === undefined ? new Map<string, string>() : await owners.ownersOf(ordersIn(names))
    const refused: JoinReply['refused'] = []
    const snapshot: JoinReply['snapshot'] = []
    const have = request.epoch === epoch ? request.have : undefined
    // From here on nothing waits: what changes after the snapshot reaches a watcher who is already in.
    for (const name of names) {
      const entry = entryTo(name, watcher.memberId, orderOwners)
      if (isRefusal(entry)) {
        refused.push({ room: name, code: entry.code })
      } else if (!watcher.rooms.has(entry.key) && watcher.rooms.size >= settings.LIVE_ROOMS_PER_SOCKET) {
        refused.push({ room: name, code: 'too-many-rooms' })
      } else {
        watchers.join(watcher, entry.key)
        snapshot.push(entry.isOwn ? ownSnapshot(name) : snapshotOf(name, states.room(entry.key), have))
      }
    }
    return { epoch, serverTime: clock.now(), refused, snapshot }
  }
}

export type Join = ReturnType<typeof createJoin>

import { digestText } from '@filature/contracts/live/digest'
import type { liveApi } from '@filature/contracts/live/http'
import type { Clock } from '@filature/kernel/clock'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import type { StockFeed } from '../stock/stock-feed.ts'
import type { StockStates } from '../stock/stock-states.ts'
import { isPublicRoom } from './room-name.ts'

export interface RoomRoutesOptions {
  readonly states: StockStates
  readonly feed: () => StockFeed | undefined
  readonly clock: Clock
  readonly epoch: string
  readonly mostStates: number
}

/** Hexadecimal digits of the digest that an exact integer can carry. */
const ETAG_DIGITS = 12

type RoomHandlers = Pick<Handlers<typeof liveApi.endpoints>, 'GET /rooms/:room/states'>

export function roomRoutes({ states, feed, clock, epoch, mostStates }: RoomRoutesOptions): RoomHandlers {
  return {
    'GET /rooms/:room/states': ({ params: { room } }) => {
      if (feed()?.isCaughtUp() !== true) return refuse('unavailable', { retryAfterS: 1 })
      if (!isPublicRoom(room)) return refuse('not-found')
      const content = states.room(room)
      if (content.digest.count > mostStates) return refuse('room-too-large', { count: content.digest.count })
      const digest = digestText(content.digest)
      return {
        body: { room, epoch, serverTime: clock.now(), states: [...content.states.values()], digest },
        // Made of the content, so it is the same at every gateway and after a restart.
        version: Number.parseInt(digest.slice(-ETAG_DIGITS), 16),
      }
    },
  }
}

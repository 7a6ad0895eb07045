import { digestText } from '@filature/contracts/live/digest'
import type { DigestMessage } from '@filature/contracts/live/messages'
import type { Clock } from '@filature/kernel/clock'
import { isPublicRoom } from '../rooms/room-name.ts'
import type { Watchers } from '../rooms/watchers.ts'
import type { StockStates } from '../stock/stock-states.ts'
import { encodeFrame } from './frame.ts'
import type { Sender } from './sender.ts'
import type { Ticker } from './ticker.ts'

export interface DigestsOptions {
  readonly watchers: Watchers
  readonly sender: Sender
  readonly ticker: Ticker
  readonly states: StockStates
  readonly clock: Clock
  readonly epoch: string
  readonly everyMs: number
}

/** Tells every watched public room, from time to time, what it should hold. Returns how to stop. */
export function startDigests({ watchers, sender, ticker, states, clock, epoch, everyMs }: DigestsOptions): () => void {
  const timer = setInterval(() => {
    // What is gathered counts in the digest already, so it leaves first.
    ticker.flush()
    const serverTime = clock.now()
    for (const room of watchers.rooms()) {
      if (!isPublicRoom(room)) continue
      const { digest } = states.room(room)
      const message: DigestMessage = { room, digest: digestText(digest), count: digest.count, epoch, serverTime }
      sender.toRoom(room, encodeFrame('digest', message))
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

import type { LiveState, StatesMessage } from '@filature/contracts/live/messages'
import { wireName } from '../rooms/room-name.ts'
import type { Watchers } from '../rooms/watchers.ts'
import { encodeFrame } from './frame.ts'
import type { Sender } from './sender.ts'

/** Gathers what changed and sends it, once per room and tick. */
export interface Ticker {
  changed(room: string, state: LiveState): void
  /** Sends what is gathered now. */
  flush(): void
  stop(): void
}

/** After a quiet time the first change waits only this long for company, in milliseconds, instead of a whole tick. */
const GATHER_MS = 5

export function createTicker(watchers: Watchers, sender: Sender, tickMs: number): Ticker {
  /** Room → id → last state of this tick. */
  const gathered = new Map<string, Map<string, LiveState>>()
  let timer: NodeJS.Timeout | undefined
  let flushedAt = -Infinity

  function flush() {
    clearTimeout(timer)
    timer = undefined
    if (gathered.size === 0) return
    flushedAt = performance.now()
    for (const [room, states] of gathered) {
      sender.toRoom(room, encodeFrame('states', { room: wireName(room), states: [...states.values()] } satisfies StatesMessage))
    }
    gathered.clear()
  }

  return {
    changed(room, state) {
      if (watchers.of(room).size === 0) return
      const states = gathered.get(room) ?? new Map<string, LiveState>()
      gathered.set(room, states)
      states.set(state.id, state)
      timer ??= setTimeout(flush, Math.max(Math.min(GATHER_MS, tickMs), flushedAt + tickMs - performance.now()))
    },
    flush,
    stop() {
      clearTimeout(timer)
      gathered.clear()
    },
  }
}

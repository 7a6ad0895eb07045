import type { Clock } from '@filature/kernel/clock'
import { type Instant, instantFromMs, msOf } from '@filature/kernel/instant'

/** The time of a house: it passes as everywhere, with an offset, or stands at an instant. Epoch milliseconds. */
export interface HouseTime {
  readonly aheadMs: number
  readonly stoppedAt: number | null
}

/** The place's time as one process has it. */
export interface ProcessClock extends Clock {
  /** How far ahead of the machine's clock, in milliseconds. */
  aheadMs(): number
  time(): HouseTime
  /** It is that time from now on; whoever waits is woken by it. */
  set(time: HouseTime): void
}

/**
 * The place's time: a journey can jump ahead, and it can be stopped at an instant, so that "the last second" lasts as long as
 * a slow machine needs. Every jump resolves when all processes of the place have made it.
 */
export interface HouseClock extends ProcessClock {
  shiftBy(ms: number): Promise<void>
  /** Jumps ahead to `instant` and stands there. Rejects with a RangeError when that is in the past. */
  stopAt(instant: Instant): Promise<void>
  /** Time passes again from where it stands. */
  resume(): Promise<void>
}

interface Wake {
  readonly at: number
  readonly run: () => void
  timer: NodeJS.Timeout | undefined
}

/** setTimeout holds no longer wait than this. */
const LONGEST_TIMER_MS = 2_147_483_647

export function processClock(start: HouseTime): ProcessClock {
  let time = start
  const waiting = new Set<Wake>()
  const nowMs = () => time.stoppedAt ?? Date.now() + time.aheadMs

  function arm(wake: Wake) {
    clearTimeout(wake.timer)
    const left = wake.at - nowMs()
    wake.timer =
      time.stoppedAt !== null && left > 0 ? undefined : setTimeout(wake.run, Math.min(Math.max(left, 0), LONGEST_TIMER_MS)).unref()
  }

  return {
    now: () => instantFromMs(nowMs()),
    wakeAt(instant, callback) {
      const wake: Wake = {
        at: msOf(instant),
        timer: undefined,
        run() {
          // A wait longer than a timer can hold is simply begun again.
          if (wake.at > nowMs()) return arm(wake)
          waiting.delete(wake)
          callback()
        },
      }
      waiting.add(wake)
      arm(wake)
      return () => {
        clearTimeout(wake.timer)
        waiting.delete(wake)
      }
    },
    aheadMs: () => nowMs() - Date.now(),
    time: () => time,
    set(given) {
      time = given
      for (const wake of waiting) arm(wake)
    },
  }
}

/** `follow` is told of each jump and resolves when the other processes have made it. */
export function houseClock(start: Instant, follow: (time: HouseTime) => Promise<void> = async () => {}): HouseClock {
  const clock = processClock({ aheadMs: msOf(start) - Date.now(), stoppedAt: null })
  function jump(time: HouseTime): Promise<void> {
    clock.set(time)
    return follow(time)
  }
  return {
    ...clock,
    async shiftBy(ms) {
      const { aheadMs, stoppedAt } = clock.time()
      await jump({ aheadMs: aheadMs + ms, stoppedAt: stoppedAt === null ? null : stoppedAt + ms })
    },
    async stopAt(instant) {
      const at = msOf(instant)
      if (at < msOf(clock.now())) throw new RangeError(`a clock never goes back: ${clock.now()} to ${instant}`)
      await jump({ ...clock.time(), stoppedAt: at })
    },
    async resume() {
      const { stoppedAt } = clock.time()
      if (stoppedAt !== null) await jump({ aheadMs: stoppedAt - Date.now(), stoppedAt: null })
    },
  }
}

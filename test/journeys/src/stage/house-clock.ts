import type { Clock } from '@filature/kernel/clock'
import { type Instant, instantFromMs, msOf } from '@filature/kernel/instant'

/**
 * The place's time: it passes as everywhere, a journey can jump ahead, and it can be stopped at an instant, so that "the
 * last second" lasts as long as a slow machine needs.
 */
export interface HouseClock extends Clock {
  shiftBy(ms: number): void
  /** Jumps ahead to `instant` and stands there. Throws a RangeError when that is in the past. */
  stopAt(instant: Instant): void
  /** Time passes again from where it stands. */
  resume(): void
  /** How far ahead of the machine's clock, in milliseconds. */
  aheadMs(): number
}

interface Wake {
  readonly at: number
  readonly run: () => void
  timer: NodeJS.Timeout | undefined
}

/** setTimeout holds no longer wait than this. */
const LONGEST_TIMER_MS = 2_147_483_647

export function houseClock(start: Instant): HouseClock {
  let shift = msOf(start) - Date.now()
  let stoppedAt: number | undefined
  const waiting = new Set<Wake>()
  const nowMs = () => stoppedAt ?? Date.now() + shift

  function arm(wake: Wake) {
    clearTimeout(wake.timer)
    const left = wake.at - nowMs()
    wake.timer =
      stoppedAt !== undefined && left > 0 ? undefined : setTimeout(wake.run, Math.min(Math.max(left, 0), LONGEST_TIMER_MS)).unref()
  }
  const armAll = () => {
    for (const wake of waiting) arm(wake)
  }

  const clock: HouseClock = {
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
    shiftBy(ms) {
      shift += ms
      if (stoppedAt !== undefined) stoppedAt += ms
      armAll()
    },
    stopAt(instant) {
      const at = msOf(instant)
      if (at < nowMs()) throw new RangeError(`a clock never goes back: ${clock.now()} to ${instant}`)
      stoppedAt = at
      armAll()
    },
    resume() {
      if (stoppedAt === undefined) return
      shift = stoppedAt - Date.now()
      stoppedAt = undefined
      armAll()
    },
    aheadMs: () => nowMs() - Date.now(),
  }
  return clock
}

import { type Instant, instantFromMs } from './instant.ts'

/** The only source of time in the product. Deciders never see it: the runtime hands them the instant of the decision. */
export interface Clock {
  now(): Instant
  /** Calls back no earlier than at `instant` on this clock; returns a function that forgets the wake-up. */
  wakeAt(instant: Instant, wake: () => void): () => void
}

/** setTimeout holds at most 2^31-1 ms; a longer wait is simply asked for again. */
const LONGEST_TIMER_MS = 2_147_483_647

export const systemClock: Clock = {
  now: () => instantFromMs(Date.now()),
  wakeAt(instant, wake) {
    const timer = setTimeout(wake, Math.min(Math.max(Date.parse(instant) - Date.now(), 0), LONGEST_TIMER_MS))
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** A clock that tests and the demo loader set by hand. `advanceTo` runs the wake-ups that fall due, in order. */
export interface ManualClock extends Clock {
  advanceTo(instant: Instant): void
  advanceBy(ms: number): void
}

export function manualClock(start: Instant): ManualClock {
  let nowMs = Date.parse(start)
  let waiting: { at: number; wake: () => void }[] = []
  const clock: ManualClock = {
    now: () => instantFromMs(nowMs),
    wakeAt(instant, wake) {
      const entry = { at: Date.parse(instant), wake }
      // Never called back inside the call itself: a wake-up that is already due runs on the next tick.
      if (entry.at <= nowMs) {
        const immediate = setImmediate(wake)
        return () => clearImmediate(immediate)
      }
      waiting.push(entry)
      return () => {
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    advanceTo(instant) {
      const target = Date.parse(instant)
      if (target < nowMs) throw new RangeError(`a clock never goes back: ${instantFromMs(nowMs)} to ${instant}`)
      nowMs = target
      const due = waiting.filter((entry) => entry.at <= target).sort((a, b) => a.at - b.at)
      waiting = waiting.filter((entry) => entry.at > target)
      for (const entry of due) entry.wake()
    },
    advanceBy: (ms) => clock.advanceTo(instantFromMs(nowMs + ms)),
  }
  return clock
}

/** The system's clock shifted by an amount that may grow: real waiting stays real, and a test can jump ahead. */
export interface ShiftedClock extends Clock {
  shiftBy(ms: number): void
}

export function shiftedClock(initialShiftMs = 0): ShiftedClock {
  let shift = initialShiftMs
  const waiting = new Set<{ at: number; wake: () => void; timer: NodeJS.Timeout }>()
  const nowMs = () => Date.now() + shift
  const arm = (at: number, wake: () => void) => setTimeout(wake, Math.min(Math.max(at - nowMs(), 0), LONGEST_TIMER_MS)).unref()
  return {
    now: () => instantFromMs(nowMs()),
    wakeAt(instant, wake) {
      const at = Date.parse(instant)
      const fire = () => {
        waiting.delete(entry)
        wake()
      }
      const entry = { at, wake: fire, timer: arm(at, fire) }
      waiting.add(entry)
      return () => {
        clearTimeout(entry.timer)
        waiting.delete(entry)
      }
    },
    shiftBy(ms) {
      shift += ms
      for (const entry of waiting) {
        clearTimeout(entry.timer)
        entry.timer = arm(entry.at, entry.wake)
      }
    },
  }
}

import type { Clock } from '@filature/kernel/clock'
import { type Instant, msOf } from '@filature/kernel/instant'

/**
 * The clock of a world whose past is still being lived: it stands where the loader puts it, and joins the present once the
 * past is over. Whoever was waiting goes on waiting, on the real clock from then on.
 */
export interface ReplayClock extends Clock {
  /** The earliest instant anybody asked to be woken at. */
  nextWake(): Instant | undefined
  /** Moves to an instant and wakes whom it makes due. Never goes back. */
  moveTo(instant: Instant): void
  /** From now on this is the real clock. */
  joinPresent(): void
}

interface Waiting {
  readonly at: Instant
  readonly wake: () => void
  forget: () => void
}

export function replayClock(present: Clock, start: Instant): ReplayClock {
  let standing: Instant | undefined = start
  const waiting = new Set<Waiting>()
  const nothingToForget = () => undefined

  const arm = (entry: Waiting) => {
    entry.forget = present.wakeAt(entry.at, () => {
      waiting.delete(entry)
      entry.wake()
    })
  }

  return {
    now: () => standing ?? present.now(),
    wakeAt(instant, wake) {
      const entry: Waiting = { at: instant, wake, forget: nothingToForget }
      waiting.add(entry)
      if (standing === undefined) arm(entry)
      else if (instant <= standing) {
        // Never inside the call itself.
        setImmediate(() => {
          if (waiting.delete(entry)) wake()
        })
      }
      return () => {
        entry.forget()
        waiting.delete(entry)
      }
    },
    nextWake() {
      let first: Instant | undefined
      for (const { at } of waiting) if (first === undefined || at < first) first = at
      return first
    },
    moveTo(instant) {
      if (standing === undefined) throw new RangeError('this clock has joined the present')
      if (msOf(instant) < msOf(standing)) throw new RangeError(`a clock never goes back: ${standing} to ${instant}`)
      standing = instant
      const due = [...waiting].filter(({ at }) => at <= instant).sort((a, b) => (a.at < b.at ? -1 : 1))
      for (const entry of due) if (waiting.delete(entry)) entry.wake()
    },
    joinPresent() {
      standing = undefined
      for (const entry of [...waiting]) arm(entry)
    },
  }
}

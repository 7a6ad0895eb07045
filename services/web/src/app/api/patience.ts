import { useSyncExternalStore } from 'react'

/** A call that has been turned away is said to be tried on after so many milliseconds. */
const SAID_AFTER_MS = 2_500
/** One that is merely silent: on a slow network that is no fault yet. */
const SILENT_MS = 8_000

/** One call with all its tries. */
export interface Tries {
  /** Nobody answered, or the service is away; it will be tried again. */
  failed(): void
  /** However it ended. */
  ended(): void
}

const late = new Set<object>()
const listeners = new Set<() => void>()

function tell(): void {
  for (const listener of listeners) listener()
}

/** Begins when the call does; while it is tried for longer than one waits without a word, the screen says so. */
export function beginTries(): Tries {
  const call = {}
  const begun = performance.now()
  const say = () => {
    late.add(call)
    tell()
  }
  let timer = setTimeout(say, SILENT_MS)
  let isTurnedAway = false
  return {
    failed() {
      if (isTurnedAway) return
      isTurnedAway = true
      clearTimeout(timer)
      timer = setTimeout(say, begun + SAID_AFTER_MS - performance.now())
    },
    ended() {
      clearTimeout(timer)
      if (late.delete(call)) tell()
    },
  }
}

/** Whether something is being tried for longer than one waits without a word. */
export const isTryingOn = (): boolean => late.size > 0

export function useTryingOn(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, isTryingOn)
}

/** Wakes one waiter. Raised while nobody waits, it wakes the next one who does, so that no wake-up is lost. */
export interface Signal {
  raise(): void
  /** Resolves when raised, or after `longestMs`. */
  wait(longestMs?: number): Promise<void>
}

export function createSignal(): Signal {
  let raised = false
  let wake: (() => void) | undefined
  return {
    raise() {
      raised = true
      wake?.()
    },
    async wait(longestMs) {
      if (!raised) {
        await new Promise<void>((resolve) => {
          wake = resolve
          if (longestMs === undefined) return
          const timer = setTimeout(resolve, longestMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        wake = undefined
      }
      raised = false
    },
  }
}

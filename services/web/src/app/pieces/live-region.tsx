import { useSyncExternalStore } from 'react'

/** Announcements for screen readers: merged over two seconds, so that a busy market stays bearable. */
const MERGE_MS = 2_000

let spoken = { polite: '', assertive: '' }
let waiting: string[] = []
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function say(next: typeof spoken) {
  spoken = next
  for (const listener of listeners) listener()
}

/** What others or time did: polite, merged. */
export function announce(text: string): void {
  if (!waiting.includes(text)) waiting.push(text)
  if (timer !== undefined) return
  timer = setTimeout(() => {
    timer = undefined
    say({ ...spoken, polite: waiting.join(' ') })
    waiting = []
  }, MERGE_MS)
}

/** What the person just did: at once. */
export function announceNow(text: string): void {
  say({ ...spoken, assertive: text })
}

/** What was said was meant for somebody who has left. */
export function hush(): void {
  waiting = []
  say({ polite: '', assertive: '' })
}

export function LiveRegion() {
  const { polite, assertive } = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => spoken,
  )
  return (
    <>
      <p className="sr" aria-live="polite" role="status">
        {polite}
      </p>
      <p className="sr" aria-live="assertive">
        {assertive}
      </p>
    </>
  )
}

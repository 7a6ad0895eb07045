import { useEffect, useState, useSyncExternalStore } from 'react'

/** How far the server's clock is from ours, in milliseconds; told by every socket acknowledgement, and by answers that carry it. */
let offsetMs = 0
let isKnown = false
const listeners = new Set<() => void>()

/** What was answered to this very question, or told without one. */
export function learnServerTime(serverTime: string): void {
  learn(Date.parse(serverTime) - Date.now())
}

/**
 * What was read may have lain in the browser's cache, where "not modified" leaves the time of the first answer: it can be too
 * early, never too late. It sets the clock forward, and back only where nothing was known before.
 */
export function learnReadTime(serverTime: string): void {
  const readMs = Date.parse(serverTime) - Date.now()
  if (!isKnown || readMs > offsetMs) learn(readMs)
}

function learn(nextMs: number): void {
  isKnown = true
  offsetMs = nextMs
  for (const listener of listeners) listener()
}

export const serverNowMs = (): number => Date.now() + offsetMs

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Seconds until `endsAt` by the server's clock, counted down once a second; 0 when it is over, and for null. */
export function useSecondsLeft(endsAt: string | null): number {
  useSyncExternalStore(subscribe, () => offsetMs)
  const left = () => (endsAt === null ? 0 : Math.max(0, Math.ceil((Date.parse(endsAt) - serverNowMs()) / 1_000)))
  const [, redraw] = useState(0)
  const seconds = left()
  useEffect(() => {
    if (endsAt === null || seconds === 0) return
    // Aligned to the whole second of what is left, so that all countdowns of a page turn together.
    const next = (Date.parse(endsAt) - serverNowMs()) % 1_000 || 1_000
    const timer = setTimeout(() => redraw((n) => n + 1), Math.max(next, 50))
    return () => clearTimeout(timer)
  })
  return seconds
}

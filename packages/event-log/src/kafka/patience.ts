import { setTimeout as pause } from 'node:timers/promises'
import { LogUnavailable } from '../port.ts'
import type { Address } from './connection.ts'
import { asLogFailure, isPassing, namesOf } from './failures.ts'

/** Pauses between two attempts, in milliseconds: the first, then doubled each time up to the longest. */
export interface Pauses {
  readonly firstMs: number
  readonly longestMs: number
}

export const BROKER_PAUSES: Pauses = { firstMs: 50, longestMs: 1_000 }

export interface Backoff {
  next(): number
  reset(): void
}

export function backoffOf({ firstMs, longestMs }: Pauses): Backoff {
  let pauseMs = firstMs
  return {
    next() {
      const now = pauseMs
      pauseMs = Math.min(pauseMs * 2, longestMs)
      return now
    },
    reset() {
      pauseMs = firstMs
    },
  }
}

/** Resolves after so many milliseconds, or at once when the signal is or gets aborted. */
export async function pauseUnless(signal: AbortSignal, ms: number): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => {})
}

/**
 * Attempts until it succeeds, for so many milliseconds. Rejects with `LogUnavailable` when brokers do not let it, and at once
 * with anything that trying again cannot help.
 */
export async function insistFor<T>(
  longestMs: number,
  brokers: readonly Address[],
  attempt: (giveUp: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController()
  let failure: unknown = new LogUnavailable(
    `Kafka (${namesOf(brokers)}) gave no answer for ${longestMs / 1_000} s. Repeat it when it runs.`,
  )
  const expired = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    giveUp.abort()
    expired.reject(failure)
  }, longestMs)

  async function insist(): Promise<T> {
    const backoff = backoffOf(BROKER_PAUSES)
    while (true) {
      try {
        return await attempt(giveUp.signal)
      } catch (error) {
        failure = asLogFailure(error, brokers)
        if (giveUp.signal.aborted || !isPassing(error)) throw failure
        await pauseUnless(giveUp.signal, backoff.next())
      }
    }
  }

  const insisting = insist()
  // Nobody listens any more when the caller has given up first.
  insisting.catch(() => {})
  try {
    return await Promise.race([insisting, expired.promise])
  } finally {
    clearTimeout(timer)
  }
}

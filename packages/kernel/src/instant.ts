/**
 * A moment, as UTC ISO 8601 with milliseconds (`2026-11-25T18:00:00.000Z`). One representation everywhere: in state, events,
 * bodies and live messages. The fixed width makes lexical order the order of time, so `a < b` is a comparison of instants.
 */
export type Instant = string & { readonly __instant: unique symbol }

/** Milliseconds in the units that rules are written in. */
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The instant `epochMs` milliseconds after 1970-01-01T00:00:00Z. */
export function instantFromMs(epochMs: number): Instant {
  // The only maker of the brand: toISOString always yields the fixed-width UTC form that the brand promises.
  return new Date(epochMs).toISOString() as Instant
}

/** Reads any ISO 8601 instant with an offset. Throws a RangeError on anything else. */
export function parseInstant(text: string): Instant {
  return instantFromMs(Temporal.Instant.from(text).epochMilliseconds)
}

export function msOf(instant: Instant): number {
  return Date.parse(instant)
}

/** `instant` moved by `ms` milliseconds, which may be negative. */
export function plusMs(instant: Instant, ms: number): Instant {
  return instantFromMs(msOf(instant) + ms)
}

export function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  let first: Instant | undefined
  for (const instant of instants) if (instant !== undefined && (first === undefined || instant < first)) first = instant
  return first
}

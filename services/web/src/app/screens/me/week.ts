/** Days of the thread. */
const DAYS = 7
const DAY_MS = 86_400_000
const CIVIL = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' })

/** The civil date at the place, `2026-11-25`. */
export const civilDay = (instant: string | number): string => CIVIL.format(new Date(instant))

/** Today and the six days after it, as civil dates. */
export function weekFrom(nowMs: number): string[] {
  // From noon to noon: where the clocks change, a day has 23 or 25 hours.
  const noon = Date.parse(`${civilDay(nowMs)}T12:00:00Z`)
  return Array.from({ length: DAYS }, (_, index) => civilDay(noon + index * DAY_MS))
}

export interface Appointment {
  readonly key: string
  readonly day: string
  /** For the order of one day. */
  readonly at: string
  readonly kind: 'basket' | 'package'
}

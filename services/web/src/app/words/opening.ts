import type { Closure, OpeningHours } from '@filature/contracts/identity/events'

/** A stretch of being open: a day in Paris and two wall times. */
export interface Stretch {
  readonly date: string
  readonly from: string
  readonly to: string
}

/** Open now, with what follows; or closed, with the next time it opens (undefined: not within two weeks). */
export interface OpenState {
  readonly now: Stretch | undefined
  readonly next: Stretch | undefined
}

const PARIS = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const DAY_MS = 86_400_000
const LOOK_AHEAD_DAYS = 14

/** Day and wall time at the place. */
export function wallClock(epochMs: number): { readonly date: string; readonly time: string } {
  const parts = Object.fromEntries(PARIS.formatToParts(epochMs).map(({ type, value }) => [type, value]))
  return { date: `${parts['year']}-${parts['month']}-${parts['day']}`, time: `${parts['hour']}:${parts['minute']}` }
}

/** 1 Monday to 7 Sunday. */
export function weekdayNumber(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay() || 7
}

/** The days from `date` on which there is something open, closures left out. */
export function openState(opening: readonly OpeningHours[], closures: readonly Closure[], epochMs: number): OpenState {
  const { date: today, time } = wallClock(epochMs)
  const noon = Date.parse(`${today}T12:00:00Z`)
  const stretches = Array.from({ length: LOOK_AHEAD_DAYS }, (_, days) => new Date(noon + days * DAY_MS).toISOString().slice(0, 10))
    .filter((date) => !closures.some(({ from, to }) => from <= date && date <= to))
    .flatMap((date) =>
      opening
        .filter(({ weekday }) => weekday === weekdayNumber(date))
        .map(({ from, to }) => ({ date, from, to }))
        .sort((a, b) => (a.from < b.from ? -1 : 1)),
    )
  const now = stretches.find(({ date, from, to }) => date === today && from <= time && time < to)
  const next = stretches.find(({ date, from }) => date > today || from > time)
  return { now, next }
}

/** Whole days from `from` to `to`, both civil dates. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / DAY_MS)
}

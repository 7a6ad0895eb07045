import { type Instant, instantFromMs } from './instant.ts'

/** The place's wall clock: openings, closings and pick-up days are civil time. */
export const PLACE_TIME_ZONE = 'Europe/Paris'

/** A day on the wall calendar, `2026-11-25`. */
export type CivilDate = string

export function civilDateOf(instant: Instant, timeZone: string = PLACE_TIME_ZONE): CivilDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/**
 * The instant of a wall time on a civil date. A time that daylight saving skips moves one hour later; one that occurs
 * twice is the first of the two.
 */
export function instantAt(date: CivilDate, wallTime: string, timeZone: string = PLACE_TIME_ZONE): Instant {
  const zoned = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(wallTime) })
  return instantFromMs(zoned.epochMilliseconds)
}

export function plusDays(date: CivilDate, days: number): CivilDate {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: CivilDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek
}

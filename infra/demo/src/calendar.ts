import { type CivilDate, civilDateOf, instantAt, plusDays, weekdayOf } from '@filature/kernel/civil-time'
import { type Instant, MINUTE, plusMs } from '@filature/kernel/instant'

/**
 * The demo files hold no absolute date, so that the place is alive whenever it is started: everything counts from the
 * instant of the first start. Wall times are those of the place (Europe/Paris).
 */
export interface DemoCalendar {
  /** The first start: no row happens later, only what it plans may lie beyond. */
  readonly startedAt: Instant
  /** `D0`, the civil date of the first start. */
  readonly day0: CivilDate
  /** `days` after D0; negative is before. */
  day(days: number): CivilDate
  at(date: CivilDate, wallTime: string): Instant
  /** A wall time `daysAgo` days before D0, or the first start where that has not come yet. */
  past(daysAgo: number, wallTime: string): Instant
  inMinutes(minutes: number): Instant
  /**
   * Weeks are counted from the ISO week that holds D0 + 2 days, so that week 0 is never over: on a Saturday it is the week
   * to come. Weekday 1 is Monday.
   */
  weekday(weekOffset: number, weekday: number): CivilDate
}

const DAYS_AHEAD_OF_WEEK_0 = 2

export function demoCalendar(startedAt: Instant): DemoCalendar {
  const day0 = civilDateOf(startedAt)
  const inWeek0 = plusDays(day0, DAYS_AHEAD_OF_WEEK_0)
  const monday0 = plusDays(inWeek0, 1 - weekdayOf(inWeek0))
  return {
    startedAt,
    day0,
    day: (days) => plusDays(day0, days),
    at: (date, wallTime) => instantAt(date, wallTime),
    past(daysAgo, wallTime) {
      const instant = instantAt(plusDays(day0, -daysAgo), wallTime)
      return instant < startedAt ? instant : startedAt
    },
    inMinutes: (minutes) => plusMs(startedAt, minutes * MINUTE),
    weekday: (weekOffset, weekday) => plusDays(monday0, weekOffset * 7 + weekday - 1),
  }
}

import type { DepotSummary } from '@filature/contracts/materials/depot-shapes'
import type { Locale } from '../../words/locale.ts'
import { wallClock, weekdayNumber } from '../../words/opening.ts'
import { wallTime } from '../../words/times.ts'

type Hours = Pick<DepotSummary, 'openings' | 'exceptions'>
export type Next = { readonly kind: 'now'; readonly until: string } | { readonly kind: 'later'; readonly on: string; readonly from: string }

const DAY_MS = 86_400_000
/** A closed fortnight is looked past; a longer one is not a matter for this line. */
const DAYS_AHEAD = 21

/** Spans of a civil date, with the day's exception instead of its usual hours. */
function spansOn({ openings, exceptions }: Hours, date: string): readonly { readonly from: string; readonly to: string }[] {
  const exception = exceptions.find(({ on }) => on === date)
  if (exception?.closed === true) return []
  if (exception?.from !== undefined && exception.to !== undefined) return [{ from: exception.from, to: exception.to }]
  return openings.filter(({ dow }) => dow === weekdayNumber(date)).sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** Open now and until when, or when next; undefined when nothing is announced for three weeks. */
export function nextOpening(hours: Hours, nowMs: number, locale: Locale): Next | undefined {
  const now = wallClock(nowMs)
  // From noon to noon: where the clocks change, a day has 23 or 25 hours.
  const noon = Date.parse(`${now.date}T12:00:00Z`)
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const { date } = wallClock(noon + ahead * DAY_MS)
    for (const { from, to } of spansOn(hours, date)) {
      if (ahead > 0 || from > now.time) return { kind: 'later', on: date, from: wallTime(from, locale) }
      if (now.time < to) return { kind: 'now', until: wallTime(to, locale) }
    }
  }
  return undefined
}

import { instantAt, plusDays } from '@filature/kernel/civil-time'
import type { Instant } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import rrule from 'rrule'

/** So many days before the pick-up, at this wall time. */
export interface Before {
  readonly days: number
  /** `HH:MM`, Europe/Paris. */
  readonly time: string
}

/** When a hub sells, again and again. */
export interface Template {
  /** `FREQ=WEEKLY;INTERVAL=1..8;BYDAY=WE` or `FREQ=MONTHLY;BYDAY=1FR`, `-1FR`. */
  readonly rrule: string
  /** Civil date that intervals count from. */
  readonly dtstart: string
  readonly exdates: readonly string[]
  readonly extraDates: readonly string[]
  readonly moves: readonly { readonly from: string; readonly to: string }[]
  readonly openBefore: Before
  readonly closeBefore: Before
  readonly producers: readonly { readonly producerId: string; readonly closeBefore?: Before }[]
}

export interface Occurrence {
  readonly pickupDate: string
  readonly opensAt: Instant
  readonly closesAt: Instant
  readonly producers: readonly { readonly producerId: string; readonly closesAt: Instant }[]
}

const SUPPORTED =
  /^FREQ=(WEEKLY(;INTERVAL=[1-8])?;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*|MONTHLY;BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU))$/

/**
 * The sales of a template whose pick-up lies in the `weeks` weeks from civil date `from` on, in order, each date once.
 * Wall times stay what they are across daylight saving; one that is skipped moves an hour later. Skipped dates are left
 * out, moved ones take place on their new date. Refuses: rrule-unsupported.
 */
export function occurrences(template: Template, from: string, weeks: number): readonly Occurrence[] | Refusal<'rrule-unsupported'> {
  if (!SUPPORTED.test(template.rrule)) return refuse('rrule-unsupported', { rrule: template.rrule })
  const until = plusDays(from, weeks * 7)
  const moved = new Map(template.moves.map((move) => [move.from, move.to]))
  // A sale may be moved by a while: look further than the window on both sides, then keep what falls into it.
  const dates = [...datesOf(template, plusDays(from, -35), plusDays(until, 35)), ...template.extraDates]
    .filter((date) => !template.exdates.includes(date))
    .map((date) => moved.get(date) ?? date)
    .filter((date) => date >= from && date < until)
  return [...new Set(dates)].sort().map((pickupDate) => occurrenceOn(template, pickupDate))
}

/** Civil dates of the rule; computed in UTC, where every day has the same length. */
function datesOf({ rrule: rule, dtstart }: Template, from: string, until: string): string[] {
  const noon = (date: string) => new Date(`${date}T12:00:00Z`)
  const parsed = rrule.RRule.parseString(rule)
  return new rrule.RRule({ ...parsed, dtstart: noon(dtstart) })
    .between(noon(from), noon(until), true)
    .map((date) => date.toISOString().slice(0, 10))
}

function occurrenceOn(template: Template, pickupDate: string): Occurrence {
  const at = ({ days, time }: Before) => instantAt(plusDays(pickupDate, -days), time)
  const closesAt = at(template.closeBefore)
  return {
    pickupDate,
    opensAt: at(template.openBefore),
    closesAt,
    producers: template.producers.map(({ producerId, closeBefore }) => {
      const own = closeBefore === undefined ? closesAt : at(closeBefore)
      return { producerId, closesAt: own < closesAt ? own : closesAt }
    }),
  }
}

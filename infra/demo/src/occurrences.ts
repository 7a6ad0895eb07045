import { type Before, type Occurrence as Dates, occurrences } from '@filature/market/sessions/occurrences'
import type { DemoCalendar } from './calendar.ts'
import { rowError } from './csv/row-error.ts'
import type { Row } from './world.ts'

/** One sale of a template. Its producers are slugs of `producers.csv`. */
export interface Sale extends Dates {
  readonly template: Row<'saleTemplates'>
  /** As `orders.csv` counts: 0 is the template's first sale that has not closed at the first start, -1 the one before it. */
  readonly week: number
}

const DAYS_A_WEEK = 7

/** Every sale of a template from its first one to its horizon, in order. Throws `RowError` for a rule the market refuses. */
export function salesOf(template: Row<'saleTemplates'>, calendar: DemoCalendar): readonly Sale[] {
  const dtstart = calendar.weekday(template.first_pickup_week_offset, 1)
  const horizon = calendar.day(template.horizon_weeks * DAYS_A_WEEK)
  const ownCloses = new Map(
    template.producer_closes.map(({ producer, daysBefore, time }): [string, Before] => [producer, { days: daysBefore, time }]),
  )
  const found = occurrences(
    {
      rrule: template.rrule,
      dtstart,
      exdates: [],
      extraDates: [],
      moves: [],
      openBefore: { days: template.open_days_before, time: template.open_time },
      closeBefore: { days: template.close_days_before, time: template.close_time },
      producers: template.producer_ids.map((producerId) => {
        const closeBefore = ownCloses.get(producerId)
        return { producerId, ...(closeBefore !== undefined && { closeBefore }) }
      }),
    },
    dtstart,
    template.horizon_weeks - template.first_pickup_week_offset + 1,
  )
  if ('refused' in found) throw rowError(template, 'rrule', `${found.code} (${template.rrule})`)
  const open = found.findIndex(({ closesAt }) => closesAt > calendar.startedAt)
  return found.map((dates, index) => ({ ...dates, template, week: index - open })).filter(({ pickupDate }) => pickupDate <= horizon)
}

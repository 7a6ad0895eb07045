import { civilDateOf, plusDays, weekdayOf } from '@filature/kernel/civil-time'
import { HOUR, type Instant, parseInstant, plusMs } from '@filature/kernel/instant'
import { describe, expect, test } from 'vitest'
import { demoCalendar } from './calendar.ts'
import { salesOf } from './occurrences.ts'
import { readDemoRows } from './rows/read-rows.ts'

const rows = readDemoRows()

/** Every eleventh hour of two years: each weekday, hour, month end and change of the clocks is met. */
function* starts(): Generator<Instant> {
  for (let at = parseInstant('2026-01-01T00:30:00Z'); at < '2028-01-01'; at = plusMs(at, 11 * HOUR)) yield at
}

describe('the calendar of the demo', () => {
  test('counts days from the day of the first start, as the place’s wall calendar has it', () => {
    const justAfterMidnight = demoCalendar(parseInstant('2026-06-30T22:30:00Z'))
    expect([justAfterMidnight.day0, justAfterMidnight.day(-1), justAfterMidnight.day(3)]).toEqual([
      '2026-07-01',
      '2026-06-30',
      '2026-07-04',
    ])
  })

  test('keeps wall times through the change of the clocks', () => {
    // Clocks go forward on 29 March 2026 and back on 25 October 2026.
    const spring = demoCalendar(parseInstant('2026-04-01T09:00:00Z'))
    expect(spring.past(4, '20:00')).toBe('2026-03-28T19:00:00.000Z')
    expect(spring.past(3, '20:00')).toBe('2026-03-29T18:00:00.000Z')
    const autumn = demoCalendar(parseInstant('2026-10-27T09:00:00Z'))
    expect(autumn.past(3, '20:00')).toBe('2026-10-24T18:00:00.000Z')
    expect(autumn.past(2, '20:00')).toBe('2026-10-25T19:00:00.000Z')
  })

  test('a wall time that spring skips comes one hour later', () => {
    expect(demoCalendar(parseInstant('2026-04-01T09:00:00Z')).past(3, '02:30')).toBe('2026-03-29T01:30:00.000Z')
  })

  test('what would happen later on the first day happens at the first start', () => {
    const early = demoCalendar(parseInstant('2026-05-05T05:00:00Z'))
    expect(early.past(0, '10:00')).toBe(early.startedAt)
    expect(early.past(1, '10:00')).toBe('2026-05-04T08:00:00.000Z')
  })

  test('minutes count from the start itself', () => {
    expect(demoCalendar(parseInstant('2026-05-05T05:00:00Z')).inMinutes(35)).toBe('2026-05-05T05:35:00.000Z')
  })

  test('week 0 is the week that holds the day after tomorrow, and is never over', () => {
    for (const start of starts()) {
      const calendar = demoCalendar(start)
      const sunday = calendar.weekday(0, 7)
      expect([weekdayOf(calendar.weekday(0, 1)), weekdayOf(sunday)]).toEqual([1, 7])
      expect(calendar.weekday(0, 1) <= plusDays(calendar.day0, 2) && plusDays(calendar.day0, 2) <= sunday, start).toBe(true)
      expect(sunday > calendar.day0, start).toBe(true)
    }
  })
})

describe('the sales of the demo', () => {
  test('whenever the place is started, one sale is open', () => {
    for (const start of starts()) {
      const calendar = demoCalendar(start)
      const open = rows.saleTemplates
        .flatMap((template) => salesOf(template, calendar))
        .filter(({ opensAt, closesAt }) => opensAt <= start && start < closesAt)
      expect(open.length, start).toBeGreaterThan(0)
    }
  })

  test('whenever the place is started, every order has its sale, and its producer takes orders a day after opening', () => {
    const weeks = Map.groupBy(
      new Map(rows.orders.map((row) => [`${row.template_id} ${row.week_offset}`, row])).values(),
      ({ template_id }) => template_id,
    )
    for (const start of starts()) {
      const calendar = demoCalendar(start)
      for (const template of rows.saleTemplates) {
        const sales = salesOf(template, calendar)
        for (const { week_offset } of weeks.get(template.id) ?? []) {
          const sale = sales.find(({ week }) => week === week_offset)
          if (sale === undefined) throw new Error(`${start}: ${template.id} has no sale of week ${week_offset}`)
          const earliestClosing = sale.producers.map((producer) => producer.closesAt).sort()[0] ?? sale.closesAt
          expect(plusMs(sale.opensAt, 24 * HOUR) < earliestClosing, start).toBe(true)
          expect(sale.closesAt <= start, start).toBe(week_offset < 0)
        }
      }
    }
  })

  test('sales keep their wall times across the change of the clocks', () => {
    const calendar = demoCalendar(parseInstant('2026-04-20T09:00:00Z'))
    const [template] = rows.saleTemplates
    if (template === undefined) throw new Error('no template')
    const sales = salesOf(template, calendar)
    expect(new Set(sales.map(({ pickupDate }) => weekdayOf(pickupDate)))).toEqual(new Set([3]))
    const local = (instant: Instant) => Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/Paris').toPlainTime().toString()
    expect(new Set(sales.map(({ opensAt }) => local(opensAt)))).toEqual(new Set(['20:00:00']))
    expect(new Set(sales.map(({ closesAt }) => local(closesAt)))).toEqual(new Set(['12:00:00']))
    expect(sales.map(({ opensAt }) => civilDateOf(opensAt))).toEqual(sales.map(({ pickupDate }) => plusDays(pickupDate, -7)))
  })

  test('a monthly market is on the last Saturday', () => {
    const template = rows.saleTemplates.find(({ id }) => id === 'tpl-quenouille-mensuel')
    if (template === undefined) throw new Error('no monthly template')
    const dates = salesOf(template, demoCalendar(parseInstant('2026-07-15T09:00:00Z'))).map(({ pickupDate }) => pickupDate)
    expect(dates).toEqual(['2026-05-30', '2026-06-27', '2026-07-25', '2026-08-29'])
  })
})

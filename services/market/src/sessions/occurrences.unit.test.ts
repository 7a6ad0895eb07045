import { isRefusal } from '@filature/kernel/refusal'
import { describe, expect, it } from 'vitest'
import { type Occurrence, occurrences, type Template } from './occurrences.ts'

const weekly: Template = {
  rrule: 'FREQ=WEEKLY;INTERVAL=1;BYDAY=WE',
  dtstart: '2026-09-02',
  exdates: [],
  extraDates: [],
  moves: [],
  openBefore: { days: 7, time: '18:00' },
  closeBefore: { days: 1, time: '12:00' },
  producers: [{ producerId: 'prd_1' }, { producerId: 'prd_2', closeBefore: { days: 3, time: '20:00' } }],
}

function datesOf(template: Template, from: string, weeks: number): readonly Occurrence[] {
  const found = occurrences(template, from, weeks)
  if (isRefusal(found)) throw new Error(found.code)
  return found
}

describe('the sales of a template', () => {
  it('[market 22] a weekly Wednesday, one skipped and one moved, comes once however often it is asked', () => {
    const template = { ...weekly, exdates: ['2026-12-23'], moves: [{ from: '2026-12-30', to: '2026-12-29' }] }
    const dates = datesOf(template, '2026-12-14', 4).map(({ pickupDate }) => pickupDate)
    expect(dates).toEqual(['2026-12-16', '2026-12-29', '2027-01-06'])
    expect(datesOf(template, '2026-12-14', 4).map(({ pickupDate }) => pickupDate)).toEqual(dates)
  })

  it('[market 22] opens at 18:00 local time before and after daylight saving ends', () => {
    const [before, after] = datesOf(weekly, '2026-10-28', 2)
    // Opens on 21 October (summer time) and on 28 October (winter time).
    expect(before?.opensAt).toBe('2026-10-21T16:00:00.000Z')
    expect(after?.opensAt).toBe('2026-10-28T17:00:00.000Z')
  })

  it('moves a wall time that daylight saving skips one hour later', () => {
    const night: Template = {
      ...weekly,
      rrule: 'FREQ=WEEKLY;BYDAY=SU',
      openBefore: { days: 7, time: '08:00' },
      closeBefore: { days: 0, time: '02:30' },
    }
    const spring = datesOf(night, '2027-03-28', 1)
    expect(spring.map(({ closesAt }) => closesAt)).toEqual(['2027-03-28T01:30:00.000Z'])
  })

  it('gives each producer the earlier of its own closing and the session’s', () => {
    const [first] = datesOf(weekly, '2026-12-02', 1)
    expect(first?.producers).toEqual([
      { producerId: 'prd_1', closesAt: '2026-12-01T11:00:00.000Z' },
      { producerId: 'prd_2', closesAt: '2026-11-29T19:00:00.000Z' },
    ])
  })

  it('finds the last Saturday of each month and every second week from the start on', () => {
    const last = datesOf({ ...weekly, rrule: 'FREQ=MONTHLY;BYDAY=-1SA' }, '2026-10-01', 10)
    expect(last.map(({ pickupDate }) => pickupDate)).toEqual(['2026-10-31', '2026-11-28'])
    const alternate = datesOf({ ...weekly, rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE' }, '2026-09-07', 4)
    expect(alternate.map(({ pickupDate }) => pickupDate)).toEqual(['2026-09-16', '2026-09-30'])
  })

  it('adds extra dates and refuses rules it cannot draw', () => {
    expect(datesOf({ ...weekly, extraDates: ['2026-12-03'] }, '2026-12-02', 1).map(({ pickupDate }) => pickupDate)).toEqual([
      '2026-12-02',
      '2026-12-03',
    ])
    expect(occurrences({ ...weekly, rrule: 'FREQ=DAILY' }, '2026-12-02', 1)).toMatchObject({ refused: true, code: 'rrule-unsupported' })
  })
})

import type { OpeningHours } from '@filature/contracts/identity/events'

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']

/**
 * Reads opening hours as OpenStreetMap writes them, in the part that places use: `Tu-Fr 09:00-19:00; Sa 10:00-18:00`, with
 * several spans (`Mo 09:00-12:00,14:00-18:00`) and days (`Mo,We`). Throws a RangeError that quotes what it cannot read.
 */
export function openingFromOsm(text: string): OpeningHours[] {
  return text
    .split(';')
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '')
    .flatMap((rule) => {
      const [days = '', spans = ''] = rule.split(/\s+/, 2)
      return daysOf(days, rule).flatMap((weekday) =>
        spans.split(',').map((span) => {
          const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(span) ?? []
          if (from === undefined || to === undefined) throw unreadable(rule)
          return { weekday, from, to }
        }),
      )
    })
    .sort((a, b) => a.weekday - b.weekday || (a.from < b.from ? -1 : 1))
}

function daysOf(days: string, rule: string): number[] {
  return days.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split('-')
    const from = WEEKDAYS.indexOf(first)
    const to = WEEKDAYS.indexOf(last)
    if (from < 0 || to < from) throw unreadable(rule)
    return Array.from({ length: to - from + 1 }, (_, step) => from + step + 1)
  })
}

const unreadable = (rule: string) => new RangeError(`opening hours: cannot read "${rule}"; write for instance Tu-Fr 09:00-19:00`)

import type { Opening } from '@filature/contracts/materials/depot-shapes'
import type { Locale } from '../../words/locale.ts'
import { timeRange, weekday } from '../../words/times.ts'

/** A Monday, so that day n of the week is n days further. */
const MONDAY = '2024-01-01'
const dayName = (dow: number, locale: Locale) => weekday(`${MONDAY.slice(0, 8)}0${dow}`, locale)

/** Days that follow each other with the same hours are said together: `mardi à vendredi 14 h – 18 h, samedi 10 h – 17 h`. */
export function openingHours(openings: readonly Opening[], locale: Locale): string {
  const byDay = [1, 2, 3, 4, 5, 6, 7].map((dow) =>
    openings
      .filter((opening) => opening.dow === dow)
      .map(({ from, to }) => timeRange(from, to, locale))
      .join(', '),
  )
  const spans: { from: number; to: number; hours: string }[] = []
  byDay.forEach((hours, at) => {
    const last = spans.at(-1)
    if (hours === '') return
    if (last !== undefined && last.hours === hours && last.to === at) last.to = at + 1
    else spans.push({ from: at + 1, to: at + 1, hours })
  })
  const [through, and] = locale === 'fr' ? [' à ', ' et '] : [' to ', ' and ']
  return spans
    .map(({ from, to, hours }) => {
      const days = from === to ? dayName(from, locale) : `${dayName(from, locale)}${to === from + 1 ? and : through}${dayName(to, locale)}`
      return `${days} ${hours}`
    })
    .join(', ')
}

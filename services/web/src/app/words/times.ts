import type { Locale } from './locale.ts'
import { NB } from './numbers.ts'

const ZONE = 'Europe/Paris'
const tag = (locale: Locale) => (locale === 'fr' ? 'fr-FR' : 'en-GB')

/** Hour of the day at the place: `18 h`, `17 h 30`, `midi`; `18:00`, `noon`. */
export function hour(instant: string, locale: Locale): string {
  const time = wallTimeAt(instant)
  return NAMED[locale][time] ?? wallTime(time, locale)
}

/** Hours with a name of their own. */
const NAMED: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  fr: { '12:00': 'midi', '00:00': 'minuit' },
  en: { '12:00': 'noon', '00:00': 'midnight' },
}

const WALL = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** `17:30` on the wall of the place. */
export const wallTimeAt = (instant: string): string => WALL.format(new Date(instant))

/** A wall time `17:30` as people write it: `17 h 30`. */
export function wallTime(time: string, locale: Locale): string {
  const [hours = '', minutes = ''] = time.split(':')
  if (locale === 'en') return `${hours}:${minutes}`
  return minutes === '00' ? `${Number(hours)}${NB}h` : `${Number(hours)}${NB}h${NB}${minutes}`
}

/** `17 h – 19 h 30` */
export function timeRange(from: string, to: string, locale: Locale): string {
  return `${wallTime(from, locale)}${NB}– ${wallTime(to, locale)}`
}

/** `mercredi 2 décembre` */
export function longDay(instantOrDate: string, locale: Locale): string {
  return day(instantOrDate, locale, { weekday: 'long', day: 'numeric', month: 'long' })
}

/** `mer. 2 déc.` */
export function shortDay(instantOrDate: string, locale: Locale): string {
  return day(instantOrDate, locale, { weekday: 'short', day: 'numeric', month: 'short' })
}

/** `2 décembre` */
export function dayOfMonth(instantOrDate: string, locale: Locale): string {
  return day(instantOrDate, locale, { day: 'numeric', month: 'long' })
}

/** `mercredi` */
export function weekday(instantOrDate: string, locale: Locale): string {
  return day(instantOrDate, locale, { weekday: 'long' })
}

/** `mer. 2 déc., 18 h` */
export function dayAndHour(instant: string, locale: Locale): string {
  return `${shortDay(instant, locale)}, ${hour(instant, locale)}`
}

function day(instantOrDate: string, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  // A civil date is the same day everywhere: noon keeps it so in every zone.
  const date = new Date(instantOrDate.length === 10 ? `${instantOrDate}T12:00:00Z` : instantOrDate)
  return new Intl.DateTimeFormat(tag(locale), { timeZone: ZONE, ...options }).format(date).replace(/(\d) /g, `$1${NB}`)
}

/** Time left as a clock: `12:47`; over an hour `2 h 05`; over two days the date it ends. */
export function timeLeft(seconds: number, endsAt: string, locale: Locale): string {
  const two = (value: number) => String(value).padStart(2, '0')
  if (seconds >= 48 * 3_600) return shortDay(endsAt, locale)
  if (seconds >= 3_600) return `${Math.floor(seconds / 3_600)}${NB}h${NB}${two(Math.floor((seconds % 3_600) / 60))}`
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
}

const SPANS = {
  fr: { day: ['jour', 'jours'], hour: ['heure', 'heures'], minute: ['minute', 'minutes'], and: 'et' },
  en: { day: ['day', 'days'], hour: ['hour', 'hours'], minute: ['minute', 'minutes'], and: 'and' },
} as const

/** A span in its two largest units: `3 jours et 21 heures`, `5 heures et 10 minutes`, `12 minutes`. At least one minute. */
export function span(seconds: number, locale: Locale): string {
  const minutes = Math.max(1, Math.floor(seconds / 60))
  const parts = [
    ['day', Math.floor(minutes / 1_440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const
  const first = parts.findIndex(([, count]) => count > 0)
  return parts
    .slice(first, first + 2)
    .flatMap(([unit, count]) => {
      const [one, many] = SPANS[locale][unit]
      const plural = locale === 'fr' ? count >= 2 : count !== 1
      return count === 0 ? [] : [`${count}${NB}${plural ? many : one}`]
    })
    .join(` ${SPANS[locale].and} `)
}

import { PLACE_TIME_ZONE } from '@filature/kernel/civil-time'

export type Locale = 'fr' | 'en'

/** No-break space: between number and unit. */
const NBSP = '\u00a0'
const TAG: Readonly<Record<Locale, string>> = { fr: 'fr-FR', en: 'en-GB' }

const partsOf = (at: Date, locale: Locale, options: Intl.DateTimeFormatOptions) => {
  const parts = new Intl.DateTimeFormat(TAG[locale], { timeZone: PLACE_TIME_ZONE, ...options }).formatToParts(at)
  return (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
}

/** `18 h`, `18 h 30`; `18:00`. */
export function clockTime(at: Date, locale: Locale): string {
  const part = partsOf(at, locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  if (locale === 'en') return `${part('hour')}:${part('minute')}`
  const hour = String(Number(part('hour')))
  return part('minute') === '00' ? `${hour}${NBSP}h` : `${hour}${NBSP}h${NBSP}${part('minute')}`
}

/** `mer. 2 déc., 18 h`; `Wed 2 Dec, 18:00`. */
export function dayAndTime(at: Date, locale: Locale): string {
  const part = partsOf(at, locale, { weekday: 'short', day: 'numeric', month: 'short' })
  return `${part('weekday')} ${part('day')}${locale === 'fr' ? NBSP : ' '}${part('month')}, ${clockTime(at, locale)}`
}

/** `mercredi 2 décembre`; `Wednesday 2 December`. */
export function day(at: Date, locale: Locale): string {
  const part = partsOf(at, locale, { weekday: 'long', day: 'numeric', month: 'long' })
  return `${part('weekday')} ${part('day')}${locale === 'fr' ? NBSP : ' '}${part('month')}`
}

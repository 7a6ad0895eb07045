import { PLACE_TIME_ZONE } from '@filature/kernel/civil-time'
import { type BaseUnit, DISPLAY_UNITS } from '@filature/kernel/quantity'

export type Locale = 'fr' | 'en'

/** No-break space: between number and unit, before the signs that French sets apart. */
const NBSP = '\u00a0'
const TAG: Readonly<Record<Locale, string>> = { fr: 'fr-FR', en: 'en-GB' }

/** Integer cents EUR: `3,20 €`, `€3.20`. */
export function money(cents: number, locale: Locale): string {
  return new Intl.NumberFormat(TAG[locale], { style: 'currency', currency: 'EUR' }).format(cents / 100)
}

/** `1 900`, at most `digits` decimals. */
function decimal(value: number, digits: number, locale: Locale): string {
  return new Intl.NumberFormat(TAG[locale], { maximumFractionDigits: digits }).format(value)
}

const WORDS: Readonly<Record<Locale, { readonly one: string; readonly many: string }>> = {
  fr: { one: 'pièce', many: 'pièces' },
  en: { one: 'piece', many: 'pieces' },
}
const SIGNS: Readonly<Record<string, string>> = { m2: 'm²', m3: 'm³' }
/** Below one display unit these read better in the base unit. */
const SMALL: Readonly<Partial<Record<BaseUnit, string>>> = { g: 'g', ml: 'ml', mm: 'mm' }

/** A quantity in its base unit as people say it: `3 pièces`, `250 g`, `1,5 kg`, `8,1 m²`. */
export function quantity(value: number, unit: BaseUnit, locale: Locale): string {
  if (unit === 'piece') return `${decimal(value, 0, locale)}${NBSP}${plural(value, WORDS[locale].one, WORDS[locale].many, locale)}`
  const display = DISPLAY_UNITS[unit]
  const small = SMALL[unit]
  if (small !== undefined && Math.abs(value) < display.base) return `${decimal(value, 0, locale)}${NBSP}${small}`
  return `${decimal(value / display.base, 2, locale)}${NBSP}${SIGNS[display.unit] ?? display.unit}`
}

/** French says one also for zero and anything below two. */
export function plural(count: number, one: string, many: string, locale: Locale): string {
  return (locale === 'fr' ? Math.abs(count) < 2 : count === 1) ? one : many
}

export function counted(count: number, one: string, many: string, locale: Locale): string {
  return `${decimal(count, 0, locale)}${NBSP}${plural(count, one, many, locale)}`
}

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

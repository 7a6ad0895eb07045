import { type BaseUnit, DISPLAY_UNITS } from '@filature/kernel/quantity'
import type { Locale } from './caller.ts'

/** No-break space: between number and unit. */
const NBSP = '\u00a0'
const TAG: Readonly<Record<Locale, string>> = { fr: 'fr-FR', en: 'en-GB' }

/** Integer cents EUR: `3,20 €`, `€3.20`. */
export function money(cents: number, locale: Locale): string {
  return new Intl.NumberFormat(TAG[locale], { style: 'currency', currency: 'EUR' }).format(cents / 100)
}

/** `1 900`, at most `digits` decimals. */
export function decimal(value: number, digits: number, locale: Locale): string {
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

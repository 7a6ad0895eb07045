import type { Locale } from './locale.ts'

export const NB = '\u00a0'
const THIN = '\u202f'
const MINUS = '\u2212'

const FORMATS = new Map<string, Intl.NumberFormat>()

function formatOf(locale: Locale, decimals: number): Intl.NumberFormat {
  const key = `${locale}${decimals}`
  const known = FORMATS.get(key)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  FORMATS.set(key, format)
  return format
}

/** `1 900`, `12,5`; decimals as given, else as many as needed, at most two. */
export function number(value: number, locale: Locale, decimals?: number): string {
  const digits = decimals ?? (Number.isInteger(value) ? 0 : Math.min(2, String(Math.round(value * 100) / 100).split('.')[1]?.length ?? 0))
  return formatOf(locale, digits)
    .format(value)
    .replace(/^-/, MINUS)
    .replace(/[\u00a0\u202f]/g, THIN)
}

/** Cents → `3,20 €` or `€3.20`. Always two decimals. */
export function money(cents: number, locale: Locale): string {
  const amount = number(Math.abs(cents) / 100, locale, 2)
  const sign = cents < 0 ? MINUS : ''
  return locale === 'fr' ? `${sign}${amount}${NB}€` : `${sign}€${amount}`
}

/** Grams → `850 g`, `1,8 kg`, `12 kg`, `1,2 t`. */
export function mass(grams: number, locale: Locale): string {
  const size = Math.abs(grams)
  if (size >= 1_000_000) return `${number(grams / 1_000_000, locale, 1)}${NB}t`
  if (size >= 1_000) return `${number(grams / 1_000, locale, size < 10_000 && size % 1_000 !== 0 ? 1 : 0)}${NB}kg`
  return `${number(grams, locale, 0)}${NB}g`
}

const PER_DISPLAY: Readonly<Record<string, { readonly base: number; readonly sign: string }>> = {
  g: { base: 1_000, sign: 'kg' },
  ml: { base: 1_000, sign: 'L' },
  mm: { base: 1_000, sign: 'm' },
  cm2: { base: 10_000, sign: 'm²' },
  cm3: { base: 1_000_000, sign: 'm³' },
}

/** A quantity in base units as people say it: `1,25 kg`, `32,6 m²`, `8` (pieces have no sign: the caller names them). */
export function quantity(base: number, unit: string, locale: Locale): string {
  const display = PER_DISPLAY[unit]
  return display === undefined ? number(base, locale) : `${number(base / display.base, locale)}${NB}${display.sign}`
}

/** Units that people write instead of the one that is shown, in base units: whoever writes `500 g` does not want 500 kg. */
const WRITTEN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  g: { g: 1, gr: 1 },
  ml: { ml: 1, cl: 10, dl: 100 },
  mm: { mm: 1, cm: 10 },
  cm2: { 'cm²': 1, cm2: 1 },
}

/** What one types in a field: `8,1`, `8.1` or `500 g` → base units; undefined when it is no number. */
export function toBase(text: string, unit: string): number | undefined {
  const [, digits = '', written = ''] = /^([\d.,]+)(.*)$/.exec(text.replace(/[\s\u00a0\u202f]/g, '').toLowerCase()) ?? []
  const cleaned = digits.replace(',', '.')
  if (!/^\d*\.?\d+$|^\d+\.$/.test(cleaned)) return undefined
  return Math.round(Number(cleaned) * (WRITTEN[unit]?.[written] ?? PER_DISPLAY[unit]?.base ?? 1))
}

/** Kilometres, whole from 10 up: `7 km`, `3,4 km`. */
export function distance(km: number, locale: Locale): string {
  return `${number(km, locale, km < 10 ? 1 : 0).replace(/[,.]0$/, '')}${NB}km`
}

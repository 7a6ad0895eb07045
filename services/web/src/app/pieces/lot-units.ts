import type { Locale } from '../words/locale.ts'
import { NB, number } from '../words/numbers.ts'
import { french } from '../words/spacing.ts'

/** Display units of the materials library, as signs; pieces have words of their own. */
const SIGNS: Readonly<Record<string, string>> = { m: 'm', m2: 'm²', m3: 'm³', kg: 'kg', L: 'L' }
const PIECES = { fr: ['pièce', 'pièces'], en: ['piece', 'pieces'] } as const

export interface Counted {
  readonly displayUnit: string
  /** Base units in one display unit. */
  readonly displayBase: number
}

/** `m²`, or `pièces` for as many as `count`. */
export function unitSign(displayUnit: string, count: number, locale: Locale): string {
  const many = locale === 'fr' ? Math.abs(count) >= 2 : count !== 1
  return SIGNS[displayUnit] ?? PIECES[locale][many ? 1 : 0]
}

/** A quantity in base units as people say it: `32,6 m²`, `1 900 pièces`. At most `most` decimals (two when not said). */
export function lotAmount(base: number, { displayUnit, displayBase }: Counted, locale: Locale, most: 1 | 2 = 2): string {
  const factor = 10 ** most
  const shown = Math.round((base / displayBase) * factor) / factor
  return `${number(shown, locale)}${NB}${unitSign(displayUnit, shown, locale)}`
}

/** Several quantities side by side, all with as many decimals as the one that needs most: `7,94 m²`, `8,10 m²`. */
export function lotAmounts(bases: readonly number[], { displayUnit, displayBase }: Counted, locale: Locale): readonly string[] {
  const shown = bases.map((base) => Math.round((base / displayBase) * 100) / 100)
  const decimals = Math.max(0, ...shown.map((value) => String(value).split('.')[1]?.length ?? 0))
  return shown.map((value) => `${number(value, locale, decimals)}${NB}${unitSign(displayUnit, value, locale)}`)
}

/** By road from depot to town, estimated: whole kilometres say as much as is known. */
export function roadKm(km: number, locale: Locale): string {
  return `${number(Math.max(1, Math.round(km)), locale)}${NB}km`
}

/** A lot's name as it stands on the page: numbers stay with their units. */
export const lotName = (designation: string): string => french(designation).replace(/(\d) × (?=\d)/g, `$1${NB}×${NB}`)

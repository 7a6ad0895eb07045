import type { Locale } from '../../words/locale.ts'
import { NB, number } from '../../words/numbers.ts'

/** Sale units as producers write them: gender and plural in French, the word in English. */
const UNITS: Readonly<Record<string, { readonly feminine: boolean; readonly plural: string; readonly en: readonly [string, string] }>> = {
  botte: { feminine: true, plural: 'bottes', en: ['bunch', 'bunches'] },
  barquette: { feminine: true, plural: 'barquettes', en: ['punnet', 'punnets'] },
  pièce: { feminine: true, plural: 'pièces', en: ['piece', 'pieces'] },
  piece: { feminine: true, plural: 'pièces', en: ['piece', 'pieces'] },
  filet: { feminine: false, plural: 'filets', en: ['net', 'nets'] },
  sachet: { feminine: false, plural: 'sachets', en: ['bag', 'bags'] },
  sac: { feminine: false, plural: 'sacs', en: ['sack', 'sacks'] },
  boîte: { feminine: true, plural: 'boîtes', en: ['box', 'boxes'] },
  bouteille: { feminine: true, plural: 'bouteilles', en: ['bottle', 'bottles'] },
  motte: { feminine: true, plural: 'mottes', en: ['pat', 'pats'] },
  pot: { feminine: false, plural: 'pots', en: ['pot', 'pots'] },
  bocal: { feminine: false, plural: 'bocaux', en: ['jar', 'jars'] },
  lot: { feminine: false, plural: 'lots', en: ['pack', 'packs'] },
  miche: { feminine: true, plural: 'miches', en: ['loaf', 'loaves'] },
  plateau: { feminine: false, plural: 'plateaux', en: ['tray', 'trays'] },
  carton: { feminine: false, plural: 'cartons', en: ['case', 'cases'] },
  caisse: { feminine: true, plural: 'caisses', en: ['crate', 'crates'] },
  colis: { feminine: false, plural: 'colis', en: ['box', 'boxes'] },
  part: { feminine: true, plural: 'parts', en: ['slice', 'slices'] },
  douzaine: { feminine: true, plural: 'douzaines', en: ['dozen', 'dozens'] },
}

export const isFeminine = (unit: string): boolean => UNITS[unit]?.feminine ?? false

export function unitWord(unit: string, count: number, locale: Locale): string {
  const known = UNITS[unit]
  if (known === undefined) return unit
  const many = locale === 'fr' ? Math.abs(count) >= 2 : count !== 1
  if (locale === 'en') return known.en[many ? 1 : 0]
  return many ? known.plural : unit
}

interface Sold {
  readonly baseUnit: string
  readonly displayUnit: string
}

/** `1,25 kg`, `3 barquettes`. */
export function amount(base: number, { baseUnit, displayUnit }: Sold, locale: Locale): string {
  if (baseUnit === 'piece') return `${number(base, locale)}${NB}${unitWord(displayUnit, base, locale)}`
  return `${number(base / 1_000, locale)}${NB}${baseUnit === 'ml' ? 'L' : 'kg'}`
}

/** Only the number and the sign of mass: what the stepper shows. */
export function shortAmount(base: number, sold: Sold, locale: Locale): string {
  return sold.baseUnit === 'piece' ? number(base, locale) : amount(base, sold, locale)
}

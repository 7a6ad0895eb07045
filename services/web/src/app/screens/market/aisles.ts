import type { Tone } from '../../pieces/tone.ts'

/** The aisles of the stall, in the order one walks them: which categories, and the swatch that stands for them. */
export const AISLES = [
  { key: 'vegetables', categories: ['vegetables'], drawing: 'leek', tone: 'mousse' },
  { key: 'fruit', categories: ['fruit'], drawing: 'apple', tone: 'garance' },
  { key: 'cheese', categories: ['cheese'], drawing: 'goat-tome', tone: 'ocre' },
  { key: 'dairy', categories: ['dairy'], drawing: 'milk-bottle', tone: 'clain' },
  { key: 'bread', categories: ['bread', 'bakery'], drawing: 'country-loaf', tone: 'ocre' },
  { key: 'meat', categories: ['meat', 'poultry-eggs'], drawing: 'chicken', tone: 'brique' },
  { key: 'grocery', categories: ['grocery', 'honey', 'non-food'], drawing: 'honey-jar', tone: 'ocre' },
  { key: 'prepared', categories: ['prepared'], drawing: 'jam-strawberry', tone: 'garance' },
  { key: 'drinks', categories: ['drinks'], drawing: 'beer-bottle', tone: 'prune' },
] as const satisfies readonly { key: string; categories: readonly string[]; drawing: string; tone: Tone }[]

export type AisleKey = (typeof AISLES)[number]['key']

/** Categories nobody foresaw stand with the groceries, so that nothing on sale is ever hidden. */
export function aisleOf(category: string): AisleKey {
  return AISLES.find(({ categories }) => categories.some((one) => one === category))?.key ?? 'grocery'
}

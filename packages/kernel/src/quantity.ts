/** Base units: every quantity is a non-negative integer of one of these. */
export const BASE_UNITS = ['g', 'ml', 'mm', 'cm2', 'cm3', 'piece'] as const
export type BaseUnit = (typeof BASE_UNITS)[number]

/** The unit people read for each base unit, and how many base units it holds. */
export const DISPLAY_UNITS: Readonly<Record<BaseUnit, { readonly unit: string; readonly base: number }>> = {
  piece: { unit: 'piece', base: 1 },
  mm: { unit: 'm', base: 1_000 },
  cm2: { unit: 'm2', base: 10_000 },
  cm3: { unit: 'm3', base: 1_000_000 },
  g: { unit: 'kg', base: 1_000 },
  ml: { unit: 'L', base: 1_000 },
}

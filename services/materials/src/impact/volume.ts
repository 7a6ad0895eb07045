import type { Dims } from '@filature/contracts/materials/lot-shapes'
import type { BaseUnit } from '@filature/kernel/quantity'
import { divideRound } from './decimal.ts'

/** pi in 1e-9: two dimensions of a round bar give its section. */
const PI = 3_141_592_654n
const PI_SCALE = 1_000_000_000n

interface Ratio {
  readonly numerator: bigint
  readonly divisor: bigint
}

/** mm3 of one base unit, as a ratio; undefined where unit and dimensions give no volume. */
function mm3PerUnit(unit: BaseUnit, dims: Dims): Ratio | undefined {
  if (unit === 'cm3' || unit === 'ml') return { numerator: 1_000n, divisor: 1n }
  if (unit === 'cm2') return dims.thicknessMm === undefined ? undefined : { numerator: 100n * BigInt(dims.thicknessMm), divisor: 1n }
  if (unit === 'mm') return sectionMm2(dims)
  if (unit !== 'piece') return undefined
  const length = dims.lengthMm ?? (dims.diameterMm !== undefined || dims.thicknessMm !== undefined ? dims.heightMm : undefined)
  const section = dims.lengthMm === undefined ? sectionMm2({ ...dims, heightMm: undefined }) : sectionMm2(dims)
  if (length === undefined || section === undefined) return undefined
  return { numerator: section.numerator * BigInt(length), divisor: section.divisor }
}

type LooseDims = { readonly [Key in keyof Dims]?: number | undefined }

/** Width by thickness (or height), or a circle. */
function sectionMm2({ widthMm, thicknessMm, heightMm, diameterMm }: LooseDims): Ratio | undefined {
  const depth = thicknessMm ?? heightMm
  if (widthMm !== undefined && depth !== undefined) return { numerator: BigInt(widthMm) * BigInt(depth), divisor: 1n }
  if (diameterMm !== undefined) return { numerator: PI * BigInt(diameterMm) * BigInt(diameterMm), divisor: 4n * PI_SCALE }
  return undefined
}

/** cm3 of a quantity, rounded; null where the dimensions give no volume. */
export function volumeCm3(unit: BaseUnit, dims: Dims, qty: number): number | null {
  const ratio = mm3PerUnit(unit, dims)
  return ratio === undefined ? null : divideRound(ratio.numerator * BigInt(qty), ratio.divisor * 1_000n)
}

/** Grams of a quantity by density (kg/m3 in 1e-9), rounded once; null where the dimensions give no volume. */
export function massByDensity(unit: BaseUnit, dims: Dims, qty: number, kgPerM3: bigint): number | null {
  const ratio = mm3PerUnit(unit, dims)
  // kg/m3 * mm3 = 1e-9 kg = 1e-6 g, and the density itself is held in 1e-9.
  return ratio === undefined ? null : divideRound(ratio.numerator * BigInt(qty) * kgPerM3, ratio.divisor * 1_000_000n * 1_000_000_000n)
}

/** mm2 of one piece's face: width by height, else length by width. Undefined where neither is known. */
export function faceMm2({ widthMm, heightMm, lengthMm }: Dims): bigint | undefined {
  if (widthMm !== undefined && heightMm !== undefined) return BigInt(widthMm) * BigInt(heightMm)
  if (lengthMm !== undefined && widthMm !== undefined) return BigInt(lengthMm) * BigInt(widthMm)
  return undefined
}

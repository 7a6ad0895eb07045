import type { OfferCard } from '@filature/contracts/market/offer'
import { mulDivRound } from '@filature/kernel/rounding'

type Priced = Pick<OfferCard, 'saleMode' | 'baseUnit' | 'content'>
type Weighed = Pick<OfferCard, 'saleMode' | 'lowG' | 'avgG' | 'highG'>

/** What `priceC` is the price of. */
export function pricePerOf({ saleMode, baseUnit }: Pick<OfferCard, 'saleMode' | 'baseUnit'>): OfferCard['pricePer'] {
  if (saleMode === 'unit') return 'piece'
  return saleMode === 'bulk' && baseUnit === 'ml' ? 'L' : 'kg'
}

/**
 * The price per kg, litre or single piece to show beside the price (I7, arrêté of 3 December 1987): `round(priceC * 1000 /
 * contentB)`. Undefined where the price already says it.
 */
export function unitPrice(
  of: Priced,
  priceC: number,
): { readonly unitPriceC: number; readonly unitPricePer: OfferCard['pricePer'] } | undefined {
  if (of.saleMode !== 'unit' || of.content === null) return undefined
  const { qty, unit } = of.content
  if (unit === 'piece') return qty > 1 ? { unitPriceC: mulDivRound(priceC, 1, qty), unitPricePer: 'piece' } : undefined
  return { unitPriceC: mulDivRound(priceC, 1_000, qty), unitPricePer: unit === 'ml' ? 'L' : 'kg' }
}

export interface Estimate {
  readonly estC: number
  readonly lowC: number
  readonly highC: number
  /** Charged without consent at most (I16). */
  readonly maxC: number
}

/** I15: exact for pieces and bulk; weighed pieces at their average weight, with the range and the overrun cap. Cents. */
export function estimate(of: Weighed, qtyB: number, priceC: number, overrunBp: number): Estimate {
  if (of.saleMode === 'unit') return exactly(qtyB * priceC)
  if (of.saleMode === 'bulk') return exactly(mulDivRound(qtyB, priceC, 1_000))
  const at = (grams: number | null) => mulDivRound(qtyB * (grams ?? 0), priceC, 1_000)
  const estC = at(of.avgG)
  return { estC, lowC: at(of.lowG), highC: at(of.highG), maxC: Math.floor((estC * (10_000 + overrunBp)) / 10_000) }
}

const exactly = (estC: number): Estimate => ({ estC, lowC: estC, highC: estC, maxC: estC })

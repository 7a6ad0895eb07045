import type { Price } from '@filature/contracts/materials/lot-shapes'
import { DISPLAY_UNITS } from '@filature/kernel/quantity'
import { mulDivRound } from '@filature/kernel/rounding'
import type { Lot } from './lot.ts'

/** Cents of a quantity at `unitCents` per display unit, rounded half up. */
export function centsOf(lot: Pick<Lot, 'unit'>, qty: number, unitCents: number): number {
  return mulDivRound(qty, unitCents, DISPLAY_UNITS[lot.unit].base)
}

/** Cents per display unit at the full price; null for points and quotes, which are not money of the lot. */
export function fullUnitCents(price: Price): number | null {
  if (price.mode === 'free') return 0
  return price.mode === 'fixed' || price.mode === 'solidarity' ? (price.unitCents ?? 0) : null
}

export function fullPriceCents(lot: Pick<Lot, 'unit' | 'price'>, qty: number): number | null {
  const unitCents = fullUnitCents(lot.price)
  return unitCents === null ? null : centsOf(lot, qty, unitCents)
}

/** Does `next` ask no more than `now` of anybody who already holds a part? */
export function isNoDearer(now: Price, next: Price): boolean {
  if (next.mode === 'free') return true
  if (now.mode === 'points' && next.mode === 'points') return (next.unitPoints ?? 0) <= (now.unitPoints ?? 0)
  const [before, after] = [fullUnitCents(now), fullUnitCents(next)]
  if (before === null || after === null) return now.mode === 'quote' && next.mode === 'quote'
  const least = (price: Price) => (price.mode === 'solidarity' ? (price.minCents ?? 0) : (fullUnitCents(price) ?? 0))
  return after <= before && least(next) <= least(now)
}

/** The name of the field that a price of this mode lacks. */
export function missingInPrice({ mode, unitCents, minCents, unitPoints }: Price): string | undefined {
  if (mode === 'fixed' && unitCents === undefined) return 'price.unitCents'
  if (mode === 'solidarity' && (unitCents === undefined || minCents === undefined))
    return unitCents === undefined ? 'price.unitCents' : 'price.minCents'
  if (mode === 'points' && unitPoints === undefined) return 'price.unitPoints'
  return undefined
}

import type { PublicLine } from '@filature/contracts/market/events'
import type { OrderTotals } from '@filature/contracts/market/order'
import type { Instant } from '@filature/kernel/instant'
import { mulDivRound } from '@filature/kernel/rounding'
import { type Estimate, estimate } from '../offers/prices.ts'
import type { Line, Order } from './order.ts'

export const estimateLine = ({ item, qtyB, priceC }: Line): Estimate => estimate(item, qtyB, priceC, item.overrunBp)

/** Deposits of a line: every piece comes in its packaging. Cents. */
export const depositOf = ({ item, qtyB }: Line): number => (item.baseUnit === 'piece' ? qtyB * item.depositC : 0)

/** Is there stock behind the line? A hold is over at its instant, whether or not the timer has run. */
export function isBacked(line: Line, now: Instant): boolean {
  if (line.claim === 'held') return line.expiresAt !== null && line.expiresAt > now
  return line.claim !== 'released'
}

/** I18: lines, deposits, solidarity. `solidarityC` is fixed by the estimate; the weighed price may only lower it later. */
export function totalsOf(lines: readonly Line[], bandBp: number): OrderTotals {
  let linesC = 0
  let linesMaxC = 0
  let depositC = 0
  for (const line of lines) {
    const { estC, maxC } = estimateLine(line)
    linesC += estC
    linesMaxC += maxC
    depositC += depositOf(line)
  }
  const solidarityC = mulDivRound(linesC, bandBp - 10_000, 10_000)
  return { linesC, depositC, solidarityC, totalC: linesC + depositC + solidarityC, maxC: linesMaxC + depositC + solidarityC }
}

export function publicLineOf(offerId: string, line: Line): PublicLine {
  const { item, qtyB, priceC } = line
  const { estC, maxC } = estimateLine(line)
  return {
    offerId,
    productId: item.productId,
    variantId: item.variantId,
    name: item.name,
    variantName: item.variantName,
    producerId: item.producerId,
    producerName: item.producerName,
    baseUnit: item.baseUnit,
    displayUnit: item.displayUnit,
    saleMode: item.saleMode,
    qtyB,
    priceC,
    pricePer: item.pricePer,
    vatBp: item.vatBp,
    estC,
    maxC,
    depositC: depositOf(line),
  }
}

/** The lines that make up the order: those with stock behind them. */
export function soldLines(order: Order): readonly (readonly [string, Line])[] {
  return Object.entries(order.lines).filter(([, line]) => line.claim === 'pinned' || line.claim === 'confirmed')
}

/** The first closing among the producers: until then the member may change or cancel. */
export function editableUntil(order: Order): Instant | undefined {
  let first: Instant | undefined
  for (const { item } of Object.values(order.lines)) {
    // Written by the offer from its own instant.
    const closesAt = item.closesAt as Instant
    if (first === undefined || closesAt < first) first = closesAt
  }
  return first
}

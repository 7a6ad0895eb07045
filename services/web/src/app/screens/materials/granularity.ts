import type { Granularity } from '@filature/contracts/materials/lot-shapes'

/**
 * How a lot may be cut, worked out on the screen so that keys and typing land on quantities one can have. The server
 * decides in the end and says the same in `granularity` and `remainder-too-small`.
 */
export function isSellable({ mode, step, min, leave }: Granularity, available: number, qty: number): boolean {
  if (qty === available) return qty > 0
  if (qty > available || mode === 'whole') return false
  return qty >= min && qty % step === 0 && available - qty >= leave
}

/** The quantities next below and next above one that cannot be had; fewer than two where a side has none. */
export function nearestSellable({ mode, step, min, leave }: Granularity, available: number, qty: number): readonly number[] {
  if (available <= 0) return []
  const first = Math.ceil(Math.max(min, step) / step) * step
  const last = Math.floor((available - Math.max(leave, 1)) / step) * step
  const cuts = mode !== 'whole' && first <= last
  const below = cuts && qty >= first ? Math.min(Math.floor(qty / step) * step, last) : undefined
  const above = cuts && qty <= last ? Math.max(Math.ceil(qty / step) * step, first) : available
  return [below, above].filter((value) => value !== undefined)
}

/** Where an asked quantity goes: up to the next sellable one, because one needs enough; down when there is no more. */
export function snap(granularity: Granularity, available: number, qty: number): number {
  if (isSellable(granularity, available, qty)) return qty
  const nearest = nearestSellable(granularity, available, qty)
  return nearest.find((one) => one >= qty) ?? nearest.at(-1) ?? 0
}

/** One key press further: the next sellable quantity in that direction, or the same where there is none. */
export function stepped(granularity: Granularity, available: number, qty: number, direction: -1 | 1): number {
  const [below, above] = sides(granularity, available, qty + direction)
  const next = direction < 0 ? below : above
  return next === undefined ? qty : next
}

function sides(granularity: Granularity, available: number, qty: number): readonly [number | undefined, number | undefined] {
  if (isSellable(granularity, available, qty)) return [qty, qty]
  const found = nearestSellable(granularity, available, qty)
  return [found.findLast((one) => one < qty), found.find((one) => one > qty)]
}

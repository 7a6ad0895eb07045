import type { Granularity } from '@filature/contracts/materials/lot-shapes'
import type { BaseUnit } from '@filature/kernel/quantity'
import { type Refusal, refuse } from '@filature/kernel/refusal'

/**
 * May `qty` be cut from a lot with this much free? At least `min`, a multiple of `step`, and the rest is nothing or at
 * least `leave`. All that is free is always valid, and of a `whole` lot the only valid quantity.
 */
export function isValidQuantity({ mode, step, min, leave }: Granularity, available: number, qty: number): boolean {
  if (qty === available) return qty > 0
  if (qty > available || mode === 'whole') return false
  return qty >= min && qty % step === 0 && available - qty >= leave
}

/** The valid quantities next below and next above an invalid one; fewer than two where there is none on that side. */
export function nearestValid(granularity: Granularity, available: number, qty: number): readonly number[] {
  if (available <= 0) return []
  const { mode, step, min, leave } = granularity
  const first = Math.ceil(Math.max(min, step) / step) * step
  const last = Math.floor((available - Math.max(leave, 1)) / step) * step
  const inner = mode === 'whole' || first > last ? undefined : { first, last }
  const below = inner === undefined || qty < inner.first ? undefined : Math.min(Math.floor(qty / step) * step, inner.last)
  const above = inner === undefined || qty > inner.last ? available : Math.max(Math.ceil(qty / step) * step, inner.first)
  return [below, above].filter((value): value is number => value !== undefined)
}

/** Refusals `insufficient-stock`, `granularity`, `remainder-too-small`; undefined when the quantity can be taken. */
export function refuseQuantity(unit: BaseUnit, granularity: Granularity, available: number, qty: number): Refusal | undefined {
  if (qty > available) return refuse('insufficient-stock', { available, asked: qty, unit })
  if (isValidQuantity(granularity, available, qty)) return undefined
  const nearest = nearestValid(granularity, available, qty)
  const figures = { nearest, asked: qty, unit }
  const fitsTheStep = granularity.mode !== 'whole' && qty >= granularity.min && qty % granularity.step === 0
  return fitsTheStep
    ? refuse('remainder-too-small', { ...figures, leave: granularity.leave, remainder: available - qty })
    : refuse('granularity', { ...figures, step: granularity.step, min: granularity.min })
}

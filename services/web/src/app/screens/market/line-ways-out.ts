import type { Offer } from './session-data.ts'

/**
 * The quantities that a no leaves open, in base units, nearest first to what one has: what is left, the bounds, the whole
 * steps beside what was asked. Never what one has already.
 */
export function waysOut(
  { code, ...figures }: { readonly code: string; readonly [figure: string]: unknown },
  { minB, stepB }: Pick<Offer, 'minB' | 'stepB'>,
  { asked, held }: { readonly asked: number; readonly held: number },
): readonly number[] {
  return openQuantities(code, figures, { asked, held, stepB }).filter((qtyB) => qtyB >= minB && qtyB > 0 && qtyB !== held)
}

function openQuantities(
  code: string,
  { availableB, minB, maxB, limitB, nearest }: Readonly<Record<string, unknown>>,
  { asked, held, stepB }: { readonly asked: number; readonly held: number; readonly stepB: number },
): readonly number[] {
  if (code === 'insufficient-stock' && typeof availableB === 'number') return [held + Math.floor(availableB / stepB) * stepB]
  if (code === 'quantity-range' && typeof minB === 'number' && typeof maxB === 'number') return [asked > maxB ? maxB : minB]
  if (code === 'member-limit' && typeof limitB === 'number') return [limitB]
  if (code === 'off-step' && Array.isArray(nearest)) return nearest.filter((one) => typeof one === 'number')
  return []
}

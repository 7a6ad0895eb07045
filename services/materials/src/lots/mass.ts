import { mulDivRound } from '@filature/kernel/rounding'
import { massByDensity } from '../impact/volume.ts'
import type { Reference } from '../reference/reference.ts'
import type { Lot, LotMass } from './lot.ts'

/** Grams of a quantity of this lot; null where nobody has weighed, declared or measured it. */
export function massOf(lot: Pick<Lot, 'unit' | 'mass'>, qty: number): number | null {
  if (lot.unit === 'g') return qty
  return lot.mass === null ? null : mulDivRound(lot.mass.totalG, qty, lot.mass.forQty)
}

/** Grams per base unit as one number, for screens and consumers; decisions use `massOf`. */
export function gPerUnit(lot: Pick<Lot, 'unit' | 'mass'>): number | null {
  if (lot.unit === 'g') return 1
  return lot.mass === null ? null : Number((lot.mass.totalG / lot.mass.forQty).toPrecision(9))
}

export interface AskedMass {
  readonly method: LotMass['method']
  readonly totalG?: number | undefined
  readonly densityId?: string | undefined
}

/**
 * The mass to record for `qty` base units, or the names of the measures that lack. Density is not taken for families that
 * have to be weighed, whose pieces vary too much.
 */
export function massFrom(
  reference: Reference,
  lot: Pick<Lot, 'unit' | 'dims' | 'familyId'>,
  qty: number,
  asked: AskedMass,
): { readonly mass: LotMass } | { readonly missing: readonly string[] } {
  if (asked.method !== 'density') {
    return asked.totalG === undefined
      ? { missing: ['mass.totalG'] }
      : { mass: { totalG: asked.totalG, forQty: qty, method: asked.method, densityId: null } }
  }
  const leaf = reference.families.get(lot.familyId)?.leaf
  if (leaf === undefined || leaf.weighRequired) return { missing: ['mass.totalG'] }
  const density = asked.densityId === undefined ? leaf.density : reference.densities.get(asked.densityId)
  if (density === undefined) return { missing: ['mass.densityId'] }
  const totalG = massByDensity(lot.unit, lot.dims, qty, density.value)
  if (totalG === null || totalG === 0)
    return { missing: leaf.requiredDims.map((name) => `dims.${name}Mm`).filter((name) => !hasDim(lot, name)) }
  return { mass: { totalG, forQty: qty, method: 'density', densityId: density.densityId } }
}

function hasDim(lot: Pick<Lot, 'dims'>, name: string): boolean {
  return Object.hasOwn(lot.dims, name.slice('dims.'.length))
}

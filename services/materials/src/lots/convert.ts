import type { Dims } from '@filature/contracts/materials/lot-shapes'
import type { BaseUnit } from '@filature/kernel/quantity'
import { faceMm2 } from '../impact/volume.ts'
import type { Lot } from './lot.ts'

type Convertible = Pick<Lot, 'unit' | 'dims' | 'mass'>

/** mm2, mm or g of one base unit of the lot, by its dimensions and mass; undefined where they do not tell. */
function worthOf(lot: Convertible, unit: BaseUnit): { readonly amount: number; readonly per: number } | undefined {
  const { dims, mass } = lot
  if (lot.unit === unit) return { amount: 1, per: 1 }
  if (unit === 'g') return mass === null ? undefined : { amount: mass.totalG, per: mass.forQty }
  if (unit === 'cm2') return areaOf(lot.unit, dims)
  if (unit === 'mm' && lot.unit === 'piece') return dims.lengthMm === undefined ? undefined : { amount: dims.lengthMm, per: 1 }
  if (unit === 'mm' && lot.unit === 'cm2') return dims.widthMm === undefined ? undefined : { amount: 100, per: dims.widthMm }
  if (unit === 'piece' && lot.unit === 'cm2') {
    const face = faceMm2(dims)
    return face === undefined ? undefined : { amount: 100, per: Number(face) }
  }
  if (unit === 'piece' && lot.unit === 'mm') return dims.lengthMm === undefined ? undefined : { amount: 1, per: dims.lengthMm }
  return undefined
}

function areaOf(unit: BaseUnit, dims: Dims): { amount: number; per: number } | undefined {
  if (unit === 'piece') {
    const face = faceMm2(dims)
    return face === undefined ? undefined : { amount: Number(face), per: 100 }
  }
  return unit === 'mm' && dims.widthMm !== undefined ? { amount: dims.widthMm, per: 100 } : undefined
}

/** How many base units of this lot cover `qty` of another unit, rounded up; undefined where dimensions and mass do not tell. */
export function quantityFor(lot: Convertible, qty: number, unit: BaseUnit): number | undefined {
  const worth = worthOf(lot, unit)
  return worth === undefined ? undefined : Math.ceil((qty * worth.per) / worth.amount)
}

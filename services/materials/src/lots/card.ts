import type { ImpactSummary } from '@filature/contracts/materials/impact-shapes'
import type { LotCard } from '@filature/contracts/materials/lot-shapes'
import type { Geo } from '@filature/contracts/materials/vocabulary'
import type { Instant } from '@filature/kernel/instant'
import { DISPLAY_UNITS } from '@filature/kernel/quantity'
import { roadKm } from '../impact/distance.ts'
import { type Impact, impactOf, netGrams } from '../impact/impact.ts'
import { DEFAULT_VEHICLE, legsOf } from '../impact/legs.ts'
import { leafOf, type Reference } from '../reference/reference.ts'
import { stockOf } from './availability.ts'
import type { Lot } from './lot.ts'
import { gPerUnit, massOf } from './mass.ts'

/** For whom a lot is drawn. */
export interface Viewpoint {
  readonly now: Instant
  /** The place it would go to. */
  readonly near: Geo | undefined
  /** Base units of the lot; default all that is free. */
  readonly qty?: number | undefined
}

export type ImpactFacts = Pick<Lot, 'familyId' | 'unit' | 'dims' | 'mass' | 'source' | 'legs' | 'place'>

/** The climate figure of a quantity taken to a place; null without factor or mass. */
export function lotImpact(reference: Reference, lot: ImpactFacts, qty: number, near: Geo | undefined): Impact | null {
  const massG = massOf(lot, qty)
  if (massG === null) return null
  const ways = legsOf(reference, lot, { km: null, geo: near ?? null, vehicle: DEFAULT_VEHICLE })
  return impactOf({ leaf: leafOf(reference, lot.familyId).leaf, unit: lot.unit, dims: lot.dims, qty, massG, ...ways })
}

/** `lotImpact(…).summary.netG` for a place `km` away, without anything else. */
export function lotNetGrams(reference: Reference, lot: ImpactFacts, qty: number, km: number | undefined): number | null {
  const massG = massOf(lot, qty)
  if (massG === null) return null
  const { legs, legMissing } = legsOf(reference, lot, { km: km ?? null, geo: null, vehicle: DEFAULT_VEHICLE })
  return netGrams({ leaf: leafOf(reference, lot.familyId).leaf, unit: lot.unit, dims: lot.dims, qty, massG, legs, legMissing })
}

export function familyRefOf(reference: Reference, lot: Pick<Lot, 'familyId' | 'photos'>): LotCard['family'] {
  const { family } = leafOf(reference, lot.familyId)
  const drawn = lot.photos.find(({ kind }) => kind === 'drawing')
  return { familyId: family.familyId, groupId: family.groupId, label: family.label, drawing: drawn?.ref ?? family.drawing }
}

/** Everything a card shows. Live: the stock is what it is at `now`. */
export function cardOf(reference: Reference, lot: Lot, version: number, { now, near, qty }: Viewpoint): LotCard {
  const stock = stockOf(lot, now)
  const { place } = lot
  const display = DISPLAY_UNITS[lot.unit]
  const asked = qty ?? stock.available
  const impact: ImpactSummary | null = asked > 0 ? (lotImpact(reference, lot, asked, near)?.summary ?? null) : null
  return {
    lotId: lot.lotId,
    code: lot.code,
    version,
    designation: lot.designation,
    family: familyRefOf(reference, lot),
    photos: [...lot.photos],
    dims: lot.dims,
    grade: lot.grade,
    depot: {
      depotId: place.depotId,
      name: place.name,
      town: place.town,
      geo: place.geo,
      km: near === undefined ? null : roadKm(place.geo, near),
    },
    price: lot.price,
    unit: lot.unit,
    displayUnit: display.unit,
    displayBase: display.base,
    received: lot.received,
    available: stock.available,
    held: stock.held,
    nextExpiryAt: stock.nextExpiry?.at ?? null,
    granularity: lot.granularity,
    gPerUnit: gPerUnit(lot),
    stage: lot.stage,
    publication: lot.publication,
    window: lot.window,
    receivedAt: lot.receivedAt,
    origin: lot.origin,
    access: lot.access,
    impact,
  }
}

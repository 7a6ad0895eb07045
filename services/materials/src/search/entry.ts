import type { Grade, Origin, PriceMode } from '@filature/contracts/materials/vocabulary'
import { msOf } from '@filature/kernel/instant'
import { stockOf } from '../lots/availability.ts'
import type { ImpactFacts } from '../lots/card.ts'
import type { Lot, LotMass } from '../lots/lot.ts'
import { leafOf, type Reference } from '../reference/reference.ts'
import type { SearchText } from './text-index.ts'

/** A published lot as the index keeps it: only what filters, facets and orders ask for. */
export interface SearchEntry {
  readonly lotId: string
  readonly familyId: string
  readonly groupId: string
  readonly grade: Grade | null
  /** mm: length, or height where there is no length. */
  readonly len: number | undefined
  readonly wid: number | undefined
  /** mm: thickness, or diameter. */
  readonly thk: number | undefined
  readonly available: number
  readonly isFuture: boolean
  /** Civil date from which a lot to come is there. */
  readonly from: string | undefined
  readonly origin: Origin
  readonly priceMode: PriceMode
  /** Cents per display unit; Infinity for points and quotes, which sort last. */
  readonly cents: number
  readonly rep: string | undefined
  readonly recordedMs: number
  /** Infinity while it is to come. */
  readonly receivedMs: number
  readonly restricted: boolean
  readonly facts: ImpactFacts & { readonly mass: LotMass | null }
  readonly text: SearchText
}

/** Undefined for a lot that nobody may find: draft, blocked, withdrawn. */
export function entryOf(reference: Reference, lot: Lot): SearchEntry | undefined {
  if (lot.publication !== 'published' && lot.publication !== 'restricted') return undefined
  const { family, leaf } = leafOf(reference, lot.familyId)
  const group = reference.families.get(family.groupId) ?? family
  const { dims, price } = lot
  return {
    lotId: lot.lotId,
    familyId: lot.familyId,
    groupId: family.groupId,
    grade: lot.grade,
    len: dims.lengthMm ?? dims.heightMm,
    wid: dims.widthMm,
    thk: dims.thicknessMm ?? dims.diameterMm,
    available: stockOf(lot, lot.at).available,
    isFuture: lot.stage === 'future',
    from: lot.window?.from,
    origin: lot.origin,
    priceMode: price.mode,
    cents: price.mode === 'free' ? 0 : (price.minCents ?? price.unitCents ?? Number.POSITIVE_INFINITY),
    rep: leaf.repCategory,
    recordedMs: msOf(lot.recordedAt),
    receivedMs: lot.receivedAt === null ? Number.POSITIVE_INFINITY : msOf(lot.receivedAt),
    restricted: lot.publication === 'restricted',
    facts: {
      familyId: lot.familyId,
      unit: lot.unit,
      dims: lot.dims,
      mass: lot.mass,
      source: lot.source,
      legs: lot.legs,
      place: lot.place,
    },
    text: {
      title: lot.designation,
      family: [family.label.fr, family.label.en, group.label.fr, group.label.en].join(' '),
      more: [lot.code, lot.brand, lot.colour, ...lot.materials, lot.source?.name, lot.note].filter((part) => part != null).join(' '),
    },
  }
}

import type { Hold } from '@filature/contracts/materials/hold-shapes'
import { DISPLAY_UNITS } from '@filature/kernel/quantity'
import { familyRefOf } from '../lots/card.ts'
import type { Lot } from '../lots/lot.ts'
import { massOf } from '../lots/mass.ts'
import { fullPriceCents } from '../lots/price.ts'
import type { Reference } from '../reference/reference.ts'
import type { HoldReply } from './decide-hold.ts'
import type { HoldPolicy } from './policy.ts'

/** A hold as its holder sees it: what was decided about it, and the lot's own words. */
export function holdView(
  reference: Reference,
  policy: HoldPolicy,
  lot: Lot,
  hold: HoldReply,
  more: { readonly version: number; readonly onBehalfOf: string | null },
): Hold {
  const { depotId, name, town } = lot.place
  const display = DISPLAY_UNITS[lot.unit]
  return {
    holdId: hold.holdId,
    lotId: lot.lotId,
    code: lot.code,
    designation: lot.designation,
    family: familyRefOf(reference, lot),
    dims: lot.dims,
    grade: lot.grade,
    depot: { depotId, name, town },
    qty: hold.qty,
    unit: lot.unit,
    displayUnit: display.unit,
    displayBase: display.base,
    massG: massOf(lot, hold.qty),
    kind: hold.kind,
    state: 'active',
    expiresAt: hold.expiresAt,
    createdAt: hold.createdAt,
    extensions: hold.extensions,
    extension: hold.extension ?? null,
    canExtend: hold.kind === 'held' && hold.extension === undefined && hold.extensions < policy.extensionsMost && policy.extensionMs > 0,
    priceCents: fullPriceCents(lot, hold.qty),
    onBehalfOf: more.onBehalfOf,
    available: hold.available,
    version: more.version,
  }
}

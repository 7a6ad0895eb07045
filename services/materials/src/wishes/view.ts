import type { Wish } from '@filature/contracts/materials/wish-shapes'
import type { Instant } from '@filature/kernel/instant'
import { DISPLAY_UNITS } from '@filature/kernel/quantity'
import { behalfOf } from '../holds/find-hold.ts'
import { isLive } from '../lots/availability.ts'
import { familyRefOf } from '../lots/card.ts'
import type { Lot, LotHold } from '../lots/lot.ts'
import { massOf } from '../lots/mass.ts'
import { fullPriceCents } from '../lots/price.ts'
import type { Reference } from '../reference/reference.ts'
import { inLine, offerOn, rankOf, waitingFor } from './queue.ts'

/** A place in a lot's queue as its member sees it; undefined once it waits no longer. */
export function wishView(reference: Reference, lot: Lot, version: number, wishId: string, now: Instant): Wish | undefined {
  const wish = waitingFor(lot).find((one) => one.wishId === wishId)
  if (wish === undefined) return undefined
  const offer = offerOn(lot, wishId)
  const display = DISPLAY_UNITS[lot.unit]
  const { depotId, name, town } = lot.place
  return {
    wishId,
    lotId: lot.lotId,
    code: lot.code,
    designation: lot.designation,
    family: familyRefOf(reference, lot),
    dims: lot.dims,
    grade: lot.grade,
    depot: { depotId, name, town },
    unit: lot.unit,
    displayUnit: display.unit,
    displayBase: display.base,
    qty: wish.qty,
    minQty: wish.minQty,
    since: wish.since,
    until: wish.until,
    rank: rankOf(lot, wishId),
    waiting: inLine(lot).length,
    offer: offer !== undefined && isLive(offer, now) ? offerView(lot, offer) : null,
    onBehalfOf: behalfOf(wish.holder),
    version,
  }
}

function offerView(lot: Lot, { holdId, qty, createdAt, expiresAt }: LotHold): Wish['offer'] {
  if (expiresAt === null) throw new Error(`offer ${holdId} has no end`)
  return { offerId: holdId, qty, massG: massOf(lot, qty), priceCents: fullPriceCents(lot, qty), createdAt, until: expiresAt }
}

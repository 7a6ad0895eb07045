import type { LotState } from '@filature/contracts/materials/events'
import { leafOf, type Reference } from '../reference/reference.ts'
import { stockOf } from './availability.ts'
import type { LotEvent } from './events.ts'
import type { Lot, LotHold, LotWish } from './lot.ts'
import { gPerUnit, massOf } from './mass.ts'

/** The lot as every public event carries it. */
function lotState(reference: Reference, lot: Lot, version: number): LotState {
  const stock = stockOf(lot, lot.at)
  return {
    lotId: lot.lotId,
    rootLotId: lot.rootLotId,
    code: lot.code,
    version,
    depotId: lot.depotId,
    geo: lot.place.geo,
    family: lot.familyId,
    designation: lot.designation,
    grade: lot.grade,
    dims: lot.dims,
    unit: lot.unit,
    granularity: lot.granularity,
    available: stock.available,
    held: stock.held,
    out: lot.out,
    gPerUnit: gPerUnit(lot),
    price: lot.price,
    stage: lot.stage,
    publication: lot.publication,
    availableFrom: lot.window?.from ?? null,
    repCategory: leafOf(reference, lot.familyId).leaf.repCategory ?? null,
    nextExpiryAt: stock.nextExpiry?.at ?? null,
  }
}

function aboutHold({ holdId, reservationId, holder, worksiteId, qty, kind, expiresAt }: LotHold) {
  return { holdId, reservationId, holder, worksiteId, qty, kind, expiresAt }
}

function aboutWish({ lotId }: Lot, { wishId, holder }: LotWish) {
  return { wishId, lotId, holder }
}

/** What the world is told of a lot's event: everything a consumer needs, so that nobody calls back. */
export function publishedLotEvent(reference: Reference, event: LotEvent, after: Lot, version: number): unknown {
  if (event.type === 'NotificationAsked') return event.data.notification
  const lot = lotState(reference, after, version)
  switch (event.type) {
    case 'LotReceived':
      return {
        lot,
        srcId: after.siteId,
        depositId: after.depositId,
        origin: after.origin,
        qty: after.received,
        massG: massOf(after, after.received),
        massMethod: after.mass?.method ?? null,
      }
    case 'FutureLotPlanned':
      return { lot, srcId: after.siteId, qty: after.received, window: after.window }
    case 'LotMeasured':
      return { lot, massG: massOf(after, after.received), massMethod: after.mass?.method ?? null }
    case 'LotPlaced':
      return { lot, locationId: event.data.locationId }
    case 'GateUpdated':
      return { lot, blocks: after.blocks, hazard: event.data.hazard }
    case 'LotPublished':
      return { lot, blocks: after.blocks }
    case 'LotWithdrawn':
      return { lot, reason: event.data.reason }
    case 'LotHeld':
    case 'HoldExtended':
    case 'HoldConfirmed':
    case 'ExtensionAsked':
    case 'ExtensionDenied':
      return { lot, ...aboutHold(event.data.hold) }
    case 'HoldReleased': {
      const { hold, why, endedAt, cooldownUntil } = event.data
      return { lot, ...aboutHold(hold), why, endedAt, cooldownUntil }
    }
    case 'HoldCut': {
      const { hold, cutQty } = event.data
      return { lot, ...aboutHold(hold), qty: hold.qty - cutQty, cutQty }
    }
    case 'LotPickedUp': {
      const { hold, qty, slipId, massG, massMethod, destination, unitCents, priceCents, impact } = event.data
      return {
        lot,
        ...aboutHold(hold),
        qty,
        remaining: hold.qty - qty,
        slipId,
        massG,
        massMethod,
        destination,
        unitCents,
        priceCents,
        impact,
      }
    }
    case 'WishPlaced': {
      const { wish } = event.data
      return { lot, ...aboutWish(after, wish), qty: wish.qty, minQty: wish.minQty, since: wish.since, until: wish.until }
    }
    case 'WishOffered':
    case 'OfferEnded': {
      const { wish, offer } = event.data
      const about = { lot, ...aboutWish(after, wish), offerId: offer.holdId, qty: offer.qty, until: offer.expiresAt }
      return event.type === 'WishOffered' ? about : { ...about, why: event.data.why, endedAt: event.data.endedAt }
    }
    case 'WishFilled': {
      const { wish, holdId, qty, rest } = event.data
      return { lot, ...aboutWish(after, wish), holdId, qty, rest }
    }
    case 'WishClosed':
      return { lot, ...aboutWish(after, event.data.wish), qty: event.data.wish.qty, why: event.data.why }
    case 'LotAdjusted':
      return { lot, delta: event.data.delta, reason: event.data.reason }
    case 'LotDescribed':
    case 'LotGraded':
    case 'LotPriced':
      return { lot }
  }
}

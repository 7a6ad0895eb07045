import { gateBlocks, publicationOf } from '../gate/gate.ts'
import { leafOf, type Reference } from '../reference/reference.ts'
import { waitingFor } from '../wishes/queue.ts'
import type { LotEvent } from './events.ts'
import type { Lot, LotHold, LotWish } from './lot.ts'

const withoutHold = (lot: Lot, holdId: string): readonly LotHold[] => lot.holds.filter((hold) => hold.holdId !== holdId)
const withHold = (lot: Lot, changed: LotHold): readonly LotHold[] =>
  lot.holds.map((hold) => (hold.holdId === changed.holdId ? changed : hold))
/** A hold of nothing is over. */
const reduced = (lot: Lot, { holdId, qty }: LotHold, by: number): readonly LotHold[] =>
  qty === by ? withoutHold(lot, holdId) : lot.holds.map((hold) => (hold.holdId === holdId ? { ...hold, qty: qty - by } : hold))
const withoutWish = (lot: Lot, { wishId }: LotWish): readonly LotWish[] => waitingFor(lot).filter((wish) => wish.wishId !== wishId)
/** What is left of a wish keeps its place in the queue. */
const reducedTo = (lot: Lot, { wishId }: LotWish, rest: number): readonly LotWish[] =>
  waitingFor(lot).map((wish) => (wish.wishId === wishId ? { ...wish, qty: rest, minQty: Math.min(wish.minQty, rest) } : wish))

function changesOf(lot: Lot, event: Exclude<LotEvent, { type: 'LotReceived' | 'FutureLotPlanned' }>): Partial<Lot> {
  switch (event.type) {
    case 'LotDescribed':
      return event.data.changes
    case 'LotMeasured':
      return { dims: event.data.dims, mass: event.data.mass }
    case 'LotGraded':
      return { grade: event.data.grade, defects: event.data.defects ?? lot.defects }
    case 'LotPriced':
      return { price: event.data.price }
    case 'LotPlaced':
      return { locationId: event.data.locationId }
    case 'GateUpdated':
      return event.data.changes
    case 'LotPublished':
      return { offered: true, withdrawn: false, restrictedByChoice: event.data.restrictedByChoice }
    case 'LotWithdrawn':
      return { offered: false, withdrawn: true }
    case 'LotHeld': {
      const { hold, instead } = event.data
      return { holds: [...(instead === undefined ? lot.holds : withoutHold(lot, instead)), hold] }
    }
    case 'WishPlaced':
      return { waiting: [...waitingFor(lot), event.data.wish] }
    case 'WishOffered':
      return { holds: [...lot.holds, event.data.offer] }
    case 'OfferEnded':
      return { holds: withoutHold(lot, event.data.offer.holdId) }
    case 'WishFilled':
      return { waiting: event.data.rest === 0 ? withoutWish(lot, event.data.wish) : reducedTo(lot, event.data.wish, event.data.rest) }
    case 'WishClosed':
      return { waiting: withoutWish(lot, event.data.wish) }
    case 'HoldExtended':
    case 'HoldConfirmed':
    case 'ExtensionAsked':
    case 'ExtensionDenied':
      return { holds: withHold(lot, event.data.hold) }
    case 'HoldReleased':
      return { holds: withoutHold(lot, event.data.hold.holdId) }
    case 'HoldCut':
      return { holds: reduced(lot, event.data.hold, event.data.cutQty) }
    case 'LotPickedUp':
      return { holds: reduced(lot, event.data.hold, event.data.qty), out: lot.out + event.data.qty }
    case 'LotAdjusted': {
      const { delta } = event.data
      return delta > 0 ? { received: lot.received + delta } : { lost: lot.lost - delta }
    }
    case 'NotificationAsked': {
      const { warnedHoldId, at } = event.data
      const warned = lot.holds.find(({ holdId }) => holdId === warnedHoldId)
      return warned === undefined ? {} : { holds: withHold(lot, { ...warned, warnAt: warned.warnAt.filter((instant) => instant > at) }) }
    }
  }
}

const TOUCHES_ONLY_HOLDS: ReadonlySet<LotEvent['type']> = new Set([
  'LotHeld',
  'HoldExtended',
  'HoldConfirmed',
  'HoldReleased',
  'HoldCut',
  'ExtensionAsked',
  'ExtensionDenied',
  'WishPlaced',
  'WishOffered',
  'OfferEnded',
  'WishFilled',
  'WishClosed',
  'LotPickedUp',
  'LotAdjusted',
  'NotificationAsked',
])

/** The lot after an event. Publication and blocks are always what the gate makes of the facts. */
export function evolveLot(reference: Reference, state: Lot | null, event: LotEvent): Lot {
  if (event.type === 'LotReceived' || event.type === 'FutureLotPlanned') return judged(reference, event.data.lot)
  if (state === null) throw new Error(`${event.type} before the lot was received`)
  const after: Lot = { ...state, ...changesOf(state, event), at: event.data.at }
  return TOUCHES_ONLY_HOLDS.has(event.type) ? after : judged(reference, after)
}

function judged(reference: Reference, lot: Lot): Lot {
  const blocks = gateBlocks(lot, leafOf(reference, lot.familyId).leaf)
  return { ...lot, blocks, publication: publicationOf(lot, blocks) }
}

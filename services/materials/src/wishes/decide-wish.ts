import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import { plusMs } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { HoldPolicy } from '../holds/policy.ts'
import { isClosed, isLive, stockOf } from '../lots/availability.ts'
import type { LotCommand, PlaceWish } from '../lots/commands.ts'
import type { LotEvent } from '../lots/events.ts'
import { refuseQuantity } from '../lots/granularity.ts'
import type { Lot, LotHold, LotWish } from '../lots/lot.ts'
import { tellWaiting } from './notices.ts'
import { inLine, offerOn, rankOf, waitingFor } from './queue.ts'

/**
 * Waits for a part of the lot, behind those who wait already. What is free is offered in the same write (`serve`). Refusals
 * `not-published`, `restricted-lot`, `lot-closed`, `already-waiting{wishId, rank}`, `wish-limit`, and those of a quantity that
 * the whole lot could not give.
 */
export function placeWish(lot: Lot, command: PlaceWish, { now }: DecisionContext, policy: HoldPolicy): Accepted<LotEvent> | Refusal {
  const { wishId, holder, qty, competent } = command
  const waiting = waitingFor(lot)
  if (waiting.some((wish) => wish.wishId === wishId)) return accept([])
  if (lot.publication === 'restricted' ? !competent : lot.publication !== 'published') {
    return refuse(lot.publication === 'restricted' ? 'restricted-lot' : 'not-published')
  }
  if (isClosed(lot)) return refuse('lot-closed')
  const before = waiting.find((wish) => wish.holder.id === holder.id)
  if (before !== undefined) return refuse('already-waiting', { wishId: before.wishId, rank: rankOf(lot, before.wishId) })
  if (waiting.length >= policy.waitersPerLot) return refuse('wish-limit', { limit: 'lot', wishesMost: policy.waitersPerLot })
  const { available, held } = stockOf(lot, now)
  const impossible = refuseQuantity(lot.unit, lot.granularity, available + held, qty)
  if (impossible !== undefined) return impossible
  const minQty = Math.min(command.minQty, qty)
  const wish: LotWish = { wishId, holder, competent, qty, minQty, since: now, until: plusMs(now, policy.wishMs) }
  return accept([{ type: 'WishPlaced', data: { at: now, wish } }])
}

/** Leaves the queue, with or without an offer; a wish that is not there any more is left already. Refusal `offer-ended`. */
export function endWish(
  lot: Lot,
  command: Extract<LotCommand, { type: 'CloseWish' | 'DeclineOffer' }>,
  { now: at }: DecisionContext,
): Accepted<LotEvent> | Refusal {
  const wish = waitingFor(lot).find(({ wishId }) => wishId === command.wishId)
  const offer = offerOn(lot, command.wishId)
  const isOpen = offer !== undefined && isLive(offer, at)
  if (command.type === 'DeclineOffer' && !isOpen) return refuse('offer-ended')
  if (wish === undefined) return accept([])
  return accept([
    ...(offer === undefined ? [] : [offerEnded(wish, offer, 'declined', at, at)]),
    { type: 'WishClosed', data: { at, wish, why: offer === undefined ? 'user' : 'declined' } },
  ])
}

/** A hold takes the offer up: what is left of the wish waits on, unless less was taken than was offered. */
export function fillWish(wish: LotWish, offer: LotHold, hold: LotHold): LotEvent {
  const rest = hold.qty < offer.qty ? 0 : Math.max(0, wish.qty - hold.qty)
  return { type: 'WishFilled', data: { at: hold.createdAt, wish, holdId: hold.holdId, qty: hold.qty, rest } }
}

/** An offer that nobody answered goes to the next, and who did not answer waits no longer. */
export function lapseOffer(lot: Lot, offer: LotHold, now: Lot['at']): LotEvent[] {
  const wish = waitingFor(lot).find(({ wishId }) => wishId === offer.wishId)
  if (wish === undefined) return []
  return [
    tellWaiting('offer-ended', lot, wish, now, offer),
    offerEnded(wish, offer, 'expired', now, offer.expiresAt ?? now),
    { type: 'WishClosed', data: { at: now, wish, why: 'offer-ended' } },
  ]
}

/** Wishes that waited too long. */
export function lapseWishes(lot: Lot, now: Lot['at']): LotEvent[] {
  return inLine(lot)
    .filter(({ until }) => until <= now)
    .flatMap((wish) => [tellWaiting('wish-too-long', lot, wish, now), { type: 'WishClosed', data: { at: now, wish, why: 'too-long' } }])
}

const offerEnded = (wish: LotWish, offer: LotHold, why: 'declined' | 'expired', at: Lot['at'], endedAt: Lot['at']): LotEvent => ({
  type: 'OfferEnded',
  data: { at, wish, offer, why, endedAt },
})

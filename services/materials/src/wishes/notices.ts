import type { NotificationAsked } from '@filature/contracts/notify/events'
import type { Instant } from '@filature/kernel/instant'
import type { LotEvent } from '../lots/events.ts'
import type { Lot, LotHold, LotWish } from '../lots/lot.ts'

type WishNotice = 'lot-offered' | 'offer-ended' | 'wish-lot-gone' | 'wish-too-long'

/** Asks `notify` to tell somebody who waits. Comes before the event it is about, as every notice of a lot. */
export function tellWaiting(key: WishNotice, lot: Lot, wish: LotWish, at: Instant, offer?: LotHold): LotEvent {
  const notification: NotificationAsked = {
    key,
    recipients: [wish.holder.memberId],
    params: {
      lotId: lot.lotId,
      code: lot.code,
      designation: lot.designation,
      wishId: wish.wishId,
      qty: offer?.qty ?? wish.qty,
      unit: lot.unit,
      expiresAt: offer?.expiresAt ?? null,
      depotId: lot.depotId,
      depotName: lot.place.name,
    },
    dedupeKey: [key, wish.wishId, offer?.holdId ?? ''].join('/'),
    // An offer that is over is no news any more.
    ...(key === 'lot-offered' && offer?.expiresAt != null && { expiresAt: offer.expiresAt }),
  }
  return { type: 'NotificationAsked', data: { at, notification, warnedHoldId: null } }
}

import type { NotificationAsked } from '@filature/contracts/notify/events'
import type { Instant } from '@filature/kernel/instant'
import type { LotEvent } from '../lots/events.ts'
import type { Lot, LotHold } from '../lots/lot.ts'

export type HoldNotice = 'lot-held' | 'hold-expiring' | 'hold-expired' | 'hold-cut' | 'hold-extended' | 'extension-denied'

/**
 * Asks `notify` to tell the holder. Comes before the event it is about, so that a lot's last version is always a state of
 * its stock. Numbers stay in base units.
 */
export function tellHolder(
  key: HoldNotice,
  lot: Lot,
  hold: LotHold,
  at: Instant,
  more: Readonly<Record<string, string | number | null>> = {},
): LotEvent {
  const notification: NotificationAsked = {
    key,
    recipients: [hold.holder.memberId],
    params: {
      lotId: lot.lotId,
      code: lot.code,
      designation: lot.designation,
      holdId: hold.holdId,
      qty: hold.qty,
      unit: lot.unit,
      expiresAt: hold.expiresAt,
      depotId: lot.depotId,
      depotName: lot.place.name,
      ...more,
    },
    // An extended hold ends at another moment, and is another thing to be told.
    dedupeKey: [key, hold.holdId, key === 'lot-held' ? '' : (more['moment'] ?? hold.expiresAt ?? '')].join('/'),
    ...(key === 'hold-expiring' && hold.expiresAt !== null && { expiresAt: hold.expiresAt }),
  }
  return { type: 'NotificationAsked', data: { at, notification, warnedHoldId: key === 'hold-expiring' ? hold.holdId : null } }
}

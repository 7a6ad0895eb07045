import type { Granularity } from '@filature/contracts/materials/lot-shapes'
import { derivedId } from '@filature/kernel/ids'
import { type Instant, plusMs } from '@filature/kernel/instant'
import type { HoldPolicy } from '../holds/policy.ts'
import { isClosed, stockOf } from '../lots/availability.ts'
import type { LotEvent } from '../lots/events.ts'
import { isValidQuantity, nearestValid } from '../lots/granularity.ts'
import type { Lot, LotHold, LotWish } from '../lots/lot.ts'
import { tellWaiting } from './notices.ts'
import { inLine, waitingFor } from './queue.ts'

/**
 * Offers what is free to those who wait, oldest first (process P3): a hold of kind `offered` of all they want or of what
 * there is, if that is not less than they asked for at least. Part of every decision on a lot with a queue, so that nobody
 * slips in between a release and the offer. Whoever waits for a lot of which nothing will ever come back is told so.
 */
export function serve(lot: Lot, now: Instant, policy: HoldPolicy): readonly LotEvent[] {
  if (waitingFor(lot).length === 0) return []
  if (isClosed(lot)) return waitingFor(lot).flatMap((wish) => closing(lot, wish, now))
  if (lot.publication !== 'published' && lot.publication !== 'restricted') return []
  const stock = stockOf(lot, now)
  const events: LotEvent[] = []
  const line = inLine(lot).filter(({ competent }) => competent || lot.publication === 'published')
  let { available } = stock
  for (let places = policy.holdsPerLot - stock.holds.length; available > 0 && places > 0; places -= 1) {
    // From the front each time: what one leaves may be just what an older wish can be cut from.
    const first = line.findIndex(({ qty, minQty }) => largestPart(lot.granularity, available, qty) >= minQty)
    const [wish] = first < 0 ? [] : line.splice(first, 1)
    if (wish === undefined) break
    const offer = offerOf(wish, largestPart(lot.granularity, available, wish.qty), now, policy)
    events.push(tellWaiting('lot-offered', lot, wish, now, offer), { type: 'WishOffered', data: { at: now, wish, offer } })
    available -= offer.qty
  }
  return events
}

/** The most, up to `wanted`, that may be cut from what is free; 0 where nothing fits. */
export function largestPart(granularity: Granularity, available: number, wanted: number): number {
  if (wanted >= available) return Math.max(available, 0)
  if (isValidQuantity(granularity, available, wanted)) return wanted
  return nearestValid(granularity, available, wanted).find((qty) => qty <= wanted) ?? 0
}

function offerOf(wish: LotWish, qty: number, now: Instant, policy: HoldPolicy): LotHold {
  // A wish may be offered something several times: each time is an offer of its own.
  const holdId = derivedId('hld_', wish.wishId, now)
  return {
    holdId,
    reservationId: holdId.replace(/^hld_/, 'rsv_'),
    holder: wish.holder,
    worksiteId: null,
    qty,
    kind: 'offered',
    expiresAt: plusMs(now, policy.offerMs),
    createdAt: now,
    extensions: 0,
    warnAt: [],
    wishId: wish.wishId,
  }
}

const closing = (lot: Lot, wish: LotWish, at: Instant): LotEvent[] => [
  tellWaiting('wish-lot-gone', lot, wish, at),
  { type: 'WishClosed', data: { at, wish, why: 'lot-gone' } },
]

import { earliest, type Instant, plusMs } from '@filature/kernel/instant'
import { stockOf } from '../lots/availability.ts'
import type { LotEvent } from '../lots/events.ts'
import type { Lot } from '../lots/lot.ts'
import { lapseOffer, lapseWishes } from '../wishes/decide-wish.ts'
import { inLine, waitingFor } from '../wishes/queue.ts'
import { tellHolder } from './notices.ts'
import type { HoldPolicy } from './policy.ts'

/**
 * Frees every hold and offer whose time is over, and ends what waited too long. Each decision begins with it, so an expired hold never stands in anybody's way, and
 * what frees it is written in the same write as what was decided.
 */
export function lapse(lot: Lot, now: Instant, policy: HoldPolicy): LotEvent[] {
  const { lapsed } = stockOf(lot, now)
  if (lapsed.length === 0 && waitingFor(lot).length === 0) return []
  const ended = lapsed.flatMap((hold): LotEvent[] => {
    if (hold.kind === 'offered') return lapseOffer(lot, hold, now)
    const endedAt = hold.expiresAt ?? now
    const why = hold.kind === 'confirmed' ? 'no-show' : 'expired'
    const cooldownUntil = why === 'expired' && policy.cooldownMs > 0 ? plusMs(endedAt, policy.cooldownMs) : null
    return [
      tellHolder('hold-expired', lot, hold, now, { why }),
      { type: 'HoldReleased', data: { at: now, hold, why, endedAt, cooldownUntil } },
    ]
  })
  return [...ended, ...lapseWishes(lot, now)]
}

/** Tells the holders whose hold ends soon; several moments that passed together are one message. */
export function warn(lot: Lot, now: Instant): LotEvent[] {
  return lot.holds
    .filter(({ warnAt }) => warnAt.some((instant) => instant <= now))
    .map((hold) => tellHolder('hold-expiring', lot, hold, now, { moment: hold.warnAt.findLast((instant) => instant <= now) ?? now }))
}

export function warningsFor(expiresAt: Instant, now: Instant, policy: HoldPolicy): readonly Instant[] {
  return policy.warnBeforeMs.map((ms) => plusMs(expiresAt, -ms)).filter((instant) => instant > now)
}

/** When the lot next has something to free or to say. */
export function nextDueOf(lot: Lot): Instant | undefined {
  return earliest(inLine(lot)[0]?.until, ...lot.holds.flatMap(({ expiresAt, warnAt }) => [expiresAt ?? undefined, warnAt[0]]))
}

import type { HoldExtension } from '@filature/contracts/materials/vocabulary'
import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import { type Instant, plusMs } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { isLive, stockOf } from '../lots/availability.ts'
import type { HoldLot, LotCommand } from '../lots/commands.ts'
import type { LotEvent } from '../lots/events.ts'
import { refuseQuantity } from '../lots/granularity.ts'
import type { Lot, LotHold } from '../lots/lot.ts'
import { fillWish } from '../wishes/decide-wish.ts'
import { offerTo } from '../wishes/queue.ts'
import { warningsFor } from './lapse.ts'
import { tellHolder } from './notices.ts'
import type { HoldPolicy } from './policy.ts'

/** What a hold's commands answer, small because the lot remembers its last answers. */
export interface HoldReply {
  readonly holdId: string
  readonly qty: number
  readonly kind: LotHold['kind']
  readonly expiresAt: Instant | null
  readonly createdAt: Instant
  readonly extensions: number
  readonly extension?: HoldExtension
  /** Left in the lot afterwards, base units. */
  readonly available: number
}

export const replyOf = (hold: LotHold, available: number): HoldReply => {
  const { holdId, qty, kind, expiresAt, createdAt, extensions, extension } = hold
  return { holdId, qty, kind, expiresAt, createdAt, extensions, ...(extension !== undefined && { extension }), available }
}

/**
 * Holds a part of a lot; for whom it is offered to, the hold takes the offer up. `lot` has no lapsed hold any more; `lapsed`
 * are those that this very decision frees.
 * Refusals `not-published`, `restricted-lot`, `rehold-cooldown`, `lot-busy`, and those of the quantity.
 */
export function holdLot(
  lot: Lot,
  lapsed: readonly LotHold[],
  command: HoldLot,
  { now }: DecisionContext,
  policy: HoldPolicy,
): Accepted<LotEvent> | Refusal {
  const stock = stockOf(lot, now)
  const known = stock.holds.find(({ holdId }) => holdId === command.holdId)
  if (known !== undefined) return accept([], replyOf(known, stock.available))
  if (lot.publication === 'restricted' ? !command.competent : lot.publication !== 'published') {
    return refuse(lot.publication === 'restricted' ? 'restricted-lot' : 'not-published')
  }
  const own = lapsed.find(({ holder, kind }) => holder.id === command.holder.id && kind !== 'confirmed' && kind !== 'offered')
  if (own?.expiresAt != null && now < plusMs(own.expiresAt, policy.cooldownMs)) {
    return refuse('rehold-cooldown', { until: plusMs(own.expiresAt, policy.cooldownMs) })
  }
  const offered = offerTo(lot, command.holder.id, now)
  if (stock.holds.length >= policy.holdsPerLot && offered === undefined) return refuse('lot-busy', { holdsMost: policy.holdsPerLot })
  const free = stock.available + (offered?.offer.qty ?? 0)
  const impossible = refuseQuantity(lot.unit, lot.granularity, free, command.qty)
  if (impossible !== undefined) return impossible

  const expiresAt = lot.stage === 'future' ? null : plusMs(now, command.holdMs)
  const hold: LotHold = {
    holdId: command.holdId,
    reservationId: command.reservationId,
    holder: command.holder,
    worksiteId: command.worksiteId,
    qty: command.qty,
    kind: lot.stage === 'future' ? 'pre' : 'held',
    expiresAt,
    createdAt: now,
    extensions: 0,
    warnAt: expiresAt === null ? [] : warningsFor(expiresAt, now, policy),
  }
  const told = tellHolder('lot-held', lot, hold, now)
  const reply = replyOf(hold, free - hold.qty)
  if (offered === undefined) return accept<LotEvent, HoldReply>([told, { type: 'LotHeld', data: { at: now, hold } }], reply)
  const { wish, offer } = offered
  const held: LotEvent = { type: 'LotHeld', data: { at: now, hold, instead: offer.holdId } }
  return accept<LotEvent, HoldReply>([told, held, fillWish(wish, offer, hold)], reply)
}

type HoldCommand = Extract<LotCommand, { type: 'ConfirmHold' | 'ReleaseHold' }>

/** Refusals `hold-ended`, `wrong-state` (an offer is accepted or declined). */
export function changeHold(lot: Lot, command: HoldCommand, { now }: DecisionContext): Accepted<LotEvent> | Refusal {
  const hold = lot.holds.find(({ holdId }) => holdId === command.holdId)
  if (hold === undefined || !isLive(hold, now)) return refuse('hold-ended')
  if (hold.kind === 'offered') return refuse('wrong-state')
  const { available } = stockOf(lot, now)
  switch (command.type) {
    case 'ConfirmHold': {
      if (hold.kind !== 'held' || command.until <= now) return refuse('wrong-state')
      const confirmed: LotHold = { ...hold, kind: 'confirmed', expiresAt: command.until, warnAt: [] }
      return accept<LotEvent, HoldReply>([{ type: 'HoldConfirmed', data: { at: now, hold: confirmed } }], replyOf(confirmed, available))
    }
    case 'ReleaseHold':
      return accept<LotEvent, HoldReply>(
        [{ type: 'HoldReleased', data: { at: now, hold, why: command.why, endedAt: now, cooldownUntil: null } }],
        replyOf(hold, available + hold.qty),
      )
  }
}

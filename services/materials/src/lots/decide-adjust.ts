import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { tellHolder } from '../holds/notices.ts'
import { isClosed, stockOf } from './availability.ts'
import type { LotCommand } from './commands.ts'
import type { LotEvent } from './events.ts'
import type { Lot, LotHold } from './lot.ts'

/**
 * Corrects the quantity: what is missing is lost, what is found was received. Refusals `lot-closed`,
 * `insufficient-stock` (more lost than there is), `would-cut-holds` unless the manager says to cut them.
 */
export function adjustLot(
  lot: Lot,
  command: Extract<LotCommand, { type: 'AdjustLot' }>,
  { now }: DecisionContext,
): Accepted<LotEvent> | Refusal {
  const { delta, reason, note } = command
  if (delta < 0 && isClosed(lot)) return refuse('lot-closed')
  const { available, held, holds } = stockOf(lot, now)
  const adjusted: LotEvent = { type: 'LotAdjusted', data: { at: now, delta, reason, note } }
  const short = -delta - available
  if (short <= 0) return accept([adjusted])
  if (short > held)
    return refuse('insufficient-stock', {
      available: available + held,
      asked: -delta,
      unit: lot.unit,
    })
  if (!command.cutHolds) return refuse('would-cut-holds', { held, available, short, unit: lot.unit })
  return accept([...cuts(lot, holds, short, now), adjusted])
}

/** Newest counting-down holds first, then newest confirmed and pre, each down to a whole step. */
function cuts(lot: Lot, holds: readonly LotHold[], short: number, at: Lot['at']): LotEvent[] {
  const { step, min } = lot.granularity
  const newestFirst = holds.toReversed()
  const isFirm = ({ kind }: LotHold) => kind === 'confirmed' || kind === 'pre'
  const events: LotEvent[] = []
  let missing = short
  for (const hold of [...newestFirst.filter((one) => !isFirm(one)), ...newestFirst.filter(isFirm)]) {
    if (missing <= 0) break
    const kept = Math.floor(Math.max(hold.qty - missing, 0) / step) * step
    const cutQty = hold.qty - (kept < min ? 0 : kept)
    missing -= cutQty
    events.push(tellHolder('hold-cut', lot, hold, at, { qty: hold.qty - cutQty || null, cutQty, moment: at }), {
      type: 'HoldCut',
      data: { at, hold, cutQty },
    })
  }
  return events
}

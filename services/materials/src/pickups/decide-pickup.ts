import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { impactOf } from '../impact/impact.ts'
import { legsOf, NO_DESTINATION } from '../impact/legs.ts'
import { isLive, stockOf } from '../lots/availability.ts'
import type { RecordPickup } from '../lots/commands.ts'
import type { LotEvent, PickedUp } from '../lots/events.ts'
import type { Lot } from '../lots/lot.ts'
import { massOf } from '../lots/mass.ts'
import { centsOf, fullUnitCents } from '../lots/price.ts'
import { leafOf, type Reference } from '../reference/reference.ts'

export interface PickupReply {
  readonly holdId: string
  /** Whose slip it is. */
  readonly memberId: string
  readonly slipId: string
  readonly qty: number
  readonly massG: number | null
  readonly massMethod: PickedUp['massMethod']
  readonly priceCents: number | null
  /** Of the hold, base units. */
  readonly remaining: number
  readonly impact: PickedUp['impact']
  readonly available: number
}

/**
 * Hands over all or part of a hold; what is not fetched stays held until its deadline. Refusals `hold-ended`,
 * `over-pickup`, `lot-in-transit`, `lot-blocked`, `wrong-state`, `points-pending`, `quote-open`, `below-minimum-price`.
 */
export function recordPickup(
  reference: Reference,
  lot: Lot,
  command: RecordPickup,
  { now: at }: DecisionContext,
): Accepted<LotEvent> | Refusal {
  const hold = lot.holds.find(({ holdId }) => holdId === command.holdId)
  if (hold === undefined || !isLive(hold, at)) return refuse('hold-ended')
  // An offer is nobody's yet.
  if (hold.kind === 'offered') return refuse('wrong-state')
  if (lot.stage === 'in-transit') return refuse('lot-in-transit')
  if (lot.stage === 'future') return refuse('wrong-state')
  if (lot.publication === 'blocked') return refuse('lot-blocked', { blocks: lot.blocks })
  if (lot.price.mode === 'points') return refuse('points-pending')
  if (lot.price.mode === 'quote') return refuse('quote-open')
  if (command.qty > hold.qty) return refuse('over-pickup', { qty: hold.qty, unit: lot.unit })
  const unitCents = unitCentsOf(lot, command.unitCents)
  if (typeof unitCents === 'object' && unitCents !== null) return unitCents

  const massG = command.massG ?? massOf(lot, command.qty)
  const picked: PickedUp = {
    at,
    hold,
    qty: command.qty,
    slipId: command.slipId,
    massG,
    massMethod: command.massG === null ? (lot.unit === 'g' ? 'measured' : (lot.mass?.method ?? null)) : 'measured',
    destination: command.destination,
    unitCents,
    priceCents: unitCents === null ? null : centsOf(lot, command.qty, unitCents),
    impact: massG === null ? null : (impactOf(inputFor(reference, lot, command, massG))?.summary ?? null),
  }
  const reply: PickupReply = {
    holdId: hold.holdId,
    memberId: hold.holder.memberId,
    slipId: command.slipId,
    qty: command.qty,
    massG,
    massMethod: picked.massMethod,
    priceCents: picked.priceCents,
    remaining: hold.qty - command.qty,
    impact: picked.impact,
    available: stockOf(lot, at).available,
  }
  return accept<LotEvent, PickupReply>([{ type: 'LotPickedUp', data: picked }], reply)
}

/** Cents per display unit: the payer chooses a solidarity price, from the minimum up; elsewhere the price is the price. */
function unitCentsOf(lot: Lot, chosen: number | null): number | null | Refusal {
  const full = fullUnitCents(lot.price)
  if (lot.price.mode !== 'solidarity' || chosen === null) return full
  const minCents = lot.price.minCents ?? 0
  return chosen < minCents ? refuse('below-minimum-price', { minCents }) : chosen
}

function inputFor(reference: Reference, lot: Lot, { qty, destination, vehicle }: RecordPickup, massG: number) {
  const last = destination.km === null ? NO_DESTINATION : { km: destination.km, geo: null, vehicle }
  return { leaf: leafOf(reference, lot.familyId).leaf, unit: lot.unit, dims: lot.dims, qty, massG, ...legsOf(reference, lot, last) }
}

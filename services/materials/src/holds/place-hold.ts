import type { ExecuteOptions } from '@filature/aggregates/aggregate'
import type { Holder } from '@filature/contracts/materials/events'
import { HOUR } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { Depot } from '../depots/depot.ts'
import type { EdgePorts } from '../edge/ports.ts'
import type { Lot } from '../lots/lot.ts'
import { massOf } from '../lots/mass.ts'
import { personHoldHours } from '../lots/page.ts'
import type { NetworkPolicy } from '../settings.ts'
import { isSettled, type Reservation, type ReservationTerms } from './reservation.ts'

/** How long the edge waits for the process, in milliseconds; it goes on by itself, and the same key hears how it ended. */
const PATIENCE_MS = 5_000
const RETRY_AFTER_S = 2

export interface HoldRequest {
  readonly reservationId: string
  readonly lot: Lot
  readonly depot: Depot | undefined
  readonly holder: Holder
  readonly qty: number
  readonly competent: boolean
}

/**
 * Places a reservation of one lot and waits until it is held or refused. Refusals: those of quota and lot, and
 * `unavailable` when it takes too long.
 */
export async function placeHold(
  { reservations, settings }: Pick<EdgePorts, 'reservations' | 'settings'>,
  { reservationId, lot, depot, holder, qty, competent }: HoldRequest,
  options: ExecuteOptions,
): Promise<Reservation | Refusal> {
  const terms: ReservationTerms = { ...rulesFor(settings.network, depot, holder), massG: massOf(lot, qty) ?? 0, competent }
  // The reservation knows its own key; the runtime's memory would also repeat a refusal that may have passed.
  const asked = { ...options, idempotencyKey: undefined }
  const request = { holder, lotId: lot.lotId, qty }
  const placed = await reservations.execute(reservationId, { type: 'PlaceReservation', request, terms }, asked)
  if (placed.refused === true) return placed
  const settled = await reservations.until(reservationId, isSettled, PATIENCE_MS)
  if (settled?.state == null) return refuse('unavailable', { retryAfterS: RETRY_AFTER_S })
  const { refusal } = settled.state
  return refusal === null ? settled.state : refuse(refusal.code, refusal.figures)
}

function rulesFor(network: NetworkPolicy, depot: Depot | undefined, holder: Holder): Pick<ReservationTerms, 'holdMs' | 'caps'> {
  const caps = network.caps[holder.kind]
  if (holder.kind !== 'person') {
    const hours = Math.min(network.worksiteHoldHours, depot?.policy.worksiteHoldHours ?? network.worksiteHoldHours)
    return { holdMs: hours * HOUR, caps }
  }
  return {
    holdMs: personHoldHours(network, depot) * HOUR,
    caps: {
      holds: Math.min(caps.holds, depot?.policy.personHolds ?? caps.holds),
      massG: Math.min(caps.massG, depot?.policy.personMassG ?? caps.massG),
    },
  }
}

import type { Holder } from '@filature/contracts/materials/events'
import type { Hold } from '@filature/contracts/materials/hold-shapes'
import type { materialsApi } from '@filature/contracts/materials/http'
import { derivedId } from '@filature/kernel/ids'
import { isRefusal, type Refusal, refuse } from '@filature/kernel/refusal'
import type { Call } from '@filature/service-kit/route'
import { mayAnywhere, optionsOf } from '../edge/options.ts'
import { type EdgePorts, isCompetent } from '../edge/ports.ts'
import { behalfOf, historyOf, lotIdOfHold } from '../holds/find-hold.ts'
import { holdIdOf } from '../holds/hold-id.ts'
import { placeHold } from '../holds/place-hold.ts'
import { holdView } from '../holds/view.ts'
import type { OwnWish } from './own-wishes.ts'
import { offerTo } from './queue.ts'

type AcceptCall = Call<(typeof materialsApi.endpoints)['POST /wishes/:id/accept']>

const RIGHT = 'materials.hold'

/**
 * Takes up what is offered: an ordinary hold, with its quota and its time, that the lot puts in the place of the offer. What
 * the quota refuses is told and leaves the offer standing. Its id comes from member and Idempotency-Key as that of any hold,
 * so the same request again gets the same hold. Refusals `not-found`, `offer-ended`, and those of holding.
 */
export async function acceptOffer(ports: EdgePorts, call: AcceptCall, wish: OwnWish | undefined): Promise<Hold | Refusal> {
  const { caller, body, receivedAt: now, idempotencyKey = '' } = call
  if (caller.memberId === undefined) return refuse('forbidden')
  const reservationId = derivedId('rsv_', caller.memberId, idempotencyKey)
  const holdId = holdIdOf(reservationId)
  const lotId = wish?.lotId ?? (await lotIdOfHold(ports, holdId, caller))
  const lot = lotId === undefined ? undefined : await ports.lots.read(lotId)
  if (lot?.state == null) return refuse('not-found')
  const offered = wish === undefined ? undefined : offerTo(lot.state, wish.holder.id, now)
  const before = offered === undefined ? await takenBefore(ports, lot.state.holds, holdId) : undefined
  const holder = offered?.wish.holder ?? before?.holder
  const qty = body.qty ?? offered?.offer.qty ?? before?.qty
  if (holder === undefined || qty === undefined) return refuse('offer-ended')
  const mayHold = holder.kind === 'person' ? mayAnywhere(caller, RIGHT) : caller.may(RIGHT, holder.id)
  if (holder.memberId !== caller.memberId || !mayHold) return refuse('forbidden')
  const depot = (await ports.depots.read(lot.state.depotId))?.state ?? undefined
  const competent = isCompetent(ports.settings, caller)
  const placed = await placeHold(ports, { reservationId, lot: lot.state, depot, holder, qty, competent }, optionsOf(call))
  if (isRefusal(placed)) return placed
  const more = { version: placed.version, onBehalfOf: behalfOf(holder) }
  return holdView(ports.reference, ports.settings.holds, lot.state, placed.reply, more)
}

interface Taken {
  readonly holder: Holder | undefined
  readonly qty: number | undefined
}

/** The hold that this very request made already. */
async function takenBefore(
  { store }: Pick<EdgePorts, 'store'>,
  holds: readonly { readonly holdId: string; readonly holder: Holder; readonly qty: number }[],
  holdId: string,
): Promise<Taken | undefined> {
  const history = await historyOf(store, holdId)
  if (history !== undefined) return { holder: history.holder, qty: history.placed?.qty }
  return holds.find((hold) => hold.holdId === holdId)
}

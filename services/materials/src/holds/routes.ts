import type { Hold } from '@filature/contracts/materials/hold-shapes'
import type { materialsApi } from '@filature/contracts/materials/http'
import { derivedId } from '@filature/kernel/ids'
import { HOUR } from '@filature/kernel/instant'
import { isRefusal, refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import type { Handlers } from '@filature/service-kit/route'
import { mayAnywhere, optionsOf } from '../edge/options.ts'
import { type EdgePorts, isCompetent } from '../edge/ports.ts'
import { isLive, stockOf } from '../lots/availability.ts'
import type { Lot } from '../lots/lot.ts'
import { findLot, maySee } from '../lots/visible.ts'
import type { HoldReply } from './decide-hold.ts'
import { behalfOf, holderOfHold, lotIdOfHold } from './find-hold.ts'
import { placeHold } from './place-hold.ts'
import { holdView } from './view.ts'

type HoldRoutes = Pick<
  Handlers<typeof materialsApi.endpoints>,
  'POST /lots/:id/hold' | 'GET /holds/:id' | 'POST /holds/:id/extend' | 'POST /holds/:id/release'
>

const RIGHT = 'materials.hold'
/** Managers answer for their depot's holds as well. */
const MANAGERS_RIGHT = 'materials.policy'

export function holdRoutes(ports: EdgePorts): HoldRoutes {
  const { lots, depots, settings, reference } = ports
  const view = (lot: Lot, hold: HoldReply, onBehalfOf: string | null, version: number): Hold =>
    holdView(reference, settings.holds, lot, hold, { version, onBehalfOf })

  /** The lot of the caller's hold, or of one in a depot that the caller manages; to everybody else it does not exist. */
  async function ownHold(caller: Caller, holdId: string) {
    if (caller.memberId === undefined) return undefined
    const lotId = await lotIdOfHold(ports, holdId, caller)
    const lot = lotId === undefined ? undefined : await lots.read(lotId)
    if (lot?.state == null) return undefined
    const hold = lot.state.holds.find((one) => one.holdId === holdId)
    const holder = hold?.holder ?? (await holderOfHold(ports, holdId))
    const isTheirs = holder?.memberId === caller.memberId
    if (holder === undefined || (!isTheirs && !caller.may(MANAGERS_RIGHT, lot.state.place.orgId))) return undefined
    return { lot: lot.state, hold, isTheirs, onBehalfOf: behalfOf(holder), version: lot.version }
  }

  return {
    async 'POST /lots/:id/hold'(call) {
      const { caller, body, params, idempotencyKey = '' } = call
      const { memberId } = caller
      const mayHold = body.onBehalfOf === undefined ? mayAnywhere(caller, RIGHT) : caller.may(RIGHT, body.onBehalfOf)
      if (memberId === undefined || !mayHold) return refuse('forbidden')
      const lot = await findLot(ports, params.id)
      if (lot === undefined || !maySee(settings, caller, lot.state)) return refuse('not-found')
      const holder =
        body.onBehalfOf === undefined
          ? ({ kind: 'person', id: memberId, memberId } as const)
          : ({ kind: 'org', id: body.onBehalfOf, memberId } as const)
      const depot = (await depots.read(lot.state.depotId))?.state ?? undefined
      const reservationId = derivedId('rsv_', memberId, idempotencyKey)
      const competent = isCompetent(settings, caller)
      const placed = await placeHold(ports, { reservationId, lot: lot.state, depot, holder, qty: body.qty, competent }, optionsOf(call))
      if (isRefusal(placed)) return placed
      return { body: view(lot.state, placed.reply, behalfOf(holder), placed.version), version: placed.version }
    },

    async 'GET /holds/:id'({ params, caller, receivedAt: now }) {
      const own = await ownHold(caller, params.id)
      if (own?.hold === undefined || !isLive(own.hold, now)) return refuse('not-found')
      const { available } = stockOf(own.lot, now)
      return { body: view(own.lot, { ...own.hold, available }, own.onBehalfOf, own.version) }
    },

    async 'POST /holds/:id/extend'(call) {
      const own = await ownHold(call.caller, call.params.id)
      if (own === undefined) return refuse('not-found')
      const hours = (await depots.read(own.lot.depotId))?.state?.policy.extensionHours
      const command = { type: 'ExtendHold', holdId: call.params.id, ...(hours !== undefined && { extensionMs: hours * HOUR }) } as const
      const answer = await lots.execute<HoldReply>(own.lot.lotId, command, optionsOf(call))
      if (answer.refused === true) return answer
      return { body: view(own.lot, answer.reply, own.onBehalfOf, answer.version), version: answer.version }
    },

    async 'POST /holds/:id/release'(call) {
      const own = await ownHold(call.caller, call.params.id)
      if (own === undefined) return refuse('not-found')
      const why = own.isTheirs ? 'user' : 'cancel'
      const { lotId } = own.lot
      const answer = await lots.execute<HoldReply>(lotId, { type: 'ReleaseHold', holdId: call.params.id, why }, optionsOf(call))
      if (answer.refused === true) return answer
      const { holdId, available } = answer.reply
      return { body: { holdId, lotId, available, version: answer.version }, version: answer.version }
    },
  }
}

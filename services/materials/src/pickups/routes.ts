import type { materialsApi } from '@filature/contracts/materials/http'
import { derivedId } from '@filature/kernel/ids'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import { mayAnywhere, optionsOf } from '../edge/options.ts'
import type { EdgePorts } from '../edge/ports.ts'
import { lotIdOfHold } from '../holds/find-hold.ts'
import { roadKm } from '../impact/distance.ts'
import { DEFAULT_VEHICLE } from '../impact/legs.ts'
import type { RecordPickup } from '../lots/commands.ts'
import type { Lot } from '../lots/lot.ts'
import type { PickupReply } from './decide-pickup.ts'
import { numberOf, pickupSlip } from './issue-slip.ts'

type Endpoints = typeof materialsApi.endpoints
type Body = Parameters<Handlers<Endpoints>['POST /holds/:id/pickup']>[0]['body']

const RIGHT = 'materials.pickup'

export function pickupRoutes(ports: EdgePorts): Pick<Handlers<Endpoints>, 'POST /holds/:id/pickup'> {
  const { lots, slips } = ports
  return {
    async 'POST /holds/:id/pickup'(call) {
      const { caller, params, body } = call
      if (!mayAnywhere(caller, RIGHT)) return refuse('forbidden')
      const lotId = await lotIdOfHold(ports, params.id, caller)
      const lot = lotId === undefined ? undefined : await lots.read(lotId)
      if (lot?.state == null) return refuse('not-found')
      if (!caller.may(RIGHT, lot.state.place.orgId)) return refuse('not-your-depot')
      // An operation made offline has its own key, which stays the same on whichever way it arrives.
      const key = body.opId ?? call.idempotencyKey ?? ''
      const slipId = derivedId('slp_', params.id, key)
      const options = { ...optionsOf(call), idempotencyKey: key }
      const answer = await lots.execute<PickupReply>(lot.id, commandFrom(lot.state, params.id, slipId, body), options)
      if (answer.refused === true) return answer
      const { memberId, ...picked } = answer.reply
      const { qty, massG, priceCents } = picked
      const facts = pickupSlip(lot.state, {
        holdId: params.id,
        memberId,
        qty,
        massG,
        priceCents,
        at: call.receivedAt,
      })
      const asked = await slips.execute(slipId, { type: 'IssueSlip', facts }, { ...options, idempotencyKey: undefined })
      const slip = asked.refused === true ? null : await numberOf(slips, slipId)
      return { body: { ...picked, lotId: lot.id, slip, version: answer.version }, version: answer.version }
    },
  }
}

function commandFrom(lot: Lot, holdId: string, slipId: string, { qty, massG, unitCents, destination, vehicle }: Body): RecordPickup {
  const geo = destination?.geo
  return {
    type: 'RecordPickup',
    holdId,
    slipId,
    qty,
    massG: massG ?? null,
    unitCents: unitCents ?? null,
    destination: {
      kind: destination?.kind ?? 'member',
      siret: destination?.siret ?? null,
      insee: destination?.insee ?? null,
      worksiteId: destination?.worksiteId ?? null,
      km: destination?.km ?? (geo === undefined ? null : roadKm(lot.place.geo, geo)),
    },
    vehicle: vehicle ?? DEFAULT_VEHICLE,
  }
}

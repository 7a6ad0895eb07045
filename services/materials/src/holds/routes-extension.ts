import type { materialsApi } from '@filature/contracts/materials/http'
import { HOUR } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import { optionsOf } from '../edge/options.ts'
import type { EdgePorts } from '../edge/ports.ts'
import type { HoldReply } from './decide-hold.ts'
import { behalfOf, lotIdOfHold } from './find-hold.ts'
import { holdView } from './view.ts'

type Endpoints = typeof materialsApi.endpoints

const RIGHT = 'materials.policy'

/** The depot's word on a hold that others wait for. */
export function extensionRoutes(ports: EdgePorts): Pick<Handlers<Endpoints>, 'POST /holds/:id/answer-extension'> {
  const { lots, depots, reference, settings } = ports
  return {
    async 'POST /holds/:id/answer-extension'(call) {
      const { caller, params, body } = call
      const lotId = await lotIdOfHold(ports, params.id, caller)
      const lot = lotId === undefined ? undefined : await lots.read(lotId)
      // To those who do not answer for the depot the hold does not exist.
      if (lot?.state == null || !caller.may(RIGHT, lot.state.place.orgId)) return refuse('not-found')
      const hold = lot.state.holds.find(({ holdId }) => holdId === params.id)
      if (hold === undefined) return refuse('hold-ended')
      const hours = (await depots.read(lot.state.depotId))?.state?.policy.extensionHours
      const granting = hours === undefined ? {} : { extensionMs: hours * HOUR }
      const command = { type: 'AnswerExtension', holdId: params.id, granted: body.granted, ...granting } as const
      const answer = await lots.execute<HoldReply>(lot.id, command, optionsOf(call))
      if (answer.refused === true) return answer
      const more = { version: answer.version, onBehalfOf: behalfOf(hold.holder) }
      return { body: holdView(reference, settings.holds, lot.state, answer.reply, more), version: answer.version }
    },
  }
}

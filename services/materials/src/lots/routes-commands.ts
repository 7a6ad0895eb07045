import type { materialsApi } from '@filature/contracts/materials/http'
import { refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import type { Handlers } from '@filature/service-kit/route'
import { optionsOf, present } from '../edge/options.ts'
import type { EdgePorts } from '../edge/ports.ts'
import { stockOf } from './availability.ts'
import { lotChanged } from './changed.ts'
import type { LotCommand } from './commands.ts'
import { refusePlace } from './location-load.ts'
import type { MatterEvidence } from './lot.ts'
import { massOf } from './mass.ts'
import { findLot, maySee, type ReadLot } from './visible.ts'

type Endpoints = typeof materialsApi.endpoints
type LotCommandKey = Extract<keyof Endpoints, `POST /lots/:id/${string}`>
type Commands = Pick<Handlers<Endpoints>, Exclude<LotCommandKey, 'POST /lots/:id/hold' | 'POST /lots/:id/wishes'>>

type Asked = Parameters<typeof optionsOf>[0] & { readonly params: { readonly id: string }; readonly caller: Caller }

const NOBODY: MatterEvidence = {
  operatorName: '',
  siret: null,
  competence: null,
  sortedOn: null,
  intendedUse: null,
  signedBy: null,
  reference: null,
}

/** Commands of those who work in the lot's depot. */
export function lotCommands(ports: EdgePorts): Commands {
  const { lots, depots, store, settings } = ports

  /** Finds the lot and checks the right in the organisation that runs its depot. */
  async function allowed(call: Asked, action: string) {
    const lot = await findLot(ports, call.params.id)
    if (lot === undefined) return refuse('not-found')
    if (call.caller.may(action, lot.state.place.orgId)) return lot
    return refuse(maySee(settings, call.caller, lot.state) ? 'forbidden' : 'not-found')
  }

  async function change(call: Asked, action: string, command: LotCommand) {
    const lot = await allowed(call, action)
    if ('refused' in lot) return lot
    const answer = await lots.execute(lot.id, command, optionsOf(call))
    return answer.refused === true ? answer : lotChanged(ports, lot.id)
  }

  return {
    'POST /lots/:id/describe': (call) => change(call, 'materials.describe', { type: 'DescribeLot', changes: present(call.body) }),
    'POST /lots/:id/measure': (call) =>
      change(call, 'materials.inspect', { type: 'MeasureLot', dims: call.body.dims ?? null, mass: call.body.mass ?? null }),
    'POST /lots/:id/grade': (call) =>
      change(call, 'materials.inspect', { type: 'GradeLot', grade: call.body.grade, defects: call.body.defects ?? null }),
    'POST /lots/:id/price': (call) => change(call, 'materials.price', { type: 'PriceLot', price: call.body.price }),

    async 'POST /lots/:id/place'(call) {
      const lot = await allowed(call, 'materials.place')
      if ('refused' in lot) return lot
      const depot = (await depots.read(lot.state.depotId))?.state
      if (depot == null) return refuse('not-found')
      const refused = await refusePlace(store, depot, call.body.locationId, { lotId: lot.id, massG: massHere(lot) })
      return refused ?? change(call, 'materials.place', { type: 'PlaceLot', locationId: call.body.locationId })
    },

    'POST /lots/:id/record-never-waste'(call) {
      const { operatorName, siret, competence, competenceDocument, sortedOn, intendedUse, signedBy } = call.body
      const evidence: MatterEvidence = {
        operatorName,
        siret: siret ?? null,
        competence,
        sortedOn: sortedOn ?? null,
        intendedUse,
        signedBy: signedBy ?? null,
        reference: competenceDocument?.documentId ?? null,
      }
      return change(call, 'materials.hazard.clear', { type: 'RecordNeverWaste', evidence })
    },
    'POST /lots/:id/record-end-of-waste'(call) {
      const evidence: MatterEvidence = { ...NOBODY, sortedOn: call.body.on ?? null, reference: call.body.declarationRef }
      return change(call, 'materials.hazard.clear', { type: 'RecordEndOfWaste', evidence })
    },
    'POST /lots/:id/clear-hazard': (call) => change(call, 'materials.hazard.clear', { type: 'ClearHazard', ...call.body }),
    'POST /lots/:id/flag-hazard': (call) => change(call, 'materials.hazard.clear', { type: 'FlagHazard', what: call.body.what }),
    'POST /lots/:id/publish': (call) => change(call, 'materials.publish', { type: 'PublishLot', restricted: call.body.restricted }),
    'POST /lots/:id/withdraw': (call) => change(call, 'materials.publish', { type: 'WithdrawLot', reason: call.body.reason }),
    'POST /lots/:id/adjust'(call) {
      const { delta, reason, note, cutHolds } = call.body
      return change(call, 'materials.adjust', { type: 'AdjustLot', delta, reason, note: note ?? null, cutHolds })
    },
  }
}

function massHere({ state }: ReadLot): number {
  const { available, held } = stockOf(state, state.at)
  return massOf(state, available + held) ?? 0
}

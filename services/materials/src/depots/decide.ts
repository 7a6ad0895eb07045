import { type Accepted, accept, type Decider, type DecisionContext } from '@filature/kernel/decider'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { NetworkPolicy } from '../settings.ts'
import type { Depot, DepotCommand, DepotEvent } from './depot.ts'

type DepotDecision = Accepted<DepotEvent> | Refusal

function decide(state: Depot | null, command: DepotCommand, { id }: DecisionContext, network: NetworkPolicy): DepotDecision {
  if (command.type === 'OpenDepot') {
    if (state !== null) return refuse('depot-exists')
    const { code, orgId, fields } = command
    return accept([
      { type: 'DepotOpened', data: { depot: { ...fields, depotId: id, code, orgId, locations: [], policy: {}, closed: false } } },
    ])
  }
  if (state === null) return refuse('not-found')
  if (state.closed) return command.type === 'CloseDepot' ? accept([]) : refuse('depot-closed')
  switch (command.type) {
    case 'UpdateDepot':
      return accept([{ type: 'DepotUpdated', data: { changes: command.changes } }])
    case 'SetLocations':
      return accept([{ type: 'DepotLocationsSet', data: { locations: command.locations } }])
    case 'SetPolicy': {
      const loose = looserThan(network, command.policy)
      return loose.length > 0
        ? refuse('policy-out-of-bounds', { fields: loose.join(', ') })
        : accept([{ type: 'DepotPolicySet', data: { policy: command.policy } }])
    }
    case 'CloseDepot':
      return accept([{ type: 'DepotClosed', data: {} }])
  }
}

/** A depot may only tighten what the network allows (specification, materials 3.4). */
function looserThan(network: NetworkPolicy, policy: Depot['policy']): readonly string[] {
  const most = {
    personHoldHours: network.personHoldHours,
    worksiteHoldHours: network.worksiteHoldHours,
    extensionHours: network.extensionHours,
    personHolds: network.caps.person.holds,
    personMassG: network.caps.person.massG,
  }
  return Object.entries(most).flatMap(([field, limit]) => {
    // The keys above are the policy's own.
    const asked = policy[field as keyof typeof most]
    return asked !== undefined && asked > limit ? [field] : []
  })
}

function evolve(state: Depot | null, event: DepotEvent): Depot {
  if (event.type === 'DepotOpened') return event.data.depot
  if (state === null) throw new Error(`${event.type} before the depot was opened`)
  switch (event.type) {
    case 'DepotUpdated':
      return { ...state, ...event.data.changes }
    case 'DepotLocationsSet':
      return { ...state, locations: event.data.locations }
    case 'DepotPolicySet':
      return { ...state, policy: event.data.policy }
    case 'DepotClosed':
      return { ...state, closed: true }
  }
}

export function depotDecider(network: NetworkPolicy): Decider<Depot | null, DepotCommand, DepotEvent> {
  return {
    aggregate: 'depot',
    initial: null,
    decide: (state, command, context) => decide(state, command, context, network),
    evolve,
    publish(_event, depot) {
      if (depot === null) return null
      const { depotId, code, orgId, name, address, geo, openings, termiteZone, closed } = depot
      return { depotId, code, orgId, name, town: address.town, insee: address.insee, geo, openings, termiteZone, closed }
    },
  }
}

import { invalidField } from '@filature/contracts/http/rules'
import type { DepotSummary } from '@filature/contracts/materials/depot-shapes'
import type { materialsApi } from '@filature/contracts/materials/http'
import type { Geo } from '@filature/contracts/materials/vocabulary'
import { derivedId } from '@filature/kernel/ids'
import { refuse } from '@filature/kernel/refusal'
import { pageByKey } from '@filature/service-kit/keyset'
import type { Handlers } from '@filature/service-kit/route'
import { optionsOf, present } from '../edge/options.ts'
import type { EdgePorts } from '../edge/ports.ts'
import { roadKm } from '../impact/distance.ts'
import type { Depot, DepotCommand } from './depot.ts'
import { lotsIn } from './stock.ts'

type Endpoints = typeof materialsApi.endpoints
type DepotRoutes = Pick<Handlers<Endpoints>, Exclude<Extract<keyof Endpoints, `${string} /depots${string}`>, 'GET /depots/:id/lots'>>
type Asked = Parameters<typeof optionsOf>[0] & { readonly params: { readonly id: string } }

const RIGHT = 'materials.policy'
const PAGE = 100

export function depotRoutes(ports: EdgePorts): DepotRoutes {
  const { depots, store, index } = ports

  async function change(call: Asked, command: DepotCommand) {
    const depot = await depots.read(call.params.id)
    if (depot?.state == null) return refuse('not-found')
    if (!call.caller.may(RIGHT, depot.state.orgId)) return refuse('forbidden')
    const answer = await depots.execute(depot.id, command, optionsOf(call))
    return answer.refused === true ? answer : { body: { depotId: depot.id, version: answer.version }, version: answer.version }
  }

  return {
    async 'GET /depots'({ query }) {
      const counts = index.lotsPerDepot()
      const summaries = (await allDepots(store))
        .filter(({ state }) => !state.closed)
        .map(({ state, version }) => summaryOf(state, version, query.near, counts.get(state.depotId) ?? 0))
      const { near, after, limit } = query
      const order = near === undefined ? 'depots' : `depots near ${near.lat},${near.lon}`
      // A network has tens of depots: they are read whole.
      return { body: pageByKey(summaries, { order, keyOf: ({ km, name, depotId }) => [km ?? 0, name, depotId], after, limit }) }
    },

    async 'GET /depots/:id'({ params, query }) {
      const depot = await depots.read(params.id)
      if (depot?.state == null) return refuse('not-found')
      const { state, version } = depot
      return {
        body: {
          ...summaryOf(state, version, query.near, index.lotsPerDepot().get(state.depotId) ?? 0),
          locations: [...state.locations],
          capacity: state.capacity,
          termiteZone: state.termiteZone,
          wasteLicence: state.wasteLicence,
          policy: state.policy,
        },
      }
    },

    async 'POST /depots'(call) {
      const { code, orgId, wasteLicence, ...fields } = call.body
      if (!call.caller.may(RIGHT, orgId)) return refuse('forbidden')
      const depotId = derivedId('dep_', call.caller.actor.id, call.idempotencyKey ?? '')
      const command: DepotCommand = { type: 'OpenDepot', code, orgId, fields: { ...fields, wasteLicence: wasteLicence ?? null } }
      const answer = await depots.execute(depotId, command, optionsOf(call))
      return answer.refused === true ? answer : { body: { depotId, version: answer.version }, version: answer.version }
    },

    'POST /depots/:id/update': (call) => change(call, { type: 'UpdateDepot', changes: present(call.body) }),
    'POST /depots/:id/set-policy': (call) => change(call, { type: 'SetPolicy', policy: call.body }),

    async 'POST /depots/:id/set-locations'(call) {
      const { locations } = call.body
      const doubled = locations.find(({ locationId }, at) => locations.findIndex((one) => one.locationId === locationId) !== at)
      if (doubled !== undefined) {
        return invalidField('locations', 'unique', doubled.locationId)
      }
      const kept = new Set(locations.map(({ locationId }) => locationId))
      const depot = await depots.read(call.params.id)
      const gone = (depot?.state?.locations ?? []).filter(({ locationId }) => !kept.has(locationId))
      const used: string[] = []
      for (const { locationId, code } of gone) if ((await lotsIn(store, call.params.id, locationId)) > 0) used.push(code)
      if (used.length > 0) return refuse('location-not-empty', { locations: used.join(', ') })
      return change(call, { type: 'SetLocations', locations })
    },

    async 'POST /depots/:id/close'(call) {
      const lots = await lotsIn(store, call.params.id)
      return lots > 0 ? refuse('depot-not-empty', { lots }) : change(call, { type: 'CloseDepot' })
    },
  }
}

async function allDepots(store: EdgePorts['store']): Promise<{ state: Depot; version: number }[]> {
  const found: { state: Depot; version: number }[] = []
  let after: string | undefined
  do {
    const page = await store.find('depot', { limit: PAGE, ...(after !== undefined && { after }) })
    // Documents of the collection `depot` are what the depot decider wrote.
    for (const { document, version } of page.items) found.push({ state: document as Depot, version })
    after = page.next
  } while (after !== undefined)
  return found
}

function summaryOf(depot: Depot, version: number, near: Geo | undefined, lots: number): DepotSummary {
  const { depotId, code, orgId, name, address, geo, openings, exceptions, access, closed } = depot
  return {
    depotId,
    code,
    orgId,
    name,
    address,
    geo,
    openings: [...openings],
    exceptions: [...exceptions],
    access,
    lots,
    km: near === undefined ? null : roadKm(geo, near),
    closed,
    version,
  }
}

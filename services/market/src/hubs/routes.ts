import type { marketApi } from '@filature/contracts/market/http'
import type { HubView } from '@filature/contracts/market/hub'
import { derivedId } from '@filature/kernel/ids'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import { askingOf } from '../asking.ts'
import { forbid } from '../forbid.ts'
import { type Market, readState } from '../market.ts'
import type { Hub } from './hub.ts'

type HubRoutes = Pick<Handlers<(typeof marketApi)['endpoints']>, 'GET /hubs' | 'GET /hubs/:id' | 'POST /hubs' | 'POST /hubs/:id/policy'>

const viewOf = (id: string, version: number, hub: Hub): HubView => ({ ...hub, id, version })

export function hubRoutes(market: Market): HubRoutes {
  async function written(id: string) {
    const hub = await readState(market.hubs, id)
    return hub === undefined ? refuse('not-found') : { body: viewOf(id, hub.version, hub.state), version: hub.version }
  }
  return {
    async 'GET /hubs'({ query }) {
      const page = await market.store.find(market.hubs.name, {
        limit: query.limit,
        ...(query.after !== undefined && { after: query.after }),
      })
      const items = page.items.map(({ id, document }) => {
        // Documents of this collection are hubs: only their decider writes them.
        const { orgId, name, town, lat, lon, points } = document as Hub
        const brief = points.map((point) => ({ id: point.id, name: point.name, town: point.town, lat: point.lat, lon: point.lon }))
        return { id, orgId, name, town, lat, lon, points: brief }
      })
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },
    'GET /hubs/:id': ({ params }) => written(params.id),
    async 'POST /hubs'(call) {
      const { body, caller, idempotencyKey = '' } = call
      if (!caller.may('market.hub.policy', body.orgId)) return forbid(market, caller, 'market.hub.policy', body.orgId, body.orgId)
      const id = derivedId('hub_', caller.actor.id, idempotencyKey)
      const answer = await market.hubs.execute(id, { type: 'OpenHub', hub: body }, askingOf(call))
      return answer.refused === true ? answer : written(id)
    },
    async 'POST /hubs/:id/policy'(call) {
      const { params, body, caller } = call
      const hub = await readState(market.hubs, params.id)
      if (hub === undefined) return refuse('not-found')
      const { orgId } = hub.state
      if (!caller.may('market.hub.policy', orgId)) return forbid(market, caller, 'market.hub.policy', params.id, orgId)
      const answer = await market.hubs.execute(params.id, { type: 'SetHubPolicy', parts: body }, askingOf(call))
      return answer.refused === true ? answer : written(params.id)
    },
  }
}

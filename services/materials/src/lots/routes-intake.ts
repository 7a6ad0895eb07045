import type { materialsApi } from '@filature/contracts/materials/http'
import { derivedId } from '@filature/kernel/ids'
import { isRefusal, type Refusal, refuse } from '@filature/kernel/refusal'
import type { Call, Handlers } from '@filature/service-kit/route'
import type { Depot } from '../depots/depot.ts'
import { optionsOf } from '../edge/options.ts'
import type { EdgePorts } from '../edge/ports.ts'
import type { SourceSite } from '../sites/site.ts'
import { lotChanged } from './changed.ts'
import { intakeFrom } from './intake-from.ts'
import { refusePlace } from './location-load.ts'

type Endpoints = typeof materialsApi.endpoints

/** Receiving and planning lots. */
export function lotIntakeRoutes(ports: EdgePorts): Pick<Handlers<Endpoints>, 'POST /lots' | 'POST /lots/plan'> {
  const { lots, store } = ports
  // Derived, so that the same entry sent again is the same lot.
  const idFor = ({ caller, idempotencyKey = '' }: Call<Endpoints['POST /lots'] | Endpoints['POST /lots/plan']>) =>
    derivedId('lot_', caller.actor.id, idempotencyKey)

  return {
    async 'POST /lots'(call) {
      const { body } = call
      const facts = await factsFor(ports, call, 'materials.inspect')
      if (isRefusal(facts)) return facts
      const lotId = idFor(call)
      if (body.locationId !== undefined) {
        const refused = await refusePlace(store, facts.depot, body.locationId, { lotId, massG: body.mass?.totalG ?? 0 })
        if (refused !== undefined) return refused
      }
      const lot = intakeFrom(body, facts.depot, facts.site)
      const answer = await lots.execute(lotId, { type: 'ReceiveLot', lot, depositId: null }, optionsOf(call))
      return answer.refused === true ? answer : lotChanged(ports, lotId)
    },

    async 'POST /lots/plan'(call) {
      const facts = await factsFor(ports, call, 'materials.site')
      if (isRefusal(facts)) return facts
      const lotId = idFor(call)
      const lot = intakeFrom(call.body, facts.depot, facts.site)
      const answer = await lots.execute(lotId, { type: 'PlanFutureLot', lot, window: call.body.window }, optionsOf(call))
      return answer.refused === true ? answer : lotChanged(ports, lotId)
    },
  }
}

/** Depot and site of an entry. Refusals `not-found` for a depot or site that is not there, `forbidden`, `depot-closed`. */
async function factsFor(
  { depots, sites }: EdgePorts,
  { body, caller }: Call<Endpoints['POST /lots'] | Endpoints['POST /lots/plan']>,
  action: string,
): Promise<{ depot: Depot; site: SourceSite | undefined } | Refusal> {
  const depot = (await depots.read(body.depotId))?.state
  if (depot == null) return refuse('not-found', { depotId: body.depotId })
  if (!caller.may(action, depot.orgId)) return refuse('forbidden')
  if (depot.closed) return refuse('depot-closed')
  const site = body.siteId === undefined ? undefined : ((await sites.read(body.siteId))?.state ?? undefined)
  if (body.siteId !== undefined && site === undefined) return refuse('not-found', { siteId: body.siteId })
  return { depot, site }
}

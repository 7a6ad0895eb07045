import type { materialsApi } from '@filature/contracts/materials/http'
import { derivedId } from '@filature/kernel/ids'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import { optionsOf } from '../edge/options.ts'
import type { EdgePorts } from '../edge/ports.ts'
import type { SiteFields } from './site.ts'

const RIGHT = 'materials.site'

export function siteRoutes({
  sites,
}: EdgePorts): Pick<Handlers<typeof materialsApi.endpoints>, 'POST /source-sites' | 'POST /source-sites/:id/attach-document'> {
  return {
    async 'POST /source-sites'(call) {
      const { body, caller, idempotencyKey = '' } = call
      if (!caller.may(RIGHT, body.orgId)) return refuse('forbidden')
      const siteId = derivedId('src_', caller.actor.id, idempotencyKey)
      const fields: SiteFields = {
        ...body,
        ownerName: body.ownerName ?? null,
        siret: body.siret ?? null,
        permitOn: body.permitOn ?? null,
        builtYear: body.builtYear ?? null,
        floorM2: body.floorM2 ?? null,
        pemdRef: body.pemdRef ?? null,
        neverWasteOperator: body.neverWasteOperator ?? null,
      }
      const answer = await sites.execute(siteId, { type: 'RegisterSourceSite', fields }, optionsOf(call))
      return answer.refused === true ? answer : { body: { siteId, version: answer.version }, version: answer.version }
    },

    async 'POST /source-sites/:id/attach-document'(call) {
      const site = await sites.read(call.params.id)
      if (site?.state == null || !call.caller.may(RIGHT, site.state.orgId)) return refuse('not-found')
      const answer = await sites.execute(site.id, { type: 'AttachSiteDocument', document: call.body.document }, optionsOf(call))
      return answer.refused === true ? answer : { body: { siteId: site.id, version: answer.version }, version: answer.version }
    },
  }
}

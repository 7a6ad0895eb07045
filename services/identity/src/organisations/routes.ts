import type { identityApi } from '@filature/contracts/identity/http'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import { pageOfOrganisations } from './listing.ts'
import { pointFrom } from './near.ts'
import { type FoundOrganisation, type Organisations, shown } from './queries.ts'

type Endpoints = typeof identityApi.endpoints

/** Third places, and depots that stand alone; a depot of a place is found on the place's own page. */
const receivesPublic = ({ organisation }: FoundOrganisation): boolean => organisation.kind === 'place' || organisation.parentId === null

export function organisationRoutes(
  organisations: Organisations,
): Pick<Handlers<Endpoints>, 'GET /organisations' | 'GET /organisations/:id' | 'GET /places'> {
  function listed(
    found: readonly FoundOrganisation[],
    { near, after, limit }: { near?: string | undefined; after?: string | undefined; limit: number },
  ) {
    const point = near === undefined ? undefined : pointFrom(near)
    const all = found.map((one) => shown(one, point))
    return { body: pageOfOrganisations(all, { near, after, limit }) }
  }

  return {
    'GET /organisations': async ({ query }) => listed(await organisations.all(query.kind === undefined ? undefined : [query.kind]), query),
    'GET /places': async ({ query }) => listed((await organisations.all(['place', 'depot'])).filter(receivesPublic), query),
    'GET /organisations/:id': async ({ params }) => {
      const found = await organisations.named(params.id)
      return found === undefined ? refuse('not-found') : { body: shown(found), version: found.version }
    },
  }
}

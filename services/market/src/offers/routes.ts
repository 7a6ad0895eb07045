import type { Answer } from '@filature/aggregates/answer'
import type { marketApi } from '@filature/contracts/market/http'
import type { Instant } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import type { Call, Handlers } from '@filature/service-kit/route'
import { askingOf } from '../asking.ts'
import { forbid } from '../forbid.ts'
import { type Market, readState } from '../market.ts'
import type { OfferCommand } from './decide.ts'
import { listProduct } from './list.ts'
import { offerNow, offersOf } from './queries.ts'

type Api = (typeof marketApi)['endpoints']
type OfferRoutes = Pick<
  Handlers<Api>,
  | 'GET /sessions/:id/offers'
  | 'POST /sessions/:id/listings'
  | 'POST /offers/:id/adjust'
  | 'POST /offers/:id/pause'
  | 'POST /offers/:id/resume'
>

export function offerRoutes(market: Market): OfferRoutes {
  async function shown(offerId: string, now: Instant) {
    const found = await offerNow(market, offerId, now)
    return found === undefined ? refuse('not-found') : { body: found.view, version: found.view.v }
  }

  async function commanded(call: Call<Api['POST /offers/:id/pause']> | Call<Api['POST /offers/:id/adjust']>, command: OfferCommand) {
    const { params, caller, receivedAt } = call
    const offer = (await market.offers.read(params.id))?.state ?? undefined
    if (offer === undefined) return refuse('not-found')
    if (!mayList(caller, offer.producerOrgId, offer.orgId)) return forbid(market, caller, 'market.listing', params.id, offer.producerOrgId)
    const answer: Answer = await market.offers.execute(params.id, command, askingOf(call))
    return answer.refused === true ? answer : shown(params.id, receivedAt)
  }

  return {
    async 'GET /sessions/:id/offers'({ params, receivedAt }) {
      const session = await readState(market.sessions, params.id)
      if (session === undefined) return refuse('not-found')
      const items = await offersOf(market, params.id, session.state.pickupDate, receivedAt)
      // Versions only grow, so their sum changes with any of them.
      const version = items.reduce((sum, { v }) => sum + v, session.version)
      return { body: { sessionId: params.id, serverTime: receivedAt, items: [...items] }, version }
    },
    async 'POST /sessions/:id/listings'(call) {
      const { params, body, caller, receivedAt } = call
      const [session, product] = await Promise.all([readState(market.sessions, params.id), readState(market.products, body.productId)])
      if (session === undefined || product === undefined) return refuse('not-found')
      const { orgId } = product.state
      if (!mayList(caller, orgId, session.state.orgId)) return forbid(market, caller, 'market.listing', body.productId, orgId)
      const { offerId, answer } = await listProduct(market, params.id, body, askingOf(call))
      return answer.refused === true ? answer : shown(offerId, receivedAt)
    },
    'POST /offers/:id/adjust': (call) => {
      const { allocatedB, priceC } = call.body
      return commanded(call, {
        type: 'AdjustOffer',
        ...(allocatedB !== undefined && { allocatedB }),
        ...(priceC !== undefined && { priceC }),
      })
    },
    'POST /offers/:id/pause': (call) => commanded(call, { type: 'PauseOffer' }),
    'POST /offers/:id/resume': (call) => commanded(call, { type: 'ResumeOffer' }),
  }
}

/** The producer's people, or the hub's coordinators on their behalf. */
const mayList = (caller: Caller, producerOrgId: string, hubOrgId: string): boolean =>
  caller.may('market.listing', producerOrgId) || caller.may('market.listing.for-another', hubOrgId)

import type { marketApi } from '@filature/contracts/market/http'
import { refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import type { Handlers } from '@filature/service-kit/route'
import { askingOf } from '../asking.ts'
import { forbid } from '../forbid.ts'
import { type Market, readState } from '../market.ts'
import { cancelMyOrder, confirmMyOrder, extendMyHolds, myOrder } from './my-order.ts'
import { openOrders, ownOrders, sessionOrders } from './queries.ts'
import { setMyLine } from './set-my-line.ts'
import { orderView } from './view.ts'

type Api = (typeof marketApi)['endpoints']
type OrderRoutes = Pick<
  Handlers<Api>,
  | 'GET /sessions/:id/my-order'
  | 'PUT /sessions/:id/my-order/lines/:offerId'
  | 'POST /sessions/:id/my-order/extend'
  | 'POST /sessions/:id/my-order/confirm'
  | 'POST /sessions/:id/my-order/cancel'
  | 'GET /my-orders/open'
  | 'GET /orders'
  | 'GET /orders/:id'
  | 'GET /sessions/:id/orders'
>

/** Baskets and orders belong to people; a machine has none of its own. */
const NOT_A_MEMBER = refuse('forbidden', { action: 'market.order.own' })

export function orderRoutes(market: Market): OrderRoutes {
  return {
    async 'GET /sessions/:id/my-order'({ params, caller, receivedAt }) {
      if (caller.memberId === undefined) return NOT_A_MEMBER
      const found = await myOrder(market, params.id, caller.memberId, receivedAt)
      return found.refused === true ? found : { body: found.view, version: found.view.version }
    },
    async 'PUT /sessions/:id/my-order/lines/:offerId'(call) {
      const { params, body, caller } = call
      if (caller.memberId === undefined) return NOT_A_MEMBER
      const { id: sessionId, offerId } = params
      const wanted = {
        sessionId,
        offerId,
        memberId: caller.memberId,
        qtyB: body.qtyB,
        ...(body.adult === true && { adult: true as const }),
      }
      const answer = await setMyLine(market, wanted, askingOf(call))
      return answer.refused === true ? answer : { body: answer, version: answer.stock.v }
    },
    async 'POST /sessions/:id/my-order/extend'(call) {
      const { params, body, caller } = call
      if (caller.memberId === undefined) return NOT_A_MEMBER
      const { offerIds } = body
      const wanted = { sessionId: params.id, memberId: caller.memberId, ...(offerIds !== undefined && { offerIds }) }
      const answer = await extendMyHolds(market, wanted, askingOf(call))
      if (answer.refused === true) return answer
      return { body: { order: answer.view, notExtended: [...answer.notExtended] }, version: answer.view.version }
    },
    async 'POST /sessions/:id/my-order/confirm'(call) {
      const { params, body, caller } = call
      if (caller.memberId === undefined) return NOT_A_MEMBER
      const wanted = { sessionId: params.id, memberId: caller.memberId, memberName: caller.displayName ?? null, body }
      const answer = await confirmMyOrder(market, wanted, askingOf(call))
      return answer.refused === true ? answer : { body: answer.view, version: answer.view.version, status: answer.status }
    },
    async 'POST /sessions/:id/my-order/cancel'(call) {
      const { params, body, caller } = call
      if (caller.memberId === undefined) return NOT_A_MEMBER
      const answer = await cancelMyOrder(market, { sessionId: params.id, memberId: caller.memberId, reason: body.reason }, askingOf(call))
      return answer.refused === true ? answer : { body: answer.view, version: answer.view.version }
    },
    async 'GET /my-orders/open'({ caller, receivedAt }) {
      if (caller.memberId === undefined) return NOT_A_MEMBER
      return { body: { items: await openOrders(market, caller.memberId, receivedAt) } }
    },
    async 'GET /orders'({ caller, query, receivedAt }) {
      if (caller.memberId === undefined) return NOT_A_MEMBER
      return { body: await ownOrders(market, caller.memberId, query, receivedAt) }
    },
    async 'GET /orders/:id'({ params, caller, receivedAt }) {
      const order = await readState(market.orders, params.id)
      if (order === undefined || !(await maySee(market, caller, order.state))) return refuse('not-found')
      return { body: orderView(params.id, order.version, order.state, receivedAt), version: order.version }
    },
    async 'GET /sessions/:id/orders'({ params, query, caller, receivedAt }) {
      const session = await readState(market.sessions, params.id)
      if (session === undefined) return refuse('not-found')
      const { orgId, producers } = session.state
      const isCoordinator = caller.may('market.order.read', orgId)
      const own = producers.filter((producer) => caller.may('market.order.read.own-lines', producer.orgId)).map(({ id }) => id)
      const asked = query.producer === undefined ? own : own.filter((id) => id === query.producer)
      if (!isCoordinator && asked.length === 0) return forbid(market, caller, 'market.order.read', query.producer ?? params.id, orgId)
      const producerIds = isCoordinator ? asProducer(query.producer) : new Set(asked)
      return { body: await sessionOrders(market, { sessionId: params.id, producerIds, ...query }, receivedAt) }
    },
  }
}

const asProducer = (producerId: string | undefined) => (producerId === undefined ? undefined : new Set([producerId]))

/** One's own, or of a session one coordinates; for everybody else the order does not exist. */
async function maySee(market: Market, caller: Caller, order: { readonly memberId: string; readonly sessionId: string }): Promise<boolean> {
  if (caller.memberId === order.memberId) return true
  const session = await readState(market.sessions, order.sessionId)
  return session !== undefined && caller.may('market.order.read', session.state.orgId)
}

import type { marketApi } from '@filature/contracts/market/http'
import type { ProducerView } from '@filature/contracts/market/producer'
import { civilDateOf } from '@filature/kernel/civil-time'
import { derivedId } from '@filature/kernel/ids'
import type { Instant } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import type { Handlers } from '@filature/service-kit/route'
import { askingOf } from '../asking.ts'
import { forbid } from '../forbid.ts'
import { scanned } from '../listing-pages.ts'
import { type Market, readState } from '../market.ts'
import { folded } from '../words.ts'
import { coversDay, producerLabelsOn } from './certificates.ts'
import type { Producer } from './producer.ts'

type ProducerRoutes = Pick<
  Handlers<(typeof marketApi)['endpoints']>,
  'GET /producers' | 'GET /producers/:id' | 'POST /producers' | 'PUT /producers/:id' | 'POST /producers/:id/certificates'
>

export const PRODUCER_INDEXES = { byName: ['sortName'] } as const

function viewOf(id: string, version: number, producer: Producer, now: Instant): ProducerView {
  const { sortName: _sortName, ...shown } = producer
  const today = civilDateOf(now)
  return { ...shown, id, version, certificates: producer.certificates.map((one) => ({ ...one, valid: coversDay(one, today) })) }
}

export function producerRoutes(market: Market): ProducerRoutes {
  async function written(id: string, now: Instant) {
    const producer = await readState(market.producers, id)
    return producer === undefined
      ? refuse('not-found')
      : { body: viewOf(id, producer.version, producer.state, now), version: producer.version }
  }
  const forbidden = (caller: Caller, target: string, orgId: string) => forbid(market, caller, 'market.product', target, orgId)
  return {
    async 'GET /producers'({ query, receivedAt }) {
      const { hub, q, label } = query
      const today = civilDateOf(receivedAt)
      const words = folded(q ?? '')
      const page = await scanned<Producer>(market.store, market.producers.name, query, ({ name, town, hubs, certificates }) => {
        if (hub !== undefined && !hubs.some(({ hubId, status }) => hubId === hub && status === 'active')) return false
        if (label !== undefined && !producerLabelsOn(certificates, today).includes(label)) return false
        return folded(`${name} ${town}`).includes(words)
      })
      const items = page.items.map(({ id, document }) => {
        const { name, activity, town, lat, lon, story, certificates } = document
        return { id, name, activity, town, lat, lon, story, labels: producerLabelsOn(certificates, today) }
      })
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },
    'GET /producers/:id': ({ params, receivedAt }) => written(params.id, receivedAt),
    async 'POST /producers'(call) {
      const { body, caller, idempotencyKey = '', receivedAt } = call
      if (!caller.may('market.product', body.orgId)) return forbidden(caller, body.orgId, body.orgId)
      const id = derivedId('prd_', caller.actor.id, idempotencyKey)
      const answer = await market.producers.execute(id, { type: 'PublishProducer', producer: body }, askingOf(call))
      return answer.refused === true ? answer : written(id, receivedAt)
    },
    async 'PUT /producers/:id'(call) {
      const { params, body, caller, receivedAt } = call
      const before = await readState(market.producers, params.id)
      if (before === undefined) return refuse('not-found')
      // The producer may not be carried over into an organisation where one has no say.
      for (const orgId of [before.state.orgId, body.orgId])
        if (!caller.may('market.product', orgId)) return forbidden(caller, params.id, orgId)
      const answer = await market.producers.execute(params.id, { type: 'PublishProducer', producer: body }, askingOf(call))
      return answer.refused === true ? answer : written(params.id, receivedAt)
    },
    async 'POST /producers/:id/certificates'(call) {
      const { params, body, caller, receivedAt } = call
      const before = await readState(market.producers, params.id)
      if (before === undefined) return refuse('not-found')
      if (!caller.may('market.product', before.state.orgId)) return forbidden(caller, params.id, before.state.orgId)
      const certificate = { ...body, id: derivedId('crt_', params.id, body.label, body.number) }
      const answer = await market.producers.execute(params.id, { type: 'AddCertificate', certificate }, askingOf(call))
      return answer.refused === true ? answer : written(params.id, receivedAt)
    },
  }
}

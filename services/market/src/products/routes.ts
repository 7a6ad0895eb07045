import { invalidField } from '@filature/contracts/http/rules'
import type { marketApi } from '@filature/contracts/market/http'
import { ALLERGENS } from '@filature/contracts/market/lists'
import type { Certificate, ProductView } from '@filature/contracts/market/producer'
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
import { labelsOn } from '../producers/certificates.ts'
import { folded } from '../words.ts'
import { allergensOf } from './allergens.ts'
import type { Product } from './product.ts'
import { publishProduct } from './publish.ts'

type ProductRoutes = Pick<
  Handlers<(typeof marketApi)['endpoints']>,
  'GET /products' | 'GET /products/:id' | 'POST /products' | 'PUT /products/:id' | 'POST /products/:id/withdraw'
>

export const PRODUCT_INDEXES = { byName: ['sortName'] } as const

export function productRoutes(market: Market): ProductRoutes {
  async function written(id: string, now: Instant) {
    const product = await readState(market.products, id)
    if (product === undefined) return refuse('not-found')
    const producer = await readState(market.producers, product.state.producerId)
    return { body: viewOf(id, product.version, product.state, producer?.state.certificates ?? [], now), version: product.version }
  }
  /** Undefined when the caller may publish products of this producer. */
  async function notAllowed(caller: Caller, producerId: string) {
    const producer = await readState(market.producers, producerId)
    if (producer === undefined) return refuse('not-found', { producerId })
    const { orgId } = producer.state
    return caller.may('market.product', orgId) ? undefined : forbid(market, caller, 'market.product', producerId, orgId)
  }
  return {
    async 'GET /products'({ query, receivedAt }) {
      const free = allergensAvoided(query.allergenFree)
      if (free === undefined) {
        return invalidField('query.allergenFree', 'one-of', ALLERGENS.join(', '))
      }
      const words = folded(query.q ?? '').split(' ')
      const certificates = await certificatesByProducer(market)
      const today = civilDateOf(receivedAt)
      const inHub = (producerId: string) => query.hub === undefined || (certificates.get(producerId)?.hubs.includes(query.hub) ?? false)
      const labelsNow = (product: Product) =>
        labelsOn(certificates.get(product.producerId)?.certificates ?? [], product.certIds, product.category, today)
      const page = await scanned<Product>(market.store, market.products.name, query, (product) => {
        if (product.state !== 'published') return false
        if (query.category !== undefined && product.category !== query.category) return false
        if (query.producer !== undefined && product.producerId !== query.producer) return false
        if (!inHub(product.producerId)) return false
        if (query.label !== undefined && !labelsNow(product).includes(query.label)) return false
        if (free.some((allergen) => product.allergens[allergen] === 'contains' || product.allergens[allergen] === 'traces')) return false
        const text = folded(`${product.name} ${product.variety} ${product.producerName}`)
        return words.every((word) => text.includes(word))
      })
      const items = page.items.map(({ id, document: product }) => ({
        id,
        name: product.name,
        image: product.slug ?? id,
        category: product.category,
        kind: product.kind,
        variety: product.variety,
        origin: product.origin ?? null,
        producerId: product.producerId,
        producerName: product.producerName,
        storage: product.storage,
        labels: labelsNow(product),
        allergens: { contains: allergensOf(product).contains, traces: allergensOf(product).traces },
        variants: product.variants
          .filter(({ active }) => active)
          .map((variant) => ({
            id: variant.id,
            name: variant.name,
            saleMode: variant.saleMode,
            displayUnit: variant.displayUnit,
            priceC: variant.priceC,
          })),
      }))
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },
    'GET /products/:id': ({ params, receivedAt }) => written(params.id, receivedAt),
    async 'POST /products'(call) {
      const { body, caller, idempotencyKey = '', receivedAt } = call
      const no = await notAllowed(caller, body.producerId)
      if (no !== undefined) return no
      const id = derivedId('pro_', caller.actor.id, idempotencyKey)
      const answer = await publishProduct(market, id, body, askingOf(call))
      return answer.refused === true ? answer : written(id, receivedAt)
    },
    async 'PUT /products/:id'(call) {
      const { params, body, caller, receivedAt } = call
      const before = await readState(market.products, params.id)
      if (before === undefined) return refuse('not-found')
      const no = (await notAllowed(caller, before.state.producerId)) ?? (await notAllowed(caller, body.producerId))
      if (no !== undefined) return no
      const answer = await publishProduct(market, params.id, body, askingOf(call))
      return answer.refused === true ? answer : written(params.id, receivedAt)
    },
    async 'POST /products/:id/withdraw'(call) {
      const { params, caller, receivedAt } = call
      const before = await readState(market.products, params.id)
      if (before === undefined) return refuse('not-found')
      const no = await notAllowed(caller, before.state.producerId)
      if (no !== undefined) return no
      const answer = await market.products.execute(params.id, { type: 'WithdrawProduct' }, askingOf(call))
      return answer.refused === true ? answer : written(params.id, receivedAt)
    },
  }
}

function viewOf(id: string, version: number, product: Product, certificates: readonly Certificate[], now: Instant): ProductView {
  const { orgId: _orgId, sortName: _sortName, ...shown } = product
  return { ...shown, id, version, labels: labelsOn(certificates, product.certIds, product.category, civilDateOf(now)) }
}

type Allergen = (typeof ALLERGENS)[number]

/** Undefined when the text names something that is no allergen. */
function allergensAvoided(text: string | undefined): readonly Allergen[] | undefined {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const known = ALLERGENS.filter((allergen) => names.includes(allergen))
  return known.length === new Set(names).size ? known : undefined
}

/** Producers are few: what lists of products need of each of them. */
async function certificatesByProducer(market: Market) {
  const page = await scanned<{ readonly certificates: readonly Certificate[]; readonly hubs: readonly { readonly hubId: string }[] }>(
    market.store,
    market.producers.name,
    { limit: 1_000 },
    () => true,
  )
  return new Map(
    page.items.map(({ id, document }) => [id, { certificates: document.certificates, hubs: document.hubs.map(({ hubId }) => hubId) }]),
  )
}

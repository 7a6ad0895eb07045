import type { ProductBody } from '@filature/contracts/market/producer'
import { accept, type Decider, type Decision } from '@filature/kernel/decider'
import { refuse } from '@filature/kernel/refusal'
import { folded } from '../words.ts'
import { type ProductMaker, wrongProduct } from './publishing-rules.ts'

export interface Product extends ProductBody {
  readonly orgId: string
  readonly producerName: string
  readonly state: 'published' | 'withdrawn'
  /** Name without accents, lower case: lists sort by it. */
  readonly sortName: string
}

export type ProductCommand =
  | { readonly type: 'PublishProduct'; readonly product: ProductBody; readonly maker: ProductMaker }
  | { readonly type: 'WithdrawProduct' }

export type ProductEvent =
  | {
      readonly type: 'ProductPublished'
      readonly data: { readonly product: ProductBody; readonly orgId: string; readonly producerName: string }
    }
  | { readonly type: 'ProductWithdrawn'; readonly data: Record<never, never> }

export const productDecider: Decider<Product | null, ProductCommand, ProductEvent> = {
  aggregate: 'product',
  initial: null,
  decide: decideProduct,
  evolve: evolveProduct,
  publish: (event, after, { id }) =>
    event.type === 'ProductPublished'
      ? { productId: id, ...event.data }
      : { productId: id, producerId: after?.producerId, name: after?.name },
}

/** Refuses: not-found, and what the law wants of a published product (publishing-rules.ts). */
function decideProduct(product: Product | null, command: ProductCommand): Decision<ProductEvent> {
  if (command.type === 'WithdrawProduct') {
    if (product === null) return refuse('not-found')
    return accept(product.state === 'withdrawn' ? [] : [{ type: 'ProductWithdrawn', data: {} }])
  }
  const { maker } = command
  const wrong = wrongProduct(command.product, maker)
  if (wrong !== undefined) return wrong
  return accept([{ type: 'ProductPublished', data: { product: command.product, orgId: maker.orgId, producerName: maker.name } }])
}

function evolveProduct(product: Product | null, event: ProductEvent): Product | null {
  if (event.type === 'ProductWithdrawn') return product === null ? null : { ...product, state: 'withdrawn' }
  const { product: body, orgId, producerName } = event.data
  return { ...body, orgId, producerName, state: 'published', sortName: folded(body.name) }
}

import type { Answer } from '@filature/aggregates/answer'
import type { ProductBody } from '@filature/contracts/market/producer'
import { type Asking, type Market, readState } from '../market.ts'
import type { ProductMaker } from './publishing-rules.ts'

/** Publishes a product of a producer. Refuses: not-found (the producer), and the rules of publishing. */
export async function publishProduct(market: Market, productId: string, product: ProductBody, asking: Asking): Promise<Answer> {
  const producer = await readState(market.producers, product.producerId)
  if (producer === undefined) return { refused: true, code: 'not-found', figures: { producerId: product.producerId }, version: 0 }
  const { name, orgId, seller, certificates } = producer.state
  const maker: ProductMaker = { name, orgId, regime: seller.regime, certificates }
  return market.products.execute(productId, { type: 'PublishProduct', product, maker }, asking)
}

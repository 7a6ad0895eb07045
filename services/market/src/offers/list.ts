import type { Answer } from '@filature/aggregates/answer'
import type { Packaging } from '@filature/contracts/market/hub'
import type { ListingBody } from '@filature/contracts/market/offer'
import type { VariantBody } from '@filature/contracts/market/producer'
import { plusDays } from '@filature/kernel/civil-time'
import { type Asking, type Market, readState } from '../market.ts'
import type { Producer } from '../producers/producer.ts'
import { allergensOf } from '../products/allergens.ts'
import type { Product } from '../products/product.ts'
import { vatOn } from '../products/publishing-rules.ts'
import type { Session } from '../sessions/session.ts'
import type { ListOffer } from './listing.ts'
import { type OfferItem, offerIdOf } from './offer.ts'

const refused = (code: string, figures: Readonly<Record<string, unknown>> = {}): Answer => ({ refused: true, code, figures, version: 0 })

export interface Listed {
  readonly offerId: string
  readonly answer: Answer
}

/**
 * Lists a variant in a session, with the product as it is now. Listed already: stock and price are set anew.
 * Refuses: not-found, producer-not-in-hub, product-incomplete, wrong-state, and what the offer refuses.
 */
export async function listProduct(market: Market, sessionId: string, body: ListingBody, asking: Asking): Promise<Listed> {
  const [session, product] = await Promise.all([readState(market.sessions, sessionId), readState(market.products, body.productId)])
  const no = (code: string, figures?: Readonly<Record<string, unknown>>): Listed => ({ offerId: '', answer: refused(code, figures) })
  if (session === undefined) return no('not-found', { sessionId })
  if (product === undefined || product.state.state === 'withdrawn') return no('product-incomplete', { productId: body.productId })
  const variant = variantOf(product.state, body.variantId)
  if (variant === undefined) return no('product-incomplete', { missing: 'variantId' })
  if (session.state.state !== 'scheduled' && session.state.state !== 'open') return no('wrong-state', { state: session.state.state })
  const inSession = session.state.producers.find(({ id }) => id === product.state.producerId)
  const producer = await readState(market.producers, product.state.producerId)
  if (inSession === undefined || producer === undefined) return no('producer-not-in-hub', { producerId: product.state.producerId })
  const hub = await readState(market.hubs, session.state.hubId)
  const depositC = depositOf(hub?.state.packagings ?? [], variant.packagingIds)
  if (depositC === undefined) return no('product-incomplete', { missing: 'packagingIds' })

  const offerId = offerIdOf(sessionId, variant.id)
  const nextSessionId = await nextSessionOf(market, session.state, product.state.producerId)
  const command: ListOffer = {
    type: 'ListOffer',
    listing: {
      hubId: session.state.hubId,
      orgId: session.state.orgId,
      sessionId,
      pickupDate: session.state.pickupDate,
      producerOrgId: producer.state.orgId,
      item: itemOf(body.productId, product.state, variant, session.state, depositC),
      certIds: product.state.certIds,
      terms: termsOf(session.state),
      opensAt: session.state.opensAt,
      closesAt: inSession.closesAt,
      mode: body.mode,
      priceC: body.priceC ?? variant.priceC,
      perMemberB: body.perMemberB ?? null,
      ...(body.allocatedB !== undefined && { allocatedB: body.allocatedB }),
    },
    leadH: Math.max(product.state.leadH, leadOf(producer.state, session.state.hubId)),
    firstPickupAt: session.state.firstPickupAt,
    ...(nextSessionId !== undefined && { nextSessionId }),
  }
  return { offerId, answer: await market.offers.execute(offerId, command, asking) }
}

/** The one named; without a name the only one that is sold. */
function variantOf(product: Product, variantId: string | undefined): VariantBody | undefined {
  const active = product.variants.filter((variant) => variant.active)
  if (variantId !== undefined) return active.find(({ id }) => id === variantId)
  return active.length === 1 ? active[0] : undefined
}

const leadOf = ({ hubs }: Producer, hubId: string): number => hubs.find((hub) => hub.hubId === hubId)?.leadH ?? 0

/** Cents per piece; undefined when the hub does not know one of the packagings. */
function depositOf(packagings: readonly Packaging[], wanted: readonly string[]): number | undefined {
  let sum = 0
  for (const packagingId of wanted) {
    const packaging = packagings.find(({ id }) => id === packagingId)
    if (packaging === undefined) return undefined
    sum += packaging.depositC
  }
  return sum
}

function termsOf({ policy, closesAt }: Session) {
  const { holdMin, maxExtensions, maxHoldMin, membersOnly, overrunBp } = policy
  return { holdMin, maxExtensions, maxHoldMin, membersOnly, overrunBp, sessionClosesAt: closesAt }
}

/** The producer's next session in this hub, where it would not be too late. */
async function nextSessionOf(market: Market, session: Session, producerId: string): Promise<string | undefined> {
  const where = { hubId: session.hubId, pickupDate: { from: plusDays(session.pickupDate, 1) } }
  const { items } = await market.store.find(market.sessions.name, { where, limit: 10 })
  // Documents of this collection are sessions: only their decider writes them.
  return items.find(({ document }) => (document as Session).producers.some(({ id }) => id === producerId))?.id
}

function itemOf(productId: string, product: Product, variant: VariantBody, session: Session, depositC: number): OfferItem {
  const { pickupDate } = session
  return {
    productId,
    variantId: variant.id,
    name: product.name,
    variantName: variant.name,
    variety: product.variety,
    origin: product.origin ?? null,
    qualityClass: product.qualityClass,
    category: product.category,
    kind: product.kind,
    description: product.description,
    ingredients: product.ingredients,
    image: product.slug ?? productId,
    producerId: product.producerId,
    producerName: product.producerName,
    saleMode: variant.saleMode,
    baseUnit: variant.baseUnit,
    displayUnit: variant.displayUnit,
    content: variant.content ?? null,
    vatBp: vatOn(product.vat, pickupDate),
    stepB: variant.stepB,
    minB: variant.minB,
    maxB: variant.maxB,
    lowG: variant.lowG ?? null,
    avgG: variant.avgG ?? null,
    highG: variant.highG ?? null,
    depositC,
    allergens: allergensOf(product),
    storage: product.storage,
    shelfLifeDays: product.shelfLifeDays ?? null,
    alcoholBp: product.alcoholBp ?? (product.kind === 'alcohol' ? 0 : null),
  }
}

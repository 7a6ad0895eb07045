import type { Projection } from '@filature/aggregates/projection'
import { eventType, topicOf } from '@filature/contracts/events/registry'
import type { LineItem } from '@filature/contracts/market/events'
import type { OfferCard, OfferStock } from '@filature/contracts/market/offer'
import type { EventRecord } from '@filature/kernel/event'

/** One row per offer without its claims, so that a page of 1 000 offers costs the same however many people ordered. */
export interface OfferRow {
  readonly hubId: string
  readonly sessionId: string
  /** Category, then name. */
  readonly sortKey: string
  readonly card: OfferCard
  readonly item: LineItem
  readonly certIds: readonly string[]
  readonly stock: OfferStock
}

const type = (name: string) => eventType('market', name)

export const OFFER_CARDS = 'offer-cards'

export const offerCards: Projection<OfferRow> = {
  collection: { name: OFFER_CARDS, indexes: { bySession: ['sessionId', 'sortKey'] } },
  topics: [topicOf('market')],
  types: [type('OfferListed'), type('OfferRepriced'), type('OfferStockChanged')],
  rowsOf: ({ subject }) => [subject],
  apply: applyToCard,
}

/** The payloads are this service's own, checked against the catalogue before they were published. */
type Listed = {
  readonly hubId: string
  readonly card: OfferCard
  readonly item: LineItem
  readonly certIds: readonly string[]
  readonly allocatedB: number
}

function applyToCard(row: OfferRow | undefined, event: EventRecord): OfferRow | undefined {
  if (event.type === type('OfferListed')) {
    const { hubId, card, item, certIds, allocatedB } = event.data as Listed
    const stock = { availableB: allocatedB, heldB: 0, confirmedB: 0, nextExpiryAt: null }
    return {
      hubId,
      sessionId: card.sessionId,
      sortKey: `${card.category}/${card.name}`,
      card,
      item,
      certIds,
      stock: { id: event.subject, v: event.sequence, state: 'listed', allocatedB, ...stock },
    }
  }
  if (row === undefined) return undefined
  if (event.type === type('OfferRepriced')) {
    const { card, item } = event.data as Listed
    return { ...row, card, item }
  }
  const { id, v, state, allocatedB, availableB, heldB, confirmedB, nextExpiryAt } = event.data as OfferStock
  return { ...row, stock: { id, v, state, allocatedB, availableB, heldB, confirmedB, nextExpiryAt } }
}

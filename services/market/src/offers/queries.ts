import type { LineItem } from '@filature/contracts/market/events'
import type { OfferStock, OfferView } from '@filature/contracts/market/offer'
import type { Instant } from '@filature/kernel/instant'
import type { Market } from '../market.ts'
import { labelsOn } from '../producers/certificates.ts'
import { cardOf, lineItemOf } from './card.ts'
import { OFFER_CARDS, type OfferRow } from './cards.ts'
import type { Offer } from './offer.ts'
import { publicStock } from './stock.ts'

/** Offers that one session may have: all of them come in one body. */
export const OFFERS_PER_SESSION = 1_000

/** Every offer of a session with what is available at `now`, by category and name. */
export async function offersOf(market: Market, sessionId: string, pickupDate: string, now: Instant): Promise<readonly OfferView[]> {
  const { items } = await market.store.find(OFFER_CARDS, {
    where: { sessionId },
    orderBy: { field: 'sortKey', direction: 'asc' },
    limit: OFFERS_PER_SESSION,
  })
  // Rows of this collection are written by the projection alone.
  const rows = items.map(({ document }) => document as OfferRow)
  return withStockNow(market, rows, pickupDate, now)
}

/** One offer, from its own document, so that its last writer sees what was written. */
export async function offerNow(
  market: Market,
  offerId: string,
  now: Instant,
): Promise<{ readonly offer: Offer; readonly view: OfferView } | undefined> {
  const found = await market.offers.read(offerId)
  if (found === undefined || found.state === null) return undefined
  const row: OfferRow = {
    hubId: found.state.hubId,
    sessionId: found.state.sessionId,
    sortKey: '',
    card: cardOf(found.state),
    item: lineItemOf(found.state),
    certIds: found.state.certIds,
    stock: publicStock(offerId, found.version, found.state, now),
  }
  const [view] = await withStockNow(market, [row], found.state.pickupDate, now)
  return view === undefined ? undefined : { offer: found.state, view }
}

/** What a line of an order needs to know: from the offer's row, or from the offer itself in the moment before it has one. */
export async function lineSource(
  market: Market,
  offerId: string,
): Promise<{ readonly hubId: string; readonly item: LineItem } | undefined> {
  const [row] = await market.store.loadRows(OFFER_CARDS, [offerId])
  if (row?.document !== undefined) return row.document as OfferRow
  const offer = (await market.offers.read(offerId))?.state ?? undefined
  return offer === undefined ? undefined : { hubId: offer.hubId, item: lineItemOf(offer) }
}

async function withStockNow(market: Market, rows: readonly OfferRow[], pickupDate: string, now: Instant): Promise<readonly OfferView[]> {
  const [fresh, certificates] = await Promise.all([overdueStocks(market, rows, now), certificatesOf(market, rows)])
  return rows.map(({ card, certIds, stock }) => ({
    ...card,
    ...(fresh.get(stock.id) ?? stock),
    ...(now >= card.closesAt && { state: 'closed' as const }),
    labels: labelsOn(certificates.get(card.producerId) ?? [], certIds, card.category, pickupDate),
  }))
}

/** Where a hold has ended since the last event, the availability function is asked: a late timer never shows stock as gone. */
async function overdueStocks(market: Market, rows: readonly OfferRow[], now: Instant): Promise<ReadonlyMap<string, OfferStock>> {
  const overdue = rows.filter(({ stock }) => stock.nextExpiryAt !== null && stock.nextExpiryAt <= now).map(({ stock }) => stock.id)
  if (overdue.length === 0) return new Map()
  const offers = await market.offers.readMany(overdue)
  return new Map(
    offers.flatMap((found) =>
      found === undefined || found.state === null ? [] : [[found.id, publicStock(found.id, found.version, found.state, now)]],
    ),
  )
}

async function certificatesOf(market: Market, rows: readonly OfferRow[]) {
  const ids = [...new Set(rows.filter(({ certIds }) => certIds.length > 0).map(({ card }) => card.producerId))]
  const producers = await market.producers.readMany(ids)
  return new Map(producers.flatMap((found) => (found?.state ? [[found.id, found.state.certificates] as const] : [])))
}

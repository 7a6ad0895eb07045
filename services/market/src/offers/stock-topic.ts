import { eventType, STOCK_TOPIC } from '@filature/contracts/events/registry'
import type { StockState } from '@filature/contracts/live/messages'
import type { OfferStock } from '@filature/contracts/market/offer'
import type { LogRecord } from '@filature/event-log/port'
import type { Clock } from '@filature/kernel/clock'
import type { EventRecord } from '@filature/kernel/event'
import type { StoredAggregate } from '@filature/store/port'
import type { Offer } from './offer.ts'
import { publicStock } from './stock.ts'

const STOCK_CHANGED = eventType('market', 'OfferStockChanged')
const STOCK_STATE = eventType('market', 'StockState')

/** The small public state that live gateways keep of an offer: one record for every change, without anybody's name. */
export function stockRecords(event: EventRecord): readonly LogRecord[] {
  if (event.type !== STOCK_CHANGED) return []
  // The payload is this service's own, checked against the catalogue before it was published.
  const stock = event.data as OfferStock & { readonly sessionId: string }
  const { actor: _nobody, ...rest } = event
  return [{ topic: STOCK_TOPIC, key: stock.id, event: { ...rest, type: STOCK_STATE, data: stateOf(stock, stock.sessionId) } }]
}

/** The same for an offer as it stands now, whichever event it owes it to. */
export function standingStock(clock: Clock) {
  return (collection: string, { id, version, document }: StoredAggregate): readonly LogRecord[] => {
    if (collection !== 'offer') return []
    // Only the offer's decider writes this collection.
    const offer = document as Offer
    const time = clock.now()
    const data = stateOf(publicStock(id, version, offer, time), offer.sessionId)
    const event = { id: `${id}/${version}`, type: STOCK_STATE, source: 'market', subject: id, time, sequence: version, data }
    return [{ topic: STOCK_TOPIC, key: id, event }]
  }
}

function stateOf({ id, v, state, availableB, heldB, nextExpiryAt }: OfferStock, sessionId: string): StockState {
  return {
    id,
    v,
    rooms: [`session:${sessionId}`],
    available: availableB,
    held: heldB,
    state,
    ...(nextExpiryAt !== null && { nextExpiryAt }),
  }
}

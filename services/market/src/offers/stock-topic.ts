import { eventType, STOCK_TOPIC } from '@filature/contracts/events/registry'
import type { StockState } from '@filature/contracts/live/messages'
import type { OfferStock } from '@filature/contracts/market/offer'
import type { LogRecord } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'

const STOCK_CHANGED = eventType('market', 'OfferStockChanged')
const STOCK_STATE = eventType('market', 'StockState')

/** The small public state that live gateways keep of an offer: one record for every change, without anybody's name. */
export function stockRecords(event: EventRecord): readonly LogRecord[] {
  if (event.type !== STOCK_CHANGED) return []
  // The payload is this service's own, checked against the catalogue before it was published.
  const { id, v, state, availableB, heldB, nextExpiryAt, sessionId } = event.data as OfferStock & { readonly sessionId: string }
  const data: StockState = {
    id,
    v,
    rooms: [`session:${sessionId}`],
    available: availableB,
    held: heldB,
    state,
    ...(nextExpiryAt !== null && { nextExpiryAt }),
  }
  const { actor: _nobody, ...rest } = event
  return [{ topic: STOCK_TOPIC, key: id, event: { ...rest, type: STOCK_STATE, data } }]
}

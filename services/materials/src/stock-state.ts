import { eventName, eventType, STOCK_TOPIC } from '@filature/contracts/events/registry'
import type { StockState } from '@filature/contracts/live/messages'
import type { LotState } from '@filature/contracts/materials/events'
import type { LogRecord } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'

/** The small public state of a lot for the live gateways. Who holds is not in it, and lots that do not show have nothing free. */
export function stockRecords(event: EventRecord): readonly LogRecord[] {
  const lot = lotIn(event)
  if (lot === undefined || lot.publication === 'draft') return []
  const shows = lot.publication === 'published'
  const data: StockState = {
    id: lot.lotId,
    v: event.sequence,
    rooms: [`depot:${lot.depotId}`, 'lots'],
    available: shows ? lot.available : 0,
    held: shows ? lot.held : 0,
    state: shows ? lot.stage : 'withdrawn',
    ...(shows && lot.nextExpiryAt !== null && { nextExpiryAt: lot.nextExpiryAt }),
  }
  const { actor: _nobody, ...anonymous } = event
  return [{ topic: STOCK_TOPIC, key: lot.lotId, event: { ...anonymous, type: eventType('materials', 'StockState'), data } }]
}

/** Every event of a lot carries it, but for the messages to people. */
function lotIn(event: EventRecord): LotState | undefined {
  const { data } = event
  if (eventName(event.type) === 'NotificationAsked' || typeof data !== 'object' || data === null || !('lot' in data)) return undefined
  // `lot` is only ever what `published.ts` put there.
  return data.lot as LotState
}

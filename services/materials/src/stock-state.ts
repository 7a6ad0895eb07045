import { eventName, eventType, STOCK_TOPIC } from '@filature/contracts/events/registry'
import type { StockState } from '@filature/contracts/live/messages'
import type { LotState } from '@filature/contracts/materials/events'
import type { LogRecord } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'
import type { StoredAggregate } from '@filature/store/port'
import { stockOf } from './lots/availability.ts'
import type { Lot } from './lots/lot.ts'

type LotStock = Pick<LotState, 'lotId' | 'depotId' | 'publication' | 'stage' | 'available' | 'held' | 'nextExpiryAt'>

const STOCK_STATE = eventType('materials', 'StockState')

/** The small public state of a lot for the live gateways. Who holds is not in it, and lots that do not show have nothing free. */
export function stockRecords(event: EventRecord): readonly LogRecord[] {
  const lot = lotIn(event)
  const { actor: _nobody, ...anonymous } = event
  return lot === undefined ? [] : recordsOf(lot, anonymous)
}

/** The same for a lot as it stands, whichever event it owes it to. */
export function standingStock(collection: string, { id, version, document }: StoredAggregate): readonly LogRecord[] {
  if (collection !== 'lot') return []
  // Only the lot's decider writes this collection.
  const lot = document as Lot
  const { available, held, nextExpiry } = stockOf(lot, lot.at)
  return recordsOf(
    { ...lot, available, held, nextExpiryAt: nextExpiry?.at ?? null },
    { id: `${id}/${version}`, source: 'materials', subject: id, time: lot.at, sequence: version },
  )
}

function recordsOf(lot: LotStock, about: Pick<EventRecord, 'id' | 'source' | 'subject' | 'time' | 'sequence'>): readonly LogRecord[] {
  if (lot.publication === 'draft') return []
  const shows = lot.publication === 'published'
  const data: StockState = {
    id: lot.lotId,
    v: about.sequence,
    rooms: [`depot:${lot.depotId}`, 'lots'],
    available: shows ? lot.available : 0,
    held: shows ? lot.held : 0,
    state: shows ? lot.stage : 'withdrawn',
    ...(shows && lot.nextExpiryAt !== null && { nextExpiryAt: lot.nextExpiryAt }),
  }
  return [{ topic: STOCK_TOPIC, key: lot.lotId, event: { ...about, type: STOCK_STATE, data } }]
}

/** Every event of a lot carries it, but for the messages to people. */
function lotIn(event: EventRecord): LotState | undefined {
  const { data } = event
  if (eventName(event.type) === 'NotificationAsked' || typeof data !== 'object' || data === null || !('lot' in data)) return undefined
  // `lot` is only ever what `published.ts` put there.
  return data.lot as LotState
}

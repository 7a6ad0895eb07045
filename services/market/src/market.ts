import type { Aggregate, ExecuteOptions } from '@filature/aggregates/aggregate'
import type { NoteCommand } from '@filature/aggregates/audit-trail'
import type { Clock } from '@filature/kernel/clock'
import type { Store } from '@filature/store/port'
import type { Hub, HubCommand } from './hubs/hub.ts'
import type { OfferCommand } from './offers/decide.ts'
import type { Offer } from './offers/offer.ts'
import type { OrderCommand } from './orders/decide.ts'
import type { Order } from './orders/order.ts'
import type { Producer, ProducerCommand } from './producers/producer.ts'
import type { Product, ProductCommand } from './products/product.ts'
import type { SessionCommand } from './sessions/decide.ts'
import type { Session } from './sessions/session.ts'
import type { MarketSettings } from './settings.ts'
import type { BookSlot, ReleaseSlot, SlotBook } from './slots/slot-book.ts'

/** What every feature of the market works with. */
export interface Market {
  readonly store: Store
  readonly clock: Clock
  readonly settings: MarketSettings
  readonly hubs: Aggregate<Hub | null, HubCommand>
  readonly producers: Aggregate<Producer | null, ProducerCommand>
  readonly products: Aggregate<Product | null, ProductCommand>
  readonly sessions: Aggregate<Session | null, SessionCommand>
  readonly offers: Aggregate<Offer | null, OfferCommand>
  readonly slotBooks: Aggregate<SlotBook | null, BookSlot | ReleaseSlot>
  readonly orders: Aggregate<Order | null, OrderCommand>
  /** What is noted for the audit. */
  readonly trails: Aggregate<unknown, NoteCommand>
}

/** Who asks, when, with which key: the same options for a route and for the loader. */
export type Asking = ExecuteOptions

/** Reads an aggregate that may not exist, or may never have been created by an accepted command. */
export async function readState<State>(
  aggregate: Aggregate<State | null, never>,
  id: string,
): Promise<{ readonly id: string; readonly version: number; readonly state: State } | undefined> {
  const found = await aggregate.read(id)
  return found === undefined || found.state === null ? undefined : { id, version: found.version, state: found.state }
}

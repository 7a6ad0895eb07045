import { setTimeout as pause } from 'node:timers/promises'
import { type Consumer, startConsumer } from '@filature/aggregates/consumer'
import { PARKED } from '@filature/aggregates/dead-letters'
import { type Projection, project } from '@filature/aggregates/projection'
import { deadLetterTopicOf, topicOf } from '@filature/contracts/events/registry'
import type { EventLog } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'
import type { Store } from '@filature/store/port'
import { z } from 'zod'

/** Whose an order is. Orders never change hands, so one row per order is written once. */
export interface OrderOwners {
  /** Member by order; orders that do not exist are left out. An order of this very moment is waited for a little. */
  ownersOf(orderIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

interface OwnerRow {
  readonly memberId: string
}

const ORDER = 'ord_'
const owned = z.object({ memberId: z.string() })

/** The first event of an order says whose it is. */
export const orderOwner: Projection<OwnerRow> = {
  collection: { name: 'orderOwner', indexes: {} },
  topics: [topicOf('market')],
  types: [],
  rowsOf: ({ subject, sequence, data }) => (sequence === 1 && subject.startsWith(ORDER) && owned.safeParse(data).success ? [subject] : []),
  apply: (row, { data }) => row ?? { memberId: owned.parse(data).memberId },
}

export const ORDER_OWNER_COLLECTIONS = [orderOwner.collection, PARKED]

/** Pauses between looks for an order that was perhaps made a moment ago, in milliseconds. Few, because anybody may ask. */
const PAUSES_MS = [40, 80, 160, 320]

export function createOrderOwners(store: Store): OrderOwners {
  return {
    async ownersOf(orderIds) {
      const owners = new Map<string, string>()
      let missing = [...new Set(orderIds)].filter((id) => id.startsWith(ORDER))
      for (const wait of [0, ...PAUSES_MS]) {
        if (missing.length === 0) break
        if (wait > 0) await pause(wait)
        for (const row of await store.loadRows(orderOwner.collection.name, missing)) {
          if (row?.document !== undefined) owners.set(row.id, owned.parse(row.document).memberId)
        }
        missing = missing.filter((id) => !owners.has(id))
      }
      return owners
    },
  }
}

/** Keeps the rows from the market's events; all gateways share the group and the rows. */
export function startOrderOwners(store: Store, log: EventLog, onError: (error: unknown, where: string) => void): Consumer {
  return startConsumer({
    store,
    log,
    group: 'live.orderOwners',
    topics: orderOwner.topics,
    deadLetterTopic: deadLetterTopicOf('live'),
    knows: (type) => type.startsWith('market.'),
    // The rows' type is that of the projection itself.
    handle: (events: readonly EventRecord[], done) => project(store, orderOwner as unknown as Projection, events, done),
    onError: (error) => onError(error, 'live: owners of orders'),
  })
}

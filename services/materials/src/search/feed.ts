import { setTimeout as pause } from 'node:timers/promises'
import type { Aggregate } from '@filature/aggregates/aggregate'
import { topicOf } from '@filature/contracts/events/registry'
import type { EventLog, Subscription } from '@filature/event-log/port'
import { newId } from '@filature/kernel/ids'
import type { Store } from '@filature/store/port'
import type { LotCommand } from '../lots/commands.ts'
import type { Lot } from '../lots/lot.ts'
import type { SearchIndex } from './search-index.ts'

export interface SearchFeed {
  /** Loads all that is published; resolves when the index is whole and follows the log. */
  start(): Promise<void>
  /** Resolves when the index has seen every lot event that is in the log. */
  caughtUp(): Promise<void>
  /** Records of the log that the index has not seen. */
  behind(): Promise<number>
  stop(): Promise<void>
}

const TOPIC = topicOf('materials')
const LOAD_PAGE = 500
const POLL_MS = 5

/**
 * Keeps the index fresh. Each process must hear of every change, so it listens with a group of its own from the end of the
 * log, and what was before is read from the store: a start costs one pass over the published lots, not over all history.
 */
export function startSearchFeed(ports: {
  readonly store: Store
  readonly log: EventLog
  readonly lots: Aggregate<Lot | null, LotCommand>
  readonly index: SearchIndex
}): SearchFeed {
  const { store, log, lots, index } = ports
  const group = newId('materials.search.')
  let subscription: Subscription | undefined

  const behind = async () => (await log.lag(group)).reduce((sum, partition) => sum + partition.behind, 0)

  async function refresh(lotIds: readonly string[]) {
    for (const found of await lots.readMany(lotIds)) {
      if (found?.state != null) index.put(found.state, found.version)
    }
  }

  async function load() {
    let after: string | undefined
    do {
      const page = await store.find('lot', {
        where: { publication: { in: ['published', 'restricted'] } },
        limit: LOAD_PAGE,
        ...(after !== undefined && { after }),
      })
      // Documents of the collection `lot` are what the lot decider wrote.
      for (const { document, version } of page.items) index.put(document as Lot, version)
      after = page.next
    } while (after !== undefined)
  }

  return {
    async start() {
      subscription = log.subscribe({ topics: [TOPIC], group, from: 'end' }, async (records) => {
        const changed = new Set(records.filter(({ key }) => key.startsWith('lot_')).map(({ key }) => key))
        if (changed.size > 0) await refresh([...changed])
      })
      await subscription.ready
      await load()
    },
    async caughtUp() {
      while ((await behind()) > 0) await pause(POLL_MS)
    },
    behind,
    stop: async () => subscription?.stop(),
  }
}

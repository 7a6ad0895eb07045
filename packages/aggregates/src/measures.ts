import type { EventLog } from '@filature/event-log/port'
import { msOf } from '@filature/kernel/instant'
import type { Store } from '@filature/store/port'

/** Registers a figure that is read when somebody asks for it. */
export type Gauge = (name: string, help: string, labels: Readonly<Record<string, string>>, read: () => number | Promise<number>) => void

export interface Measured {
  readonly service: string
  readonly store: Store
  readonly log: EventLog
  readonly waiting: () => number
  /** Consumer groups. */
  readonly groups: readonly string[]
}

/** What waits in a service, and how far behind its consumers are. */
export function measure(gauge: Gauge, { service, store, log, waiting, groups }: Measured): void {
  gauge('filature_waiting_commands', 'commands waiting for their write', { service }, waiting)
  gauge('filature_outbox_oldest_ms', 'age of the oldest unpublished event, 0 when all are published', { service }, () => outboxAgeMs(store))
  for (const group of groups) {
    const behind = async () => (await log.lag(group)).reduce((sum, partition) => sum + partition.behind, 0)
    gauge('filature_consumer_behind', 'records that a consumer has not yet read', { service, group }, behind)
  }
}

async function outboxAgeMs(store: Store): Promise<number> {
  const [oldest] = await store.pending(1)
  const time = oldest?.events[0]?.time
  // An event of this very millisecond is unpublished too.
  return time === undefined ? 0 : Math.max(1, Date.now() - msOf(time))
}

import { AsyncLocalStorage } from 'node:async_hooks'
import type { BatchHandler, DeliveredRecord, EventLog } from '@filature/event-log/port'
import type { Clock } from '@filature/kernel/clock'
import type { Instant } from '@filature/kernel/instant'

/**
 * Time for a service that only hears of the past (notify): while an event is handled, it is the instant of that event, so
 * that a message of last month says last month. Once the present is joined, clock and log are those of everybody.
 */
export interface EventTime {
  readonly clock: Clock
  /** The same log; what is delivered by it is handled at the instant of its events. */
  follow(log: EventLog): EventLog
  joinPresent(): void
}

export function eventTime(present: Clock): EventTime {
  const handled = new AsyncLocalStorage<Instant>()
  let isPast = true
  return {
    clock: { now: () => (isPast ? handled.getStore() : undefined) ?? present.now(), wakeAt: present.wakeAt },
    follow: (log) => ({
      ...log,
      subscribe: (options, handler) =>
        log.subscribe(options, (records) => (isPast ? atTheirTime(records, handler, handled) : handler(records))),
    }),
    joinPresent() {
      isPast = false
    },
  }
}

/** Records of one instant are handled together, in the order in which they came. */
async function atTheirTime(records: readonly DeliveredRecord[], handler: BatchHandler, handled: AsyncLocalStorage<Instant>): Promise<void> {
  for (let start = 0; start < records.length; ) {
    const time = records[start]?.event?.time
    let end = start + 1
    while (end < records.length && records[end]?.event?.time === time) end += 1
    const together = records.slice(start, end)
    if (time === undefined) await handler(together)
    else await handled.run(time, () => handler(together))
    start = end
  }
}

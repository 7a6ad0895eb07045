import { setTimeout as pause } from 'node:timers/promises'
import { STOCK_TOPIC } from '@filature/contracts/events/registry'
import { stockState } from '@filature/contracts/live/messages'
import type { DeliveredRecord, EventLog } from '@filature/event-log/port'
import type { StockStates } from './stock-states.ts'

export interface StockFeedOptions {
  readonly log: EventLog
  readonly states: StockStates
  /** A group of its own per gateway instance and start, so that each reads everything. */
  readonly group: string
  readonly onError: (error: unknown, where: string) => void
}

export interface StockFeed {
  /** Resolves once every state that lay in the topic when the feed began is known. */
  readonly caughtUp: Promise<void>
  isCaughtUp(): boolean
  /** Records that are no stock state and were passed over. */
  passedOver(): number
  stop(): Promise<void>
}

/** Pause between two looks at how far behind the group is, in milliseconds. */
const LOOK_MS = 10
/** Records of one handler call: states are small, and a start should be short. */
const BATCH = 2_000

/** Reads the compacted stock topic from its beginning into `states`, and goes on for ever. */
export function startStockFeed({ log, states, group, onError }: StockFeedOptions): StockFeed {
  let caughtUp = false
  let stopped = false
  let passedOver = 0
  /** Records handled per partition, counted up to the catch-up only. */
  const handled = new Map<number, number>()

  function take({ key, event }: DeliveredRecord) {
    if (event === null) return states.forget(key)
    const parsed = stockState.safeParse(event.data)
    if (parsed.success) {
      states.learn(parsed.data)
      return
    }
    passedOver += 1
    onError(parsed.error, `stock state of ${key} passed over`)
  }

  const subscription = log.subscribe({ topics: [STOCK_TOPIC], group, from: 'beginning', batch: BATCH }, async (records) => {
    for (const record of records) take(record)
    const first = records[0]
    if (!caughtUp && first !== undefined) handled.set(first.partition, (handled.get(first.partition) ?? 0) + records.length)
  })

  /**
   * A partition has been read up to where it ended when it was first looked at as soon as it was once without lag, or as many
   * records as it lagged then were handled since; the latter counts where changes arrive faster than lag can reach zero.
   */
  async function catchUp() {
    await subscription.ready
    const open = new Map<number, number>()
    for (const { partition, behind } of await log.lag(group)) open.set(partition, behind + (handled.get(partition) ?? 0))
    while (open.size > 0 && !stopped) {
      for (const { partition, behind } of await log.lag(group)) {
        if (behind === 0 || (handled.get(partition) ?? 0) >= (open.get(partition) ?? 0)) open.delete(partition)
      }
      if (open.size > 0) await pause(LOOK_MS)
    }
    caughtUp = !stopped
    handled.clear()
  }

  return {
    caughtUp: catchUp(),
    isCaughtUp: () => caughtUp,
    passedOver: () => passedOver,
    async stop() {
      stopped = true
      await subscription.stop()
    },
  }
}

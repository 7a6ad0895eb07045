import type { EventLog, LogRecord } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'
import type { PublishedMark, Store, StoredAggregate } from '@filature/store/port'
import { standingStates } from './standing-states.ts'

export interface RelayOptions {
  readonly store: Store
  readonly log: EventLog
  /** The service's own topic. */
  readonly topic: string
  /**
   * Whole states that an event brings, such as the small stock state for the live gateways, in the same append. Of several
   * with one key only the last goes out: the ones before it are over.
   */
  readonly alongside?: (event: EventRecord) => readonly LogRecord[]
  /** The same records made from an aggregate as it stands: for a state that another process overtook. See `standing-states.ts`. */
  readonly standing?: (collection: string, aggregate: StoredAggregate) => readonly LogRecord[]
  /** Events of one append; default 500. */
  readonly batch?: number
  /** How long a wake-up waits for company, in milliseconds; default 2. */
  readonly gatherMs?: number
  /** Safety net when a wake-up got lost or another process wrote, in milliseconds; default 500. */
  readonly pollMs?: number
  readonly onError?: (error: unknown) => void
}

export interface Relay {
  wake(): void
  /** Resolves when a whole round found nothing to publish. */
  drained(): Promise<void>
  stop(): Promise<void>
}

/** Pause after a failed append: the log is away, and the outbox keeps everything meanwhile. */
const RETRY_MS = 500

/**
 * Moves events from the outbox to the log: always all pending events of an aggregate in order, then the mark. A crash in
 * between only repeats events that consumers recognise by their sequence.
 */
export function startRelay(options: RelayOptions): Relay {
  const { store, log, topic, alongside } = options
  const batch = options.batch ?? 500
  const gatherMs = options.gatherMs ?? 2
  let stopped = false
  let running: Promise<void> | undefined
  let again = false
  let timer: NodeJS.Timeout | undefined
  const states = standingStates(store, options.standing ?? (() => []))

  async function publishOnce(): Promise<number> {
    const pending = await store.pending(batch)
    const overtaken = await states.overtaken(pending)
    const records: LogRecord[] = [...overtaken.records]
    const marks: PublishedMark[] = []
    for (const { collection, subject, events } of pending) {
      const upTo = events.at(-1)?.sequence ?? 0
      marks.push({ collection, subject, upTo })
      const beside = new Map<string, LogRecord>()
      for (const event of events) {
        records.push({ topic, key: event.subject, event })
        for (const state of alongside?.(event) ?? []) beside.set(`${state.topic}\n${state.key}`, state)
      }
      if (beside.size > 0) states.saying(collection, subject, upTo)
      records.push(...beside.values())
    }
    if (records.length > 0) await log.append(records)
    overtaken.appended()
    if (marks.length > 0) await store.published(marks)
    return records.length
  }

  async function run() {
    do {
      again = false
      try {
        while (!stopped && (await publishOnce()) > 0);
      } catch (error) {
        options.onError?.(error)
        again = true
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    } while (again && !stopped)
  }

  function start() {
    timer = undefined
    if (stopped) return
    if (running !== undefined) {
      again = true
      return
    }
    running = run().finally(() => {
      running = undefined
    })
  }

  function wake() {
    if (!stopped) timer ??= setTimeout(start, gatherMs)
  }

  const poll = setInterval(wake, options.pollMs ?? 500)
  poll.unref()
  wake()

  return {
    wake,
    async drained() {
      do {
        clearTimeout(timer)
        start()
        await running
      } while (!stopped && (await store.pending(1)).length > 0)
    },
    async stop() {
      clearInterval(poll)
      clearTimeout(timer)
      stopped = true
      await running
      // One last round, so that a clean shutdown leaves nothing for the next start to do, and a look at what it said.
      await publishOnce()
        .then(publishOnce)
        .catch((error) => options.onError?.(error))
    },
  }
}

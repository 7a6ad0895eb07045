import type { Clock } from '@filature/kernel/clock'
import { type Instant, plusMs } from '@filature/kernel/instant'
import type { Store } from '@filature/store/port'

export interface SchedulerOptions {
  readonly store: Store
  readonly clock: Clock
  readonly collection: string
  /** Wakes one aggregate. Must be harmless when nothing is due any more. */
  readonly wakeAggregate: (id: string) => Promise<void>
  /** Aggregates woken at the same time; default 500. */
  readonly batch?: number
  /** Looks again at least this often, for rows written by other processes; default 1 000 ms. */
  readonly pollMs?: number
  readonly onError?: (error: unknown) => void
}

export interface Scheduler {
  /** Called after each commit: an earlier instant than the one waited for shortens the wait. */
  notice(dueAt: Instant | undefined): void
  /** Wakes all that is due now; resolves when done. */
  runDue(): Promise<void>
  stop(): Promise<void>
}

/** A row that stays due although it was woken (its service is away) is left alone for a moment. */
const LEAVE_ALONE_MS = 1_000

/** One scheduler per kind of aggregate: its timers are the `dueAt` of its rows, so they survive every crash. */
export function startScheduler(options: SchedulerOptions): Scheduler {
  const { store, clock, collection } = options
  const batch = options.batch ?? 500
  const pollMs = options.pollMs ?? 1_000
  let stopped = false
  let forget: (() => void) | undefined
  let wakesAt: Instant | undefined
  let running: Promise<void> | undefined
  /** Rows woken lately, with the due instant they had: only the very same one is left alone. */
  const tried = new Map<string, { dueAt: Instant; at: number }>()

  async function round() {
    let found: number
    do {
      const now = clock.now()
      const due = await store.due(collection, now, batch)
      const started = performance.now()
      for (const [id, { at }] of tried) if (started - at > LEAVE_ALONE_MS) tried.delete(id)
      const fresh = due.filter(({ id, dueAt }) => tried.get(id)?.dueAt !== dueAt)
      for (const { id, dueAt } of fresh) tried.set(id, { dueAt, at: started })
      await Promise.all(fresh.map(({ id }) => options.wakeAggregate(id)))
      found = fresh.length
    } while (found > 0 && !stopped)
  }

  async function turn() {
    wakesAt = undefined
    try {
      await round()
    } catch (error) {
      options.onError?.(error)
    }
    if (!stopped) await arm()
  }

  async function arm() {
    let next: Instant | undefined
    try {
      next = await store.nextDue(collection)
    } catch (error) {
      options.onError?.(error)
    }
    if (stopped) return
    const now = clock.now()
    // A row that is overdue and was just tried must not turn this into a busy loop.
    const soonest = plusMs(now, tried.size > 0 ? Math.min(LEAVE_ALONE_MS, pollMs) : 0)
    if (next !== undefined) waitUntil(next < soonest ? soonest : next)
  }

  function waitUntil(instant: Instant) {
    if (stopped || (wakesAt !== undefined && wakesAt <= instant)) return
    forget?.()
    wakesAt = instant
    forget = clock.wakeAt(instant, wake)
  }

  function wake() {
    if (stopped) return
    running ??= turn().finally(() => {
      running = undefined
    })
  }

  const poll = setInterval(wake, pollMs)
  poll.unref()
  wake()

  return {
    notice: (dueAt) => {
      if (dueAt !== undefined) {
        waitUntil(dueAt)
      }
    },
    async runDue() {
      await running
      tried.clear()
      await round()
    },
    async stop() {
      stopped = true
      clearInterval(poll)
      forget?.()
      await running
    },
  }
}

import { randomBytes } from 'node:crypto'
import type { Clock } from '@filature/kernel/clock'
import type { EventRecord } from '@filature/kernel/event'
import { type Instant, msOf } from '@filature/kernel/instant'
import { DEFAULT_WRITE_LIMITS, type WriteLimits } from '@filature/kernel/write-limits'
import type { CommitOutcome, Store } from '@filature/store/port'
import { StoreUnavailable } from '@filature/store/port'
import type { ExecuteOptions, ReadAggregate } from './aggregate.ts'
import type { Answer } from './answer.ts'
import type { AnyCommand, AnyDecider } from './any-decider.ts'
import { type Cell, cellsWithin } from './cells.ts'
import { type Batch, decideBatch } from './decide-batch.ts'
import type { Job } from './job.ts'
import { readThrough } from './read-path.ts'
import { keyOf, remember } from './remembered.ts'

export interface Committed {
  readonly aggregate: string
  readonly id: string
  readonly version: number
  readonly state: unknown
  readonly dueAt: Instant | undefined
  readonly events: readonly EventRecord[]
}

export interface WritePathOptions {
  readonly service: string
  readonly store: Store
  readonly clock: Clock
  readonly limits?: Partial<WriteLimits>
  /** Called for every event before it is written; throws when the event breaks its published contract. */
  readonly assertPublishable?: (event: EventRecord) => void
  /** Called after each durable write, before callers are answered. */
  readonly onCommitted?: (committed: Committed) => void
}

export interface WritePath {
  execute(decider: AnyDecider, id: string, command: AnyCommand, options: ExecuteOptions): Promise<Answer>
  read(decider: AnyDecider, ids: readonly string[]): Promise<readonly (ReadAggregate<unknown> | undefined)[]>
  /** Commands accepted but not yet answered. */
  waiting(): number
  /** Resolves when every command in hand is answered. */
  drained(): Promise<void>
}

/** Seconds a refused caller is asked to wait: long enough for a queue of the default length to pass. */
const RETRY_AFTER_S = 1
/** Pause before the store is tried again after it did not answer. */
const STORE_RETRY_MS = 200
/** How often overdue commands are looked for. */
const DEADLINE_SWEEP_MS = 250

/**
 * The heart: a bounded queue per aggregate, decisions on the state in memory, one guarded write per aggregate and one
 * commit of the store for many aggregates. Callers are answered after the write is durable; a conflict with another
 * process is decided again, unseen by the caller.
 */
export function createWritePath(options: WritePathOptions): WritePath {
  const { store, clock, service } = options
  const limits: WriteLimits = { ...DEFAULT_WRITE_LIMITS, ...options.limits }
  const cells = cellsWithin(limits)
  /** Begins the keys that this path makes up, so that no other path ever makes the same. */
  const own = randomBytes(9).toString('base64url')
  const ready = new Set<Cell>()
  let inFlight = 0
  let waiting = 0
  let scheduled = false
  let made = 0
  let drainWaiters: (() => void)[] = []
  let sweep: NodeJS.Timeout | undefined

  function execute(decider: AnyDecider, id: string, command: AnyCommand, given: ExecuteOptions): Promise<Answer> {
    const cell = cells.use(decider, id)
    if (cell.jobs.length >= limits.queuedPerAggregate) {
      return Promise.resolve({ refused: true, code: 'busy', figures: { retryAfterS: RETRY_AFTER_S }, version: cell.version })
    }
    return new Promise<Answer>((resolve, reject) => {
      made += 1
      cell.jobs.push({
        command,
        options: given,
        key: given.idempotencyKey === undefined ? `${own}.${made}` : keyOf(given.actor.id, given.idempotencyKey),
        fingerprint: undefined,
        receivedAt: given.receivedAt ?? clock.now(),
        deadlineMs: performance.now() + limits.deadlineMs - sinceMs(given.receivedAt),
        settled: false,
        resolve,
        reject,
      })
      waiting += 1
      if (!cell.busy) ready.add(cell)
      schedule()
    })
  }

  /** A caller's time began with the request, not when what was read for it was there. */
  const sinceMs = (receivedAt: Instant | undefined): number =>
    receivedAt === undefined ? 0 : Math.max(0, msOf(clock.now()) - msOf(receivedAt))

  /** One turn of the event loop later, so that everything that arrived in this turn shares the commit. */
  function schedule() {
    if (waiting > 0) sweep ??= setInterval(refuseOverdue, DEADLINE_SWEEP_MS)
    if (scheduled || inFlight >= limits.commitsInFlight || ready.size === 0) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      void flush()
    })
  }

  async function flush() {
    const taken: Cell[] = []
    for (const cell of ready) {
      ready.delete(cell)
      cell.busy = true
      taken.push(cell)
      if (taken.length === limits.aggregatesPerCommit) break
    }
    if (taken.length === 0) return
    inFlight += 1
    if (ready.size > 0) schedule()
    try {
      await loadMissing(taken)
      await commitBatches(taken)
    } catch (error) {
      await afterFailure(taken, error)
    } finally {
      inFlight -= 1
      for (const cell of taken) {
        cell.busy = false
        cell.release?.resolve()
        cell.release = undefined
        if (cell.jobs.length > 0) ready.add(cell)
      }
      schedule()
    }
  }

  async function loadMissing(taken: readonly Cell[]) {
    const missing = Map.groupBy(
      taken.filter((cell) => !cell.loaded),
      (cell) => cell.decider.aggregate,
    )
    for (const [collection, group] of missing) {
      const stored = await store.load(
        collection,
        group.map((cell) => cell.id),
      )
      group.forEach((cell, index) => {
        cells.fill(cell, stored[index])
      })
    }
  }

  async function commitBatches(taken: readonly Cell[]) {
    const batches: Batch[] = []
    for (const cell of taken) {
      const jobs = cell.jobs.splice(0, limits.commandsPerAggregate)
      // Put aside at once, so that a failure anywhere below finds them again.
      cell.deciding = jobs
      batches.push(decideBatch(service, cell, jobs, limits.rememberedAnswers, options.assertPublishable))
    }
    const outcomes = await store.commit(batches.map((batch) => batch.operation))
    for (const [index, batch] of batches.entries()) conclude(batch, outcomes[index])
  }

  function conclude(batch: Batch, outcome: CommitOutcome | undefined) {
    const { cell } = batch
    cell.deciding = []
    if (outcome !== 'done') {
      // Somebody else wrote: what we decided on is past. Read again, decide again, keep the order.
      cell.loaded = false
      cell.jobs.unshift(...batch.jobs.filter((job) => !job.settled))
      return
    }
    cell.state = batch.state
    cell.version = batch.version
    if (batch.operation.kind === 'write') {
      remember(cell.remembered, batch.answers, limits.rememberedAnswers)
      const { dueAt, events } = batch.operation
      options.onCommitted?.({ aggregate: cell.decider.aggregate, id: cell.id, version: batch.version, state: batch.state, dueAt, events })
    }
    for (const settle of batch.settle) settle()
    for (const job of batch.jobs) finished(job)
  }

  /** The commit's fate is unknown: nobody is answered, everything is read again; the remembered keys tell what was written. */
  async function afterFailure(taken: readonly Cell[], error: unknown) {
    for (const cell of taken) {
      cell.loaded = false
      cell.jobs.unshift(...cell.deciding.filter((job) => !job.settled))
      cell.deciding = []
    }
    if (error instanceof StoreUnavailable) {
      // Who only reads is told at once, and need not find out again how long it takes to learn that the store is away.
      for (const cell of taken) {
        cell.release?.reject(error)
        cell.release = undefined
      }
      await new Promise((resolve) => setTimeout(resolve, STORE_RETRY_MS))
      return
    }
    for (const cell of taken) {
      for (const job of cell.jobs.splice(0)) {
        job.reject(error)
        finished(job)
      }
    }
  }

  function finished(job: Job) {
    if (job.settled) return
    job.settled = true
    waiting -= 1
    if (waiting > 0) return
    clearInterval(sweep)
    sweep = undefined
    for (const wake of drainWaiters) wake()
    drainWaiters = []
  }

  function refuseOverdue() {
    // Whoever would be late at the next look is answered at this one.
    const until = performance.now() + DEADLINE_SWEEP_MS
    for (const cell of cells.all()) {
      const late = (job: Job) => job.deadlineMs <= until
      for (const job of [...cell.jobs.filter(late), ...cell.deciding.filter(late)]) {
        // A job that is being written is answered too: its outcome is unknown, and the same key will tell it later.
        job.resolve({ refused: true, code: 'unavailable', figures: { retryAfterS: RETRY_AFTER_S }, version: cell.version })
        finished(job)
      }
      if (cell.jobs.length > 0) cell.jobs = cell.jobs.filter((job) => !job.settled)
    }
  }

  return {
    execute,
    read: (decider, ids) => readThrough(cells, store, decider, ids),
    waiting: () => waiting,
    drained: () => (waiting === 0 ? Promise.resolve() : new Promise((resolve) => drainWaiters.push(resolve))),
  }
}

import type { EventRecord } from '@filature/kernel/event'
import type { Instant } from '@filature/kernel/instant'
import type { Check, Write } from '@filature/store/port'
import type { ExecuteOptions } from './aggregate.ts'
import type { Answer } from './answer.ts'
import type { AnyCommand, AnyDecider } from './any-decider.ts'
import { fingerprintOf, NOTHING_REMEMBERED, ONCE, type Remembered, type RememberedAnswer, remember } from './remembered.ts'

/** A command that waits for its answer. */
export interface Job {
  readonly command: AnyCommand
  readonly options: ExecuteOptions
  readonly key: string
  fingerprint: string | undefined
  readonly receivedAt: Instant
  readonly deadlineMs: number
  settled: boolean
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** One aggregate in memory with the commands that wait for it. */
export interface Cell {
  readonly decider: AnyDecider
  readonly id: string
  state: unknown
  version: number
  remembered: Remembered
  loaded: boolean
  /** Its commands are being decided and written. */
  busy: boolean
  /** Those who wait for that to be over. */
  release: PromiseWithResolvers<void> | undefined
  jobs: Job[]
  deciding: Job[]
}

export function emptyCell(decider: AnyDecider, id: string): Cell {
  return {
    decider,
    id,
    state: decider.initial,
    version: 0,
    remembered: NOTHING_REMEMBERED,
    loaded: false,
    busy: false,
    release: undefined,
    jobs: [],
    deciding: [],
  }
}

/** What one aggregate's waiting commands came to, before the store has agreed. */
export interface Batch {
  readonly cell: Cell
  readonly jobs: readonly Job[]
  readonly state: unknown
  readonly version: number
  readonly remembered: Remembered
  readonly operation: Write | Check
  /** Answers the callers; to be called only after the operation is durable. */
  readonly settle: readonly (() => void)[]
}

type AssertPublishable = ((event: EventRecord) => void) | undefined

/** Decides `jobs` one after another on the cell's state, without touching the cell. */
export function decideBatch(
  service: string,
  cell: Cell,
  jobs: readonly Job[],
  rememberMost: number,
  assertPublishable: AssertPublishable,
): Batch {
  const { decider, id } = cell
  let { state, version } = cell
  const events: EventRecord[] = []
  const added = new Map<string, RememberedAnswer>()
  const settle: (() => void)[] = []

  for (const job of jobs) {
    const { options, command, key } = job
    const answerWith = (answer: Answer) => settle.push(() => job.resolve(answer))
    job.fingerprint ??= key.startsWith(ONCE) ? '' : fingerprintOf(command)

    const before = added.get(key) ?? cell.remembered.byKey.get(key)
    if (before !== undefined) {
      if (before.f !== job.fingerprint) answerWith({ refused: true, code: 'idempotency-mismatch', figures: {}, version })
      else answerWith({ reply: before.r, version: before.v, repeated: true })
      continue
    }
    if (options.ifVersion !== undefined && options.ifVersion !== version) {
      answerWith({ refused: true, code: 'stale-version', figures: { currentVersion: version }, version })
      continue
    }
    try {
      const context = { now: job.receivedAt, actor: options.actor, id, idempotencyKey: options.idempotencyKey, version }
      const decision = decider.decide(state, command, context)
      if (decision.refused === true) {
        answerWith({ refused: true, code: decision.code, figures: decision.figures, version })
        continue
      }
      let after = state
      let sequence = version
      const told: EventRecord[] = []
      for (const event of decision.events) {
        after = decider.evolve(after, event)
        sequence += 1
        const data = decider.publish === undefined ? event.data : decider.publish(event, after, { id, version: sequence })
        if (decider.publish !== undefined && data === undefined) continue
        const record: EventRecord = {
          id: `${id}/${sequence}`,
          type: `${service}.${event.type}.v1`,
          source: service,
          subject: id,
          time: job.receivedAt,
          sequence,
          actor: options.actor.id,
          ...(options.correlationId !== undefined && { correlationId: options.correlationId }),
          ...(options.causationId !== undefined && { causationId: options.causationId }),
          ...(options.traceparent !== undefined && { traceparent: options.traceparent }),
          data,
        }
        assertPublishable?.(record)
        told.push(record)
      }
      state = after
      version = sequence
      events.push(...told)
      added.set(key, { k: key, f: job.fingerprint, ...(decision.reply !== undefined && { r: decision.reply }), v: version })
      answerWith({ reply: decision.reply, version, repeated: false })
    } catch (bug) {
      // A thrown error is a bug in the decider or a broken contract: this command fails, its neighbours do not.
      settle.push(() => job.reject(bug))
    }
  }

  // An accepted command that changed nothing is remembered too: sent again late, it must not undo what came after it.
  const toRemember = version > cell.version || (version > 0 && [...added.keys()].some((key) => !key.startsWith(ONCE)))
  const remembered = toRemember ? remember(cell.remembered, [...added.values()], rememberMost) : cell.remembered
  const operation: Write | Check = toRemember
    ? {
        kind: 'write',
        collection: decider.aggregate,
        id,
        expectedVersion: cell.version,
        version,
        document: state,
        memory: remembered.answers,
        dueAt: decider.nextDue?.(state),
        events,
      }
    : { kind: 'check', collection: decider.aggregate, id, expectedVersion: cell.version }
  return { cell, jobs, state, version, remembered, operation, settle }
}

import type { EventRecord } from '@filature/kernel/event'
import type { Check, Write } from '@filature/store/port'
import type { Answer } from './answer.ts'
import type { Cell } from './cells.ts'
import type { Job } from './job.ts'
import { fingerprintOf, type NewAnswers, type RememberedAnswer, rememberedAnswer } from './remembered.ts'

/** What one aggregate's waiting commands came to, before the store has agreed. */
export interface Batch {
  readonly cell: Cell
  readonly jobs: readonly Job[]
  readonly state: unknown
  readonly version: number
  readonly answers: NewAnswers
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
  // What this batch adds to what is remembered, with and without a key of the caller's.
  const added = new Map<string, RememberedAnswer>()
  const passing: RememberedAnswer[] = []
  const settle: (() => void)[] = []

  for (const job of jobs) {
    const { options, command, key } = job
    const answerWith = (answer: Answer) => settle.push(() => job.resolve(answer))
    const isKeyed = options.idempotencyKey !== undefined
    job.fingerprint ??= isKeyed ? fingerprintOf(options.asked ?? command) : ''

    const before = added.get(key) ?? rememberedAnswer(cell.remembered, key)
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
      const answer = { k: key, f: job.fingerprint, ...(decision.reply !== undefined && { r: decision.reply }), v: version }
      if (isKeyed) added.set(key, answer)
      else passing.push(answer)
      answerWith({ reply: decision.reply, version, repeated: false })
    } catch (bug) {
      // A thrown error is a bug in the decider or a broken contract: this command fails, its neighbours do not.
      settle.push(() => job.reject(bug))
    }
  }

  const answers = { keyed: [...added.values()], passing }
  const guarded = { collection: decider.aggregate, id, expectedVersion: cell.version, expectedRevision: cell.remembered.revision }
  // An accepted command that changed nothing is remembered too: sent again late, it must not undo what came after it.
  const isWritten = version > cell.version || (version > 0 && added.size > 0)
  const operation: Write | Check = isWritten
    ? {
        kind: 'write',
        ...guarded,
        version,
        document: state,
        memory: { added: answers.keyed, passing, keep: rememberMost },
        dueAt: decider.nextDue?.(state),
        events,
      }
    : { kind: 'check', ...guarded }
  return { cell, jobs, state, version, answers, operation, settle }
}

import { isDeepStrictEqual } from 'node:util'
import { systemActor } from '@filature/kernel/actor'
import type { Decider, DomainEvent } from '@filature/kernel/decider'
import type { Instant } from '@filature/kernel/instant'
import type { Answer } from '../answer.ts'

/** One operation as a client saw it. */
export interface Observed<Command> {
  readonly aggregateId: string
  readonly actorId: string
  readonly idempotencyKey: string
  readonly command: Command
  readonly answer: Answer
  /** Nanoseconds on a clock that all observers share: before the first try was sent, after the answer came. */
  readonly startedNs: bigint
  readonly endedNs: bigint
}

/**
 * Checks that what clients saw could have happened one operation after another, on one aggregate: accepted answers have
 * the versions 1, 2, 3… and are what the decider says when replayed in that order; refusals are what it says at their
 * version; and no operation that began after another had ended has a lower version. Returns the first fault in words.
 */
export function faultIn<State, Command extends { readonly type: string }, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  observed: readonly Observed<Command>[],
): string | undefined {
  const accepted = observed.filter(({ answer }) => answer.refused !== true).sort((a, b) => a.answer.version - b.answer.version)
  const refusals = Map.groupBy(
    observed.filter(({ answer }) => answer.refused === true),
    ({ answer }) => answer.version,
  )
  let state = decider.initial
  let version = 0
  const decideAt = ({ command, actorId, idempotencyKey, aggregateId }: Observed<Command>) =>
    decider.decide(state, command, {
      now: '2000-01-01T00:00:00.000Z' as Instant,
      actor: systemActor(actorId),
      id: aggregateId,
      idempotencyKey,
      version,
    })
  const faultInRefusals = () => {
    for (const one of refusals.get(version) ?? []) {
      const { answer } = one
      if (answer.refused !== true) continue
      const decision = decideAt(one)
      if (decision.refused !== true) return `refused ${answer.code} at version ${version}, but the decider accepts ${show(one)}`
      if (decision.code !== answer.code || !isDeepStrictEqual(plain(decision.figures), plain(answer.figures))) {
        return `refused ${answer.code} ${JSON.stringify(answer.figures)} at version ${version}, but the decider says ${decision.code} ${JSON.stringify(decision.figures)}`
      }
    }
    refusals.delete(version)
    return undefined
  }

  for (const one of accepted) {
    const fault = faultInRefusals()
    if (fault !== undefined) return fault
    const decision = decideAt(one)
    if (decision.refused === true) return `accepted ${show(one)} at version ${one.answer.version}, but the decider refuses ${decision.code}`
    for (const event of decision.events) state = decider.evolve(state, event)
    version += decision.events.length
    if (one.answer.version !== version) return `expected version ${version}, an answer says ${one.answer.version}: ${show(one)}`
    if (one.answer.refused !== true && !isDeepStrictEqual(plain(decision.reply), plain(one.answer.reply))) {
      return `version ${version} answered ${JSON.stringify(one.answer.reply)}, the decider says ${JSON.stringify(decision.reply)}`
    }
  }
  const fault = faultInRefusals()
  if (fault !== undefined) return fault
  const [strayVersion] = refusals.keys()
  if (strayVersion !== undefined) return `a refusal was decided on version ${strayVersion}, which never was`
  return faultInTime(observed)
}

/** An answer that ended before another began has the lower version; a refusal changes nothing and may share it. */
function faultInTime(observed: readonly Observed<unknown>[]): string | undefined {
  const byStart = [...observed].sort((a, b) => (a.startedNs < b.startedNs ? -1 : 1))
  const byEnd = [...observed].sort((a, b) => (a.endedNs < b.endedNs ? -1 : 1))
  let ended = 0
  let highest = 0
  for (const later of byStart) {
    for (let earlier = byEnd[ended]; earlier !== undefined && earlier.endedNs < later.startedNs; earlier = byEnd[ended]) {
      highest = Math.max(highest, earlier.answer.version)
      ended += 1
    }
    const { answer } = later
    const tooLow = answer.refused === true ? answer.version < highest : answer.version <= highest
    if (tooLow) return `version ${answer.version} began after version ${highest} had been answered: ${show(later)}`
  }
  return undefined
}

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))
const show = ({ command, idempotencyKey }: Observed<unknown>): string => `${JSON.stringify(command)} (${idempotencyKey})`

/** What a caller of `execute` gets, once it is durable. */
export interface Done<Reply = unknown> {
  readonly refused?: never
  readonly reply: Reply
  /** The aggregate's version after this command: the sequence of its last event. */
  readonly version: number
  /** This answer was given before, to the same Idempotency-Key and command. */
  readonly repeated: boolean
}

/**
 * An expected "no". Besides the decider's own codes the runtime answers `busy` (queue full; `retryAfterS`), `unavailable`
 * (the store did not answer before the deadline; `retryAfterS`), `idempotency-mismatch` (same key, other command) and
 * `stale-version` (`ifVersion` is not the current one; `currentVersion`).
 */
export interface Refused {
  readonly refused: true
  readonly code: string
  readonly figures: Readonly<Record<string, unknown>>
  /** The version that the refusal was decided on. */
  readonly version: number
}

export type Answer<Reply = unknown> = Done<Reply> | Refused

/** Refusals that say "not now" and nothing about the domain: the same command may be sent again unchanged. */
export function isPassing(answer: Answer): boolean {
  return answer.refused === true && (answer.code === 'busy' || answer.code === 'unavailable')
}

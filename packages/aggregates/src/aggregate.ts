import type { Actor } from '@filature/kernel/actor'
import type { Instant } from '@filature/kernel/instant'
import type { Answer } from './answer.ts'

export interface ExecuteOptions {
  readonly actor: Actor
  /** The caller's key; the same key and command get the first answer again, another command `idempotency-mismatch`. */
  readonly idempotencyKey?: string | undefined
  /**
   * What the caller asked for, when the command says more than that: facts of this moment must not make a repetition look
   * like another request. Default: the command.
   */
  readonly asked?: unknown
  /** From If-Match: refuse `stale-version` unless the aggregate has this version. */
  readonly ifVersion?: number | undefined
  /** When the command reached us, if that was before this call. Decisions use this instant. */
  readonly receivedAt?: Instant | undefined
  readonly correlationId?: string | undefined
  readonly causationId?: string | undefined
  readonly traceparent?: string | undefined
}

export interface ReadAggregate<State> {
  readonly id: string
  readonly version: number
  readonly state: State
}

/** One kind of aggregate as the rest of the service sees it. */
export interface Aggregate<State, Command> {
  readonly name: string
  /** Decides, writes, and answers when the write is durable. Rejects only on bugs. */
  execute<Reply = unknown>(id: string, command: Command, options: ExecuteOptions): Promise<Answer<Reply>>
  /** The state as it lies in the store now. */
  read(id: string): Promise<ReadAggregate<State> | undefined>
  readMany(ids: readonly string[]): Promise<readonly (ReadAggregate<State> | undefined)[]>
  /**
   * Resolves with the aggregate once `satisfied` holds, or undefined after `withinMs`. For edges that wait a moment for a
   * process to end before they answer 202.
   */
  until(id: string, satisfied: (state: State) => boolean, withinMs: number): Promise<ReadAggregate<State> | undefined>
}

import type { Actor } from './actor.ts'
import type { Instant } from './instant.ts'
import type { Refusal } from './refusal.ts'

/** Everything a decision may depend on besides state and command. Handed in, so that deciding stays pure. */
export interface DecisionContext {
  readonly now: Instant
  readonly actor: Actor
  /** The aggregate's id. */
  readonly id: string
  /** The caller's Idempotency-Key, where the command creates something. */
  readonly idempotencyKey: string | undefined
  /** The version the state has before this command: the sequence of its last event, 0 before the first. */
  readonly version: number
}

/** A fact of the domain, past tense. `data` is what the decider's own `evolve` needs. */
export interface DomainEvent {
  readonly type: string
  readonly data: unknown
}

export interface Accepted<Event extends DomainEvent, Reply = unknown> {
  readonly refused?: never
  readonly events: readonly Event[]
  readonly reply: Reply
}

export type Decision<Event extends DomainEvent, Reply = unknown> = Accepted<Event, Reply> | Refusal

/** `events` may be empty: the command asks for what already is, nothing changes and the version stays. */
export function accept<Event extends DomainEvent, Reply = undefined>(events: readonly Event[], reply?: Reply): Accepted<Event, Reply> {
  // Reply is undefined exactly when the argument is left out, so the cast states what the signature already says.
  return { events, reply: reply as Reply }
}

/**
 * The whole behaviour of one kind of aggregate, pure: no I/O, no clock, no random. The runtime in `aggregates` runs it;
 * tests run it as given events, when command, then events or refusal.
 */
export interface Decider<State, Command extends { readonly type: string }, Event extends DomainEvent> {
  /** Names the collection and the log's events (`lot`, `offer`, `order`). */
  readonly aggregate: string
  readonly initial: State
  decide(state: State, command: Command, context: DecisionContext): Decision<Event>
  evolve(state: State, event: Event): State
  /**
   * When this aggregate wants to be woken next (a hold ends, a deadline passes), or undefined. Stored with the state in
   * the same write, so a timer is a row that cannot be lost, and runs as `dueCommand` once it is due.
   */
  nextDue?(state: State): Instant | undefined
  /** The command that `nextDue` asks for. Must be harmless when nothing is due any more. */
  readonly dueCommand?: Command
  /**
   * What the world is told: the public payload of an event, given the state after it. Without it the event's own data
   * is published. undefined: nobody is told, for what concerns the aggregate alone; others see a version passed over.
   */
  publish?(event: Event, after: State, context: { readonly id: string; readonly version: number }): unknown
}

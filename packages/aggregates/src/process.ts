import type { Decider, DomainEvent } from '@filature/kernel/decider'
import type { Answer } from './answer.ts'

/**
 * One command that a process manager wants carried out, as data, so that `next` can be tested without any machinery.
 * The step's key makes it idempotent: the same key of the same process is carried out once, however often it is tried.
 */
export interface Step<Command> {
  readonly key: string
  /** Name of the aggregate (its decider's `aggregate`) in the same service. */
  readonly to: string
  readonly id: string
  readonly command: { readonly type: string }
  /** What the process is told of the answer. `busy` and `unavailable` never arrive here: the step is simply tried again. */
  readonly told: (answer: Answer) => Command
}

/**
 * A flow across aggregates, itself an aggregate: its document says how far it is, so a crash at any step is resumed. Never
 * two aggregates in one write; what was done is undone by further steps (compensation), which `next` derives from the state.
 */
export interface ProcessManager<State, Command extends { readonly type: string }, Event extends DomainEvent>
  extends Decider<State, Command, Event> {
  /**
   * The steps to carry out now, given the state; empty when it waits or has ended. Steps of one call run side by side.
   * Once a step's answer is told, `next` must not ask for that step any more.
   */
  next(state: State, id: string): readonly Step<Command>[]
}

/** How long an interrupted process is left before it is driven again: covers a crash between two steps. */
export const RESUME_AFTER_MS = 2_000

import type { Decider, DomainEvent } from '@filature/kernel/decider'

/** Any command: each aggregate narrows it again in its own `execute`. */
export type AnyCommand = { readonly type: string }
/** A decider whose types the runtime need not know: it only passes states and commands through. */
export type AnyDecider = Decider<unknown, AnyCommand, DomainEvent>

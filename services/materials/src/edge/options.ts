import type { ExecuteOptions } from '@filature/aggregates/aggregate'
import type { Instant } from '@filature/kernel/instant'
import type { Caller } from '@filature/service-kit/caller'

/** The parts of a call that commands are executed with. */
interface Asked {
  readonly caller: Caller
  readonly idempotencyKey: string | undefined
  readonly ifVersion: number | undefined
  readonly receivedAt: Instant
  readonly traceId: string
  readonly traceparent: string | undefined
}

export function optionsOf({ caller, idempotencyKey, ifVersion, receivedAt, traceId, traceparent }: Asked): ExecuteOptions {
  return { actor: caller.actor, idempotencyKey, ifVersion, receivedAt, correlationId: traceId, traceparent }
}

/** The network is one library: who has the right in any of its organisations may use it in every depot. */
export function mayAnywhere(caller: Caller, action: string): boolean {
  return Object.keys(caller.roles).some((orgId) => caller.may(action, orgId))
}

/** Undefined fields left out, for commands and replies whose optional fields must be absent rather than undefined. */
export function present<T extends object>(fields: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  // Every undefined value is filtered out, which is exactly what the return type says.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>
  }
}

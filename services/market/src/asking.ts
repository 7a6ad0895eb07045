import type { Endpoint } from '@filature/contracts/http/endpoint'
import type { Call } from '@filature/service-kit/route'
import type { Asking } from './market.ts'

/** What `execute` wants to know of a request. */
export function askingOf(call: Pick<Call<Endpoint>, 'caller' | 'idempotencyKey' | 'ifVersion' | 'receivedAt' | 'traceparent'>): Asking {
  const { caller, idempotencyKey, ifVersion, receivedAt, traceparent } = call
  return { actor: caller.actor, idempotencyKey, ifVersion, receivedAt, traceparent }
}

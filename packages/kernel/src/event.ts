import type { Instant } from './instant.ts'

/**
 * A published fact, as it lies in the outbox and in the log: CloudEvents 1.0 attributes plus our order and causality.
 * `id` is `<subject>/<sequence>`: the same event always has the same id, however often it is delivered.
 */
export interface EventRecord<Data = unknown> {
  readonly id: string
  /** `<service>.<Name>.v<n>` */
  readonly type: string
  /** The service, `market`. */
  readonly source: string
  /** The aggregate's id, which is also the log's key. */
  readonly subject: string
  readonly time: Instant
  /** Without gap per subject, from 1. Equals the aggregate's version after the event. */
  readonly sequence: number
  readonly actor?: string
  readonly traceparent?: string
  readonly correlationId?: string
  readonly causationId?: string
  readonly data: Data
}

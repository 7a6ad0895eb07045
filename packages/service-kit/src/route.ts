import type { Endpoint, Endpoints, ParsedBody, ParsedParams, ParsedQuery, Reply, ServiceApi } from '@filature/contracts/http/endpoint'
import type { Instant } from '@filature/kernel/instant'
import type { Caller } from './caller.ts'

/** What a handler is given: everything already parsed and checked. */
export interface Call<E extends Endpoint> {
  readonly params: ParsedParams<E>
  readonly query: ParsedQuery<E>
  readonly body: ParsedBody<E>
  readonly caller: Caller
  /** Present on endpoints with `idempotent: true`. */
  readonly idempotencyKey: string | undefined
  /** From If-Match; present on endpoints with `conditional: true`. */
  readonly ifVersion: number | undefined
  /** When the request's first byte was read: decisions use it, so a queue never makes anybody late. */
  readonly receivedAt: Instant
  /** Random per request, or the caller's `traceparent` trace id; quoted in problems and logs. */
  readonly traceId: string
  readonly traceparent: string | undefined
  /** Client address, for caps per address. */
  readonly ip: string
  /** The Cookie header as sent; only identity reads it. */
  readonly cookie: string | undefined
}

export interface Success<Body> {
  readonly refused?: never
  readonly body: Body
  /** Becomes the ETag. */
  readonly version?: number
  /** Overrides the endpoint's status (202 instead of 200…). */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | string[]>>
}

/** Refusals of deciders and of the write path have this shape; the edge turns them into problem details. */
export interface Refusing {
  readonly refused: true
  readonly code: string
  readonly figures: Readonly<Record<string, unknown>>
}

export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Success<Reply<E>> | Refusing> | Success<Reply<E>> | Refusing

/** One handler for each endpoint of the contract; a missing or superfluous one is a type error. */
export type Handlers<E extends Endpoints> = { readonly [Key in keyof E]: E[Key] extends Endpoint ? Handler<E[Key]> : never }

/** Texts of refusals: `{ 'insufficient-stock': { fr: 'Il n’en reste que {available}.', en: 'Only {available} left.' } }`. */
export type RefusalTexts = Readonly<Record<string, { readonly fr: string; readonly en: string }>>

export type { ServiceApi }

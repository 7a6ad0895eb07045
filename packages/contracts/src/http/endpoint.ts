import type { z } from 'zod'

/** Who may call: everybody, anyone signed in, or whoever the rights table grants the action (checked by the handler's organisation). */
export type Access = 'public' | 'signed-in' | { readonly action: string }

/**
 * One HTTP operation as data. Services implement it, OpenAPI is generated from it, and the client's types come from it,
 * so the three cannot drift apart.
 */
export interface Endpoint {
  /** One line for the reference. */
  readonly summary: string
  readonly access: Access
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** The answer's body; absent means 204. */
  readonly reply?: z.ZodType
  /** Domain refusals beyond the common ones, as in the spec's command tables. */
  readonly refusals?: readonly string[]
  /** A creating command: `Idempotency-Key` is required. */
  readonly idempotent?: boolean
  /** An edit: `If-Match` is required (428 without). */
  readonly conditional?: boolean
  /** Success status when it is not 200. */
  readonly status?: 201 | 202 | 204
  /** A second success status, with the same body: accepted, and not done yet. */
  readonly orStatus?: 202
  /** The cookie of a session: made by this operation, or read by it in place of a token, and then renewed or ended. */
  readonly session?: 'opens' | 'reads'
}

/** `POST /lots/:id/hold` → endpoint. The key is the whole address under the service's base path. */
export type EndpointKey = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`
export type Endpoints = Readonly<Record<EndpointKey, Endpoint>>

export interface ServiceApi<E extends Endpoints = Endpoints> {
  /** `market`; the base path is `/api/market/v1`. */
  readonly service: string
  readonly title: string
  readonly endpoints: E
}

export function serviceApi<const E extends Endpoints>(service: string, title: string, endpoints: E): ServiceApi<E> {
  return { service, title, endpoints }
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type Given<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined

/** What a handler receives. */
export type ParsedParams<E extends Endpoint> = Parsed<E['params']>
export type ParsedQuery<E extends Endpoint> = Parsed<E['query']>
export type ParsedBody<E extends Endpoint> = Parsed<E['body']>
/** What a client gives and gets. */
export type GivenParams<E extends Endpoint> = Given<E['params']>
export type GivenQuery<E extends Endpoint> = Given<E['query']>
export type GivenBody<E extends Endpoint> = Given<E['body']>
export type Reply<E extends Endpoint> = Parsed<E['reply']>

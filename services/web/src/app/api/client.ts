import type { Endpoint, GivenBody, GivenParams, GivenQuery, Reply, ServiceApi } from '@filature/contracts/http/endpoint'
import type { identityApi } from '@filature/contracts/identity/http'
import type { liveApi } from '@filature/contracts/live/http'
import type { marketApi } from '@filature/contracts/market/http'
import type { materialsApi } from '@filature/contracts/materials/http'
import type { notifyApi } from '@filature/contracts/notify/http'
import { currentLocale } from '../i18n/locale.ts'
import { freshToken, signedOut } from '../session/token.ts'
import { Refused, refusedFrom } from './refused.ts'

type Part<Name extends string, Value> = [Value] extends [undefined] ? { readonly [K in Name]?: never } : { readonly [K in Name]: Value }
type Loose<Value> = Value extends object ? ({} extends Value ? Value | undefined : Value) : Value
type OptionalPart<Name extends string, Value> = undefined extends Value
  ? { readonly [K in Name]?: Exclude<Value, undefined> }
  : { readonly [K in Name]: Value }

/** What a call needs: exactly the parts its endpoint has. */
export type Given<E extends Endpoint> = Part<'params', GivenParams<E>> &
  OptionalPart<'query', Loose<GivenQuery<E>>> &
  OptionalPart<'body', Loose<GivenBody<E>>> & {
    /** Made when the form opens and kept through retries; made here when the caller has none. */
    readonly idempotencyKey?: string
    /** The version that was read, for edits. */
    readonly ifMatch?: number
    readonly signal?: AbortSignal
  }

type EndpointOf<A extends ServiceApi, K> = K extends keyof A['endpoints']
  ? A['endpoints'][K] extends Endpoint
    ? A['endpoints'][K]
    : never
  : never

/** Tries of one call when the server is busy or the network blinks; the same Idempotency-Key makes that safe. */
const TRIES = 4
const FIRST_PAUSE_MS = 400

function clientOf<A extends ServiceApi>(service: string) {
  return async <K extends keyof A['endpoints'] & string>(key: K, given: Given<EndpointOf<A, K>>): Promise<Reply<EndpointOf<A, K>>> => {
    const [method = 'GET', path = ''] = key.split(' ')
    // The conditional type above is opaque in here; the fields are the same for every endpoint.
    const { params, query, body, idempotencyKey, ifMatch, signal } = given as {
      params?: Record<string, unknown>
      query?: Record<string, unknown>
      body?: unknown
      idempotencyKey?: string
      ifMatch?: number
      signal?: AbortSignal
    }
    const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params?.[name] ?? '')))
    const search = new URLSearchParams(
      Object.entries(query ?? {}).flatMap(([name, value]) =>
        value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
      ),
    ).toString()
    const url = `/api/${service}/v1${filled}${search === '' ? '' : `?${search}`}`
    const writes = method !== 'GET'
    const ownKey = writes ? (idempotencyKey ?? crypto.randomUUID()) : undefined

    const send = async () => {
      const token = await freshToken(url)
      return fetch(url, {
        method,
        credentials: 'same-origin',
        headers: {
          Accept: 'application/json',
          'Accept-Language': currentLocale(),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(ownKey !== undefined && { 'Idempotency-Key': ownKey }),
          ...(ifMatch !== undefined && { 'If-Match': `"${ifMatch}"` }),
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal !== undefined && { signal }),
      })
    }

    for (let attempt = 1; ; attempt += 1) {
      const again = attempt < TRIES
      let response: Response
      let answer: unknown
      try {
        response = await send()
        // Part of the same try: a connection that is cut in the middle of the answer is no answer.
        if (response.ok && response.status !== 204) answer = await response.json()
      } catch (cause) {
        if (signal?.aborted === true || !again)
          throw new Refused({ code: 'offline', detail: '', status: 0, type: 'urn:filature:offline', title: 'offline' }, cause)
        await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1))
        continue
      }
      // The contract says what the body is; the server parses its own answers in tests.
      if (response.ok) return answer as Reply<EndpointOf<A, K>>
      const refused = await refusedFrom(response)
      const { code } = refused.problem
      if (again && (code === 'busy' || code === 'unavailable')) {
        await pause(Number(response.headers.get('Retry-After') ?? 1) * 1_000 * (0.7 + Math.random() * 0.6))
        continue
      }
      if (again && attempt === 1 && (code === 'token-stale' || (code === 'unauthenticated' && (await freshToken(url)) !== undefined))) {
        await signedOut('renew')
        continue
      }
      throw refused
    }
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export const identity = clientOf<typeof identityApi>('identity')
export const market = clientOf<typeof marketApi>('market')
export const materials = clientOf<typeof materialsApi>('materials')
export const notify = clientOf<typeof notifyApi>('notify')
export const live = clientOf<typeof liveApi>('live')

import type { Endpoint, GivenBody, GivenParams, GivenQuery, Reply, ServiceApi } from '@filature/contracts/http/endpoint'
import type { identityApi } from '@filature/contracts/identity/http'
import type { liveApi } from '@filature/contracts/live/http'
import type { marketApi } from '@filature/contracts/market/http'
import type { materialsApi } from '@filature/contracts/materials/http'
import type { notifyApi } from '@filature/contracts/notify/http'
import { currentLocale } from '../i18n/locale.ts'
import { currentPerson, freshToken, signedOut } from '../session/token.ts'
import { beginTries, type Tries } from './patience.ts'
import { isRefused, Refused, refusedFrom } from './refused.ts'

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

/** Tries of one call when the network blinks; the same Idempotency-Key makes that safe. */
const TRIES = 4
/** Tries of one call when the service is busy or away, two seconds apart by its own word: while it starts anew. */
const PATIENT_TRIES = 6
const FIRST_PAUSE_MS = 400
const MOST_PAUSE_S = 5
/** A try without an answer for so long is over, in milliseconds. */
const ANSWER_WITHIN_MS = 20_000

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

    const asker = currentPerson()?.id
    const hasLeft = () => asker !== undefined && currentPerson()?.id !== asker
    let token: string | undefined

    const send = async () => {
      token = await freshToken(url)
      // What one person asked for is never done in the name of the next.
      if (hasLeft() && currentPerson() !== undefined) throw ownRefusal('person-left', 401)
      const over = AbortSignal.timeout(ANSWER_WITHIN_MS)
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
        signal: signal === undefined ? over : AbortSignal.any([signal, over]),
      })
    }

    const ask = async (tries: Tries | undefined): Promise<Reply<EndpointOf<A, K>>> => {
      for (let attempt = 1; ; attempt += 1) {
        let response: Response
        let answer: unknown
        try {
          response = await send()
          // Part of the same try: a connection that is cut in the middle of the answer is no answer.
          if (response.ok && response.status !== 204) answer = await response.json()
        } catch (cause) {
          if (isRefused(cause)) throw cause
          if (signal?.aborted === true || attempt >= TRIES) throw ownRefusal('offline', 0, cause)
          tries?.failed()
          await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1))
          continue
        }
        if (response.ok) {
          // Nor is what one person is told left behind for the next.
          if (answer !== undefined && hasLeft()) throw ownRefusal('person-left', 401)
          // The contract says what the body is; the server parses its own answers in tests.
          return answer as Reply<EndpointOf<A, K>>
        }
        const refused = await refusedFrom(response)
        const { code } = refused.problem
        // Somebody is here, and identity could not be asked for their token: it is away, they are not.
        const lacksToken = code === 'unauthenticated' && token === undefined && currentPerson() !== undefined
        if (code === 'busy' || code === 'unavailable' || (lacksToken && attempt > 1)) {
          if (attempt >= PATIENT_TRIES) throw lacksToken ? ownRefusal('unavailable', 503) : refused
          tries?.failed()
          await pause(askedPauseMs(response))
          continue
        }
        if (attempt === 1 && (code === 'token-stale' || (code === 'unauthenticated' && currentPerson() !== undefined))) {
          await signedOut('renew')
          continue
        }
        throw refused
      }
    }

    // The banner of the live figures speaks for their service.
    const tries = service === 'live' ? undefined : beginTries()
    try {
      return await ask(tries)
    } finally {
      tries?.ended()
    }
  }
}

/** What the service asks for, in milliseconds, spread so that not all come back at once; a second where it does not say. */
function askedPauseMs({ headers }: Response): number {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN)
  return (seconds > 0 ? Math.min(seconds, MOST_PAUSE_S) : 1) * 1_000 * (0.7 + Math.random() * 0.6)
}

/** A no that did not come from the server. */
function ownRefusal(code: string, status: number, cause?: unknown): Refused {
  return new Refused({ code, detail: '', status, type: `urn:filature:${code}`, title: code }, cause)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export const identity = clientOf<typeof identityApi>('identity')
export const market = clientOf<typeof marketApi>('market')
export const materials = clientOf<typeof materialsApi>('materials')
export const notify = clientOf<typeof notifyApi>('notify')
export const live = clientOf<typeof liveApi>('live')

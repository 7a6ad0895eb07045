import type { Organisation } from '@filature/contracts/identity/http'
import type { OfferView } from '@filature/contracts/market/offer'
import type { SessionSummary, SessionView } from '@filature/contracts/market/session'
import type { LotPage } from '@filature/contracts/materials/lot-shapes'
import type { SearchReply } from '@filature/contracts/materials/search-shapes'
import type { Locale } from './app/words/locale.ts'

/**
 * What public pages show before any script runs. Each function answers undefined for what does not exist and throws when
 * the service behind it does not answer; the page then comes without it and the application asks again.
 */
export interface Reads {
  /** Accounts of the demonstration; empty where it is off. */
  demoAccounts(locale: Locale): Promise<readonly unknown[]>
  places(locale: Locale): Promise<readonly Organisation[]>
  place(slug: string, locale: Locale): Promise<Organisation | undefined>
  /** Pick-ups from `from` on, soonest first. */
  sessions(from: string, locale: Locale): Promise<readonly SessionSummary[]>
  session(id: string, locale: Locale): Promise<SessionView | undefined>
  offers(sessionId: string, locale: Locale): Promise<{ readonly serverTime: string; readonly items: readonly OfferView[] } | undefined>
  search(query: Readonly<Record<string, string>>, locale: Locale): Promise<SearchReply>
  lot(code: string, query: Readonly<Record<string, string>>, locale: Locale): Promise<LotPage | undefined>
}

/** A service did not answer in time or answered with a fault of its own. */
export class ReadFailed extends Error {
  override readonly name = 'ReadFailed'
}

export interface ReadSources {
  /** Base addresses such as `http://127.0.0.1:8080`, asked at each read: a port may be known only after listening. */
  readonly identity: () => string
  readonly market: () => string
  readonly materials: () => string
}

/** The first paint waits no longer than this for a service, in milliseconds. */
const PATIENCE_MS = 800
/** A crowd that opens the same page at once costs one read, and sees stock of at most this age, in milliseconds. */
const STOCK_AGE_MS = 1_000
const PLACE_AGE_MS = 30_000
const MOST_REMEMBERED = 500

/** Reads by the public GETs of the services. */
export function httpReads(sources: ReadSources, fetchFrom: typeof fetch = fetch): Reads {
  const remembered = new Map<string, { readonly until: number; readonly answer: Promise<unknown> }>()

  async function ask(url: string, locale: Locale): Promise<unknown> {
    let response: Response
    try {
      response = await fetchFrom(url, {
        headers: { Accept: 'application/json', 'Accept-Language': locale },
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
    } catch (cause) {
      throw new ReadFailed(`${url} does not answer`, { cause })
    }
    if (response.ok) return response.json()
    // What the address bar holds may be anything: an id that cannot exist does not exist.
    if (response.status === 404 || response.status === 400) return undefined
    throw new ReadFailed(`${url} answered ${response.status}`)
  }

  function read(base: string, path: string, query: Readonly<Record<string, string>>, locale: Locale, ageMs: number): Promise<unknown> {
    const search = new URLSearchParams(query).toString()
    const url = `${base}${path}${search === '' ? '' : `?${search}`}`
    const key = `${locale} ${url}`
    const known = remembered.get(key)
    if (known !== undefined && known.until > Date.now()) return known.answer
    const answer = ask(url, locale)
    remembered.delete(key)
    remembered.set(key, { until: Date.now() + ageMs, answer })
    // A fault is not worth remembering.
    answer.catch(() => remembered.delete(key))
    const oldest = remembered.keys().next().value
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
    return answer
  }

  const part = encodeURIComponent
  // Every cast below names the reply that the contract of that address promises; services answer only what fits it.
  return {
    async demoAccounts(locale) {
      const page = await read(sources.identity(), '/api/identity/v1/demo-accounts', {}, locale, PLACE_AGE_MS)
      return (page as { items: unknown[] } | undefined)?.items ?? []
    },
    async places(locale) {
      const page = await read(sources.identity(), '/api/identity/v1/places', {}, locale, PLACE_AGE_MS)
      return (page as { items: Organisation[] } | undefined)?.items ?? []
    },
    async place(slug, locale) {
      return (await read(sources.identity(), `/api/identity/v1/organisations/${part(slug)}`, {}, locale, PLACE_AGE_MS)) as
        | Organisation
        | undefined
    },
    async sessions(from, locale) {
      const page = await read(sources.market(), '/api/market/v1/sessions', { from, limit: '100' }, locale, PLACE_AGE_MS)
      return (page as { items: SessionSummary[] } | undefined)?.items ?? []
    },
    async session(id, locale) {
      return (await read(sources.market(), `/api/market/v1/sessions/${part(id)}`, {}, locale, STOCK_AGE_MS)) as SessionView | undefined
    },
    async offers(sessionId, locale) {
      return (await read(sources.market(), `/api/market/v1/sessions/${part(sessionId)}/offers`, {}, locale, STOCK_AGE_MS)) as
        | { serverTime: string; items: OfferView[] }
        | undefined
    },
    async search(query, locale) {
      const reply = await read(sources.materials(), '/api/materials/v1/lots/search', query, locale, STOCK_AGE_MS)
      if (reply === undefined) throw new ReadFailed('the search was refused')
      return reply as SearchReply
    },
    async lot(code, query, locale) {
      return (await read(sources.materials(), `/api/materials/v1/lots/${part(code)}`, query, locale, STOCK_AGE_MS)) as LotPage | undefined
    },
  }
}

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgetTestData, openTestLog, openTestStore } from '@filature/aggregates/testing/engines'
import type { ListingBody } from '@filature/contracts/market/offer'
import type { OrderView, SetLineReply } from '@filature/contracts/market/order'
import type { ProductBody } from '@filature/contracts/market/producer'
import type { SessionView } from '@filature/contracts/market/session'
import type { EventLog } from '@filature/event-log/port'
import { systemActor } from '@filature/kernel/actor'
import { type Clock, type ManualClock, manualClock } from '@filature/kernel/clock'
import { newId } from '@filature/kernel/ids'
import { parseInstant } from '@filature/kernel/instant'
import { createMetrics } from '@filature/service-kit/metrics'
import { serve } from '@filature/service-kit/serve'
import { type TokenSigner, tokenSigner } from '@filature/service-kit/testing/token-signer'
import type { Store } from '@filature/store/port'
import { buildMarket, type MarketService } from '../service.ts'
import { sessionIdOf } from '../sessions/session.ts'
import { type MarketSettings, marketEnvironment } from '../settings.ts'
import { CLOSES_AT, DURING_SALE, FERME, FOURNIL, HUB, hub, OPENS_AT, PICKUP_DATE, POINT, producers, SMALL_POINT } from './samples.ts'

export interface Reply<Body = Record<string, unknown>> {
  readonly status: number
  readonly body: Body
  readonly etag: string | null
}

export interface Client {
  get<Body>(path: string): Promise<Reply<Body>>
  post<Body>(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply<Body>>
  put<Body>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply<Body>>
}

export interface TestMarket {
  readonly url: string
  readonly service: MarketService
  readonly store: Store
  readonly log: EventLog
  readonly errors: string[]
  readonly dataDir: string
  as(memberId: string, roles?: Readonly<Record<string, string>>): Client
  readonly visitor: Client
  /** Publishes a product and lists it in the session of the samples; its id is the offer's. */
  sell(product: ProductBody, listing: Omit<ListingBody, 'productId' | 'mode'> & Partial<Pick<ListingBody, 'mode'>>): Promise<string>
  /** SetLine in the session of the samples. */
  setLine(memberId: string, offerId: string, qtyB: number, key?: string): Promise<Reply<SetLineReply & Problem>>
  confirm(memberId: string, changes?: Readonly<Record<string, unknown>>, key?: string): Promise<Reply<OrderView & Problem>>
  /** The process goes away without a word, as far as one process can do that; the files stay. */
  stop(): Promise<void>
}

export interface Problem {
  readonly code: string
  readonly availableB: number
  readonly detail: string
  readonly [figure: string]: unknown
}

export interface OpenOptions {
  readonly clock?: Clock
  readonly settings?: Partial<MarketSettings>
  readonly dataDir?: string
  readonly around?: (store: Store) => Store
  readonly signer?: TokenSigner
}

export const SESSION = sessionIdOf(HUB, PICKUP_DATE)
const actor = systemActor('test')

/** A market over real files, a real log and a real socket. */
export async function openMarket(options: OpenOptions = {}): Promise<TestMarket> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'market-')))
  const opened = await openTestStore('market', dataDir)
  const store = options.around?.(opened) ?? opened
  const log = await openTestLog(dataDir)
  const signer = options.signer ?? tokenSigner()
  const errors: string[] = []
  const service = buildMarket({
    store,
    log,
    clock: options.clock ?? manualClock(parseInstant(DURING_SALE)),
    tokens: signer.check,
    settings: { ...marketEnvironment.parse({}), ...options.settings },
    onError: (error, where) => errors.push(`${where}: ${error instanceof Error ? error.stack : String(error)}`),
  })
  const environment = { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
  const served = await serve({ services: [service], environment, metrics: createMetrics() })
  const url = `http://127.0.0.1:${served.port}/api/market/v1`
  const as = (memberId: string, roles?: Readonly<Record<string, string>>) => clientOf(url, signer.tokenFor(memberId, roles))
  let terms: string | undefined

  return {
    url,
    service,
    store,
    log,
    errors,
    dataDir,
    as,
    visitor: clientOf(url, undefined),
    async sell(product, listing) {
      const { internals } = service
      const productId = product.slug ?? `pro_${product.name.replace(/[^A-Za-z]/g, '')}`
      await accepted(internals.publishProduct(internals.market, productId, product, { actor }))
      const { offerId, answer } = await internals.listProduct(
        internals.market,
        SESSION,
        { mode: 'counted', ...listing, productId },
        { actor },
      )
      await accepted(Promise.resolve(answer))
      return offerId
    },
    setLine: (memberId, offerId, qtyB, key = newId('key-')) =>
      as(memberId).put(`/sessions/${SESSION}/my-order/lines/${offerId}`, { qtyB }, { 'Idempotency-Key': key }),
    async confirm(memberId, changes = {}, key = newId('key-')) {
      terms ??= (await as(memberId).get<SessionView>(`/sessions/${SESSION}`)).body.termsVersion
      const body = { pointId: POINT, slotId: '18:00-18:30', termsVersion: terms, ...changes }
      return as(memberId).post(`/sessions/${SESSION}/my-order/confirm`, body, { 'Idempotency-Key': key })
    },
    async stop() {
      await served.stop()
      await log.close()
      await opened.close()
      if (options.dataDir === undefined) await forgetTestData(dataDir)
    },
  }
}

/** Hub, producers and an open session, made by the same commands that people send. */
export async function withSession(market: TestMarket, closings: Readonly<Record<string, string>> = {}): Promise<TestMarket> {
  const { market: parts, scheduleSession, runtime } = market.service.internals
  await accepted(parts.hubs.execute(HUB, { type: 'OpenHub', hub }, { actor }))
  for (const [id, producer] of Object.entries(producers)) {
    await accepted(parts.producers.execute(id, { type: 'PublishProducer', producer }, { actor }))
  }
  const body = {
    hubId: HUB,
    pickupDate: PICKUP_DATE,
    opensAt: OPENS_AT,
    closesAt: CLOSES_AT,
    pointIds: [POINT, SMALL_POINT],
    producers: [FOURNIL, FERME].map((producerId) => ({
      producerId,
      ...(closings[producerId] !== undefined && { closesAt: closings[producerId] }),
    })),
  }
  await accepted(scheduleSession(parts, SESSION, body, { actor }))
  await runtime.settled()
  return market
}

export async function openSale(options: OpenOptions = {}, closings: Readonly<Record<string, string>> = {}): Promise<TestMarket> {
  return withSession(await openMarket(options), closings)
}

/** For tests that move the clock: the market's clock starts in the middle of the sale. */
export const saleClock = (): ManualClock => manualClock(parseInstant(DURING_SALE))

async function accepted(answer: Promise<{ readonly refused?: boolean; readonly code?: string; readonly figures?: unknown }>) {
  const given = await answer
  if (given.refused === true) throw new Error(`refused: ${given.code} ${JSON.stringify(given.figures)}`)
}

function clientOf(url: string, token: string | undefined): Client {
  async function ask<Body>(method: string, path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Reply<Body>> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    // The caller names the body it expects; tests fail on what is not there.
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body, etag: answer.headers.get('ETag') }
  }
  const keyed = (headers?: Readonly<Record<string, string>>) => ({ 'Idempotency-Key': newId('key-'), ...headers })
  return {
    get: (path) => ask('GET', path, undefined, {}),
    post: (path, body, headers) => ask('POST', path, body, keyed(headers)),
    put: (path, body, headers) => ask('PUT', path, body, keyed(headers)),
  }
}

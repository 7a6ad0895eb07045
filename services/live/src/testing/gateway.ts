import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgetTestData, openTestLog, openTestStore } from '@filature/aggregates/testing/engines'
import { deadLetterTopicOf, eventType, STOCK_TOPIC, topicOf } from '@filature/contracts/events/registry'
import type { StockState } from '@filature/contracts/live/messages'
import type { EventLog, LogRecord } from '@filature/event-log/port'
import { systemClock } from '@filature/kernel/clock'
import type { EventRecord } from '@filature/kernel/event'
import { createMetrics } from '@filature/service-kit/metrics'
import { type Served, serve } from '@filature/service-kit/serve'
import { tokenSigner } from '@filature/service-kit/testing/token-signer'
import { buildLive, type LiveService } from '../service.ts'
import { type LiveSettings, liveEnvironment } from '../settings.ts'

/** A gateway on a real port over a real log and store. */
export interface Gateway {
  readonly live: LiveService
  readonly url: string
  stop(): Promise<void>
}

/** A folder with a log that outlives gateways. */
export interface Ground {
  readonly log: EventLog
  tokenFor(memberId: string): string
  /** Appends what the market or the materials library would put on the stock topic. */
  publish(states: readonly StockState[]): Promise<void>
  forget(id: string): Promise<void>
  /** Appends one event to its service's topic. */
  tell(source: string, name: string, subject: string, sequence: number, data: unknown): Promise<void>
  openGateway(settings?: Partial<LiveSettings>, port?: number): Promise<Gateway>
  /** What gateways reported as wrong. */
  readonly errors: { readonly where: string; readonly error: unknown }[]
  close(): Promise<void>
}

const SOURCES = ['identity', 'market', 'materials', 'notify']

export async function openGround(): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'filature-live-'))
  const log = await openTestLog(dataDir)
  await log.define([
    { name: STOCK_TOPIC, partitions: 4, compacted: true },
    ...SOURCES.map((service) => ({ name: topicOf(service), partitions: 2, compacted: false })),
    { name: deadLetterTopicOf('market'), partitions: 1, compacted: false },
  ])
  const tokens = tokenSigner()
  const errors: { where: string; error: unknown }[] = []
  const gateways = new Set<Gateway>()

  const eventOf = (source: string, name: string, subject: string, sequence: number, data: unknown): EventRecord => ({
    id: `${subject}/${sequence}`,
    type: eventType(source, name),
    source,
    subject,
    time: systemClock.now(),
    sequence,
    data,
  })
  const stockRecord = (state: StockState): LogRecord => {
    const source = state.id.startsWith('off_') ? 'market' : 'materials'
    return { topic: STOCK_TOPIC, key: state.id, event: eventOf(source, 'StockState', state.id, state.v, state) }
  }

  return {
    log,
    errors,
    tokenFor: tokens.tokenFor,
    publish: (states) => log.append(states.map(stockRecord)),
    forget: (id) => log.append([{ topic: STOCK_TOPIC, key: id, event: null }]),
    tell: (source, name, subject, sequence, data) =>
      log.append([{ topic: topicOf(source), key: subject, event: eventOf(source, name, subject, sequence, data) }]),
    async openGateway(settings = {}, port = 0) {
      const store = await openTestStore('live', dataDir)
      const live = buildLive({
        store,
        log,
        clock: systemClock,
        tokens: tokens.check,
        settings: { ...liveEnvironment.parse({}), ...settings },
        onError: (error, where) => errors.push({ error, where }),
      })
      const environment = { PORT: port, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
      const served: Served = await serve({ services: [live], environment, metrics: createMetrics() })
      const gateway: Gateway = {
        live,
        url: `http://127.0.0.1:${served.port}`,
        async stop() {
          gateways.delete(gateway)
          await served.stop()
          await store.close()
        },
      }
      gateways.add(gateway)
      return gateway
    },
    async close() {
      for (const gateway of gateways) await gateway.stop()
      await log.close()
      await forgetTestData(dataDir)
    },
  }
}

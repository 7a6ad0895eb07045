import { auditTrailDecider } from '@filature/aggregates/audit-trail'
import { createServiceRuntime, type ServiceRuntime } from '@filature/aggregates/runtime'
import { assertPublishable, deadLetterTopicOf, STOCK_TOPIC, topicOf } from '@filature/contracts/events/registry'
import { marketEvents } from '@filature/contracts/market/events'
import { marketApi } from '@filature/contracts/market/http'
import { marketRefusals } from '@filature/contracts/market/refusals'
import type { EventLog } from '@filature/event-log/port'
import type { Clock } from '@filature/kernel/clock'
import { SECOND } from '@filature/kernel/instant'
import type { WriteLimits } from '@filature/kernel/write-limits'
import { implement } from '@filature/service-kit/implement'
import type { Metrics } from '@filature/service-kit/metrics'
import type { Service } from '@filature/service-kit/service'
import type { TokenCheck } from '@filature/service-kit/token-check'
import type { Store } from '@filature/store/port'
import { hubDecider } from './hubs/hub.ts'
import { hubRoutes } from './hubs/routes.ts'
import type { Market } from './market.ts'
import { offerCards } from './offers/cards.ts'
import { offerDecider } from './offers/decide.ts'
import { listProduct } from './offers/list.ts'
import { offerRoutes } from './offers/routes.ts'
import { standingStock, stockRecords } from './offers/stock-topic.ts'
import { orderProcess } from './orders/decide.ts'
import { habits } from './orders/habits.ts'
import { orderReactions } from './orders/hearing.ts'
import { orderLimits } from './orders/limits.ts'
import { cancelMyOrder, confirmMyOrder, extendMyHolds } from './orders/my-order.ts'
import { ORDER_INDEXES } from './orders/queries.ts'
import { orderRoutes } from './orders/routes.ts'
import { setMyLine } from './orders/set-my-line.ts'
import { producerDecider } from './producers/producer.ts'
import { PRODUCER_INDEXES, producerRoutes } from './producers/routes.ts'
import { productDecider } from './products/product.ts'
import { publishProduct } from './products/publish.ts'
import { PRODUCT_INDEXES, productRoutes } from './products/routes.ts'
import { sessionDecider } from './sessions/decide.ts'
import { sessionReactions } from './sessions/reactions.ts'
import { regulars } from './sessions/regulars.ts'
import { SESSION_INDEXES, sessionRoutes } from './sessions/routes.ts'
import { scheduleSession } from './sessions/schedule.ts'
import type { MarketSettings } from './settings.ts'
import { slotBookDecider } from './slots/slot-book.ts'

export interface MarketPorts {
  readonly store: Store
  readonly log: EventLog
  readonly clock: Clock
  readonly tokens: TokenCheck
  readonly settings: MarketSettings
  readonly limits?: Partial<WriteLimits>
  readonly metrics?: Metrics
  readonly onError?: (error: unknown, where: string) => void
}

export interface MarketService extends Service {
  readonly internals: {
    readonly runtime: ServiceRuntime
    /** The aggregates, for the loader and for tests. */
    readonly market: Market
    /** What routes do beyond one command, for callers in the same process. */
    readonly publishProduct: typeof publishProduct
    readonly scheduleSession: typeof scheduleSession
    readonly listProduct: typeof listProduct
    readonly setMyLine: typeof setMyLine
    readonly extendMyHolds: typeof extendMyHolds
    readonly confirmMyOrder: typeof confirmMyOrder
    readonly cancelMyOrder: typeof cancelMyOrder
  }
}

const MARKET_TOPIC = topicOf('market')
const PARTITIONS = 8

/** The collaborative market, from its ports. */
export function buildMarket(ports: MarketPorts): MarketService {
  const { store, log, clock, tokens } = ports
  const onError = ports.onError ?? (() => {})
  const runtime = createServiceRuntime({
    service: 'market',
    store,
    log,
    clock,
    topic: MARKET_TOPIC,
    deadLetterTopic: deadLetterTopicOf('market'),
    assertPublishable: (event) => assertPublishable(marketEvents, event),
    alongside: stockRecords,
    standing: standingStock(clock),
    onError,
    ...(ports.limits !== undefined && { limits: ports.limits }),
    ...(ports.metrics !== undefined && { gauge: ports.metrics.gauge }),
  })
  const market = declare(runtime, ports)
  runtime.projection('offer-cards', offerCards)
  runtime.projection('habits', habits)
  runtime.projection('regulars', regulars)
  runtime.react('orders', [MARKET_TOPIC], orderReactions(market))
  runtime.react('sessions', [MARKET_TOPIC], sessionReactions(market))

  const router = implement(
    marketApi,
    {
      ...hubRoutes(market),
      ...producerRoutes(market),
      ...productRoutes(market),
      ...sessionRoutes(market),
      ...offerRoutes(market),
      ...orderRoutes(market),
    },
    {
      tokens,
      clock,
      refusalTexts: marketRefusals,
      onError,
      onAnswer: (route, status, seconds) => ports.metrics?.answered('market', route, status, seconds),
    },
  )

  return {
    name: 'market',
    api: marketApi,
    router,
    mountPath: '/api/market/v1',
    async start() {
      await log.define([
        { name: MARKET_TOPIC, partitions: PARTITIONS, compacted: false },
        { name: STOCK_TOPIC, partitions: PARTITIONS, compacted: true },
        { name: deadLetterTopicOf('market'), partitions: 1, compacted: false },
      ])
      await runtime.start()
    },
    async stop() {
      await runtime.stop()
    },
    checks: { store: () => store.ping(), log: () => log.ping() },
    internals: { runtime, market, publishProduct, scheduleSession, listProduct, setMyLine, extendMyHolds, confirmMyOrder, cancelMyOrder },
  }
}

function declare(runtime: ServiceRuntime, { store, clock, settings }: MarketPorts): Market {
  const offerLimits = {
    claimsPerOffer: settings.MARKET_CLAIMS_PER_OFFER,
    cooldownMs: settings.MARKET_HOLD_COOLDOWN_S * SECOND,
    unpinGraceMs: settings.MARKET_UNPIN_GRACE_S * SECOND,
  }
  return {
    store,
    clock,
    settings,
    hubs: runtime.aggregate(hubDecider),
    producers: runtime.aggregate(producerDecider, PRODUCER_INDEXES),
    products: runtime.aggregate(productDecider, PRODUCT_INDEXES),
    sessions: runtime.aggregate(sessionDecider, SESSION_INDEXES),
    offers: runtime.aggregate(offerDecider(offerLimits), { bySession: ['sessionId'] }),
    slotBooks: runtime.aggregate(slotBookDecider),
    trails: runtime.aggregate(auditTrailDecider),
    orders: runtime.process(orderProcess(orderLimits(settings)), ORDER_INDEXES),
  }
}

import { createServiceRuntime, type ServiceRuntime } from '@filature/aggregates/runtime'
import { assertPublishable, deadLetterTopicOf, STOCK_TOPIC, topicOf } from '@filature/contracts/events/registry'
import { materialsEvents } from '@filature/contracts/materials/events'
import { materialsApi } from '@filature/contracts/materials/http'
import { materialsRefusals } from '@filature/contracts/materials/refusals'
import type { EventLog } from '@filature/event-log/port'
import type { Clock } from '@filature/kernel/clock'
import type { WriteLimits } from '@filature/kernel/write-limits'
import { implement } from '@filature/service-kit/implement'
import type { Metrics } from '@filature/service-kit/metrics'
import type { Service } from '@filature/service-kit/service'
import type { TokenCheck } from '@filature/service-kit/token-check'
import type { Store } from '@filature/store/port'
import { depotDecider } from './depots/decide.ts'
import { depotRoutes } from './depots/routes.ts'
import { depotStock } from './depots/stock.ts'
import type { Aggregates, EdgePorts } from './edge/ports.ts'
import { recentHolds } from './holds/find-hold.ts'
import { holdHistory } from './holds/hold-history.ts'
import { holdLists } from './holds/lists.ts'
import { type HoldRequest, placeHold } from './holds/place-hold.ts'
import { holdRoutes } from './holds/routes.ts'
import { extensionRoutes } from './holds/routes-extension.ts'
import { lotDecider } from './lots/decide.ts'
import { lotCommands } from './lots/routes-commands.ts'
import { lotIntakeRoutes } from './lots/routes-intake.ts'
import { lotReads } from './lots/routes-read.ts'
import { registerDecider } from './pickups/register.ts'
import { pickupRoutes } from './pickups/routes.ts'
import { slipProcess } from './pickups/slip.ts'
import { quotaDecider } from './quota/decide.ts'
import { depotReactions, holderOrLot, holdReactions } from './reactions.ts'
import { type Reference, shippedReference } from './reference/reference.ts'
import { familyRoutes } from './reference/routes.ts'
import { startSearchFeed } from './search/feed.ts'
import { createSearchIndex, type SearchIndex } from './search/search-index.ts'
import type { MaterialsSettings } from './settings.ts'
import { siteRoutes } from './sites/routes.ts'
import { siteDecider } from './sites/site.ts'
import { standingStock, stockRecords } from './stock-state.ts'
import { ownWishesProcess } from './wishes/own-wishes.ts'
import { wishReactions } from './wishes/reactions.ts'
import { wishRoutes } from './wishes/routes.ts'

export interface MaterialsPorts {
  readonly store: Store
  readonly log: EventLog
  readonly clock: Clock
  readonly tokens: TokenCheck
  readonly settings: MaterialsSettings
  readonly limits?: Partial<WriteLimits>
  readonly metrics?: Metrics
  readonly onError?: (error: unknown, where: string) => void
}

export interface MaterialsService extends Service {
  readonly internals: Aggregates & {
    readonly runtime: ServiceRuntime
    readonly reference: Reference
    readonly index: SearchIndex
    /** Places a hold as the route does: quota, then lot. */
    placeHold(request: HoldRequest, options: Parameters<typeof placeHold>[2]): ReturnType<typeof placeHold>
    /** Nothing waits, all is published, every consumer and the search index have seen it. */
    settled(): Promise<void>
  }
}

const PARTITIONS = 8

/** The networked library of reclaimed building materials. */
export function buildMaterials(ports: MaterialsPorts): MaterialsService {
  const { store, log, clock, tokens, settings } = ports
  const onError = ports.onError ?? (() => {})
  const reference = shippedReference()
  const runtime = createServiceRuntime({
    service: 'materials',
    store,
    log,
    clock,
    topic: topicOf('materials'),
    deadLetterTopic: deadLetterTopicOf('materials'),
    assertPublishable: (event) => assertPublishable(materialsEvents, event),
    alongside: stockRecords,
    standing: standingStock,
    onError,
    ...(ports.limits !== undefined && { limits: ports.limits }),
    ...(ports.metrics !== undefined && { gauge: ports.metrics.gauge }),
  })
  const lot = lotDecider(reference, settings.holds)
  const aggregates: Aggregates = {
    depots: runtime.aggregate(depotDecider(settings.network)),
    sites: runtime.aggregate(siteDecider),
    lots: runtime.aggregate(lot, {
      byCode: ['code'],
      byPublication: ['publication'],
      byDepot: ['depotId', 'publication'],
      byLocation: ['depotId', 'locationId', 'publication'],
    }),
    quotas: runtime.aggregate(quotaDecider(settings.strikes)),
    registers: runtime.aggregate(registerDecider),
    slips: runtime.process(slipProcess),
    ownWishes: runtime.process(ownWishesProcess),
  }
  runtime.projection('hold-history', holdHistory)
  runtime.react('holds', [topicOf('materials')], { ...holdReactions(aggregates), ...wishReactions(aggregates) }, { orderKey: holderOrLot })
  runtime.react('depots', [topicOf('materials')], depotReactions(aggregates, store))

  const index = createSearchIndex(reference)
  const feed = startSearchFeed({ store, log, lots: aggregates.lots, index })
  ports.metrics?.gauge(
    'filature_consumer_behind',
    'records that a consumer has not yet read',
    { service: 'materials', group: 'materials.search' },
    feed.behind,
  )
  const edge: EdgePorts = {
    ...aggregates,
    store,
    reference,
    settings,
    index,
    clock,
    recent: recentHolds(),
    judgeLot(state, command, { actor, idempotencyKey, receivedAt = clock.now() }) {
      const decision = lot.decide(state, command, { now: receivedAt, actor, id: state.lotId, idempotencyKey, version: 0 })
      return decision.refused === true ? decision : undefined
    },
  }
  const router = implement(
    materialsApi,
    {
      ...familyRoutes(reference),
      ...depotRoutes(edge),
      ...depotStock(edge),
      ...siteRoutes(edge),
      ...lotReads(edge),
      ...lotIntakeRoutes(edge),
      ...lotCommands(edge),
      ...holdRoutes(edge),
      ...holdLists(edge),
      ...extensionRoutes(edge),
      ...wishRoutes(edge),
      ...pickupRoutes(edge),
    },
    {
      tokens,
      clock,
      refusalTexts: materialsRefusals,
      onError,
      onAnswer: (route, status, seconds) => ports.metrics?.answered('materials', route, status, seconds),
    },
  )

  return {
    name: 'materials',
    api: materialsApi,
    router,
    mountPath: '/api/materials/v1',
    async start() {
      await log.define([
        { name: topicOf('materials'), partitions: PARTITIONS, compacted: false },
        { name: STOCK_TOPIC, partitions: PARTITIONS, compacted: true },
        { name: deadLetterTopicOf('materials'), partitions: 1, compacted: false },
      ])
      await runtime.start()
      await feed.start()
    },
    async stop() {
      await feed.stop()
      await runtime.stop()
    },
    checks: { store: () => store.ping(), log: () => log.ping() },
    internals: {
      ...aggregates,
      runtime,
      reference,
      index,
      placeHold: (request, options) => placeHold(edge, request, options),
      async settled() {
        await runtime.settled()
        await feed.caughtUp()
      },
    },
  }
}

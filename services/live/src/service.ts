import type { Server } from 'node:http'
import type { Consumer } from '@filature/aggregates/consumer'
import { deadLetterTopicOf } from '@filature/contracts/events/registry'
import { liveApi } from '@filature/contracts/live/http'
import { liveRefusalTexts } from '@filature/contracts/live/refusals'
import type { EventLog, Subscription } from '@filature/event-log/port'
import type { Clock } from '@filature/kernel/clock'
import { newId } from '@filature/kernel/ids'
import { SECOND } from '@filature/kernel/instant'
import { implement } from '@filature/service-kit/implement'
import type { Metrics } from '@filature/service-kit/metrics'
import type { Service } from '@filature/service-kit/service'
import type { TokenCheck } from '@filature/service-kit/token-check'
import type { Store } from '@filature/store/port'
import { startDigests } from './frames/digests.ts'
import { createSender } from './frames/sender.ts'
import { createTicker } from './frames/ticker.ts'
import { createOrderOwners, ORDER_OWNER_COLLECTIONS, startOrderOwners } from './own/order-owners.ts'
import { startOwnFeed } from './own/own-feed.ts'
import { createJoin } from './rooms/join.ts'
import { roomRoutes } from './rooms/routes.ts'
import { createWatchers } from './rooms/watchers.ts'
import type { LiveSettings } from './settings.ts'
import { createSocketServer } from './socket-server.ts'
import { type StockFeed, startStockFeed } from './stock/stock-feed.ts'
import { createStockStates } from './stock/stock-states.ts'
import { ticketRoutes } from './tickets/routes.ts'
import { createTickets } from './tickets/ticket.ts'

export interface LivePorts {
  readonly store: Store
  readonly log: EventLog
  readonly clock: Clock
  readonly tokens: TokenCheck
  readonly settings: LiveSettings
  readonly metrics?: Metrics
  readonly onError?: (error: unknown, where: string) => void
}

export interface LiveFigures {
  readonly sockets: number
  readonly rooms: number
  readonly states: number
  readonly frames: number
  readonly resyncs: number
}

export interface LiveService extends Service {
  readonly attach: (server: Server) => void
  readonly internals: {
    /** Of this start of this gateway. */
    readonly epoch: string
    figures(): LiveFigures
  }
}

/** The gateway between the stock topic and the screens. Everything it knows can be read again from the log. */
export function buildLive(ports: LivePorts): LiveService {
  const { store, log, clock, tokens, settings } = ports
  const onError = ports.onError ?? (() => {})
  const epoch = newId('epo_')
  const watchers = createWatchers()
  const sender = createSender(watchers, settings.LIVE_SLOW_BYTES)
  const ticker = createTicker(watchers, sender, settings.LIVE_TICK_MS)
  const states = createStockStates(ticker.changed)
  const owners = createOrderOwners(store)
  const tickets = createTickets({ clock, lastsMs: settings.LIVE_TICKET_S * SECOND, secret: settings.LIVE_TICKET_SECRET })
  let feed: StockFeed | undefined
  let ownFeed: Subscription | undefined
  let ownersFeed: Consumer | undefined
  let stopDigests: (() => void) | undefined
  let isOpen = false

  const sockets = createSocketServer({
    watchers,
    join: createJoin({ watchers, states, owners, clock, epoch, settings }),
    refuseAll: (rooms, code) => ({
      epoch,
      serverTime: clock.now(),
      refused: (rooms.length === 0 ? ['*'] : rooms).map((room) => ({ room, code })),
      snapshot: [],
    }),
    tickets,
    settings,
    isReady: () => isOpen,
    onError,
  })

  const router = implement(
    liveApi,
    {
      ...ticketRoutes(tickets),
      ...roomRoutes({ states, feed: () => feed, clock, epoch, mostStates: settings.LIVE_STATES_PER_ROOM }),
    },
    {
      tokens,
      clock,
      refusalTexts: liveRefusalTexts,
      onError,
      onAnswer: (route, status, seconds) => ports.metrics?.answered('live', route, status, seconds),
    },
  )

  const figures = (): LiveFigures => ({
    sockets: sockets.sockets(),
    rooms: watchers.roomCount(),
    states: states.size(),
    ...sender.figures(),
  })
  if (ports.metrics !== undefined) measure(ports.metrics, figures)

  return {
    name: 'live',
    api: liveApi,
    router,
    mountPath: '/api/live/v1',
    attach: sockets.attach,
    async start() {
      await store.define(ORDER_OWNER_COLLECTIONS)
      // The topics it reads are defined by those who write them, at any time.
      await log.define([{ name: deadLetterTopicOf('live'), partitions: 1, compacted: false }])
      feed = startStockFeed({ log, states, group: `live.stock.${epoch}`, onError })
      ownFeed = startOwnFeed({
        log,
        group: `live.own.${epoch}`,
        changed: ticker.changed,
        tokens,
        sessionEnded: sockets.endSession,
        onError,
      })
      ownersFeed = startOrderOwners(store, log, onError)
      stopDigests = startDigests({ watchers, sender, ticker, states, clock, epoch, everyMs: settings.LIVE_DIGEST_S * SECOND })
      await Promise.all([feed.caughtUp, ownFeed.ready, ownersFeed.ready])
      isOpen = true
    },
    async stop() {
      isOpen = false
      stopDigests?.()
      ticker.stop()
      sockets.close()
      await Promise.all([feed?.stop(), ownFeed?.stop(), ownersFeed?.stop()])
    },
    checks: {
      log: () => log.ping(),
      async stock() {
        if (feed?.isCaughtUp() !== true) throw new Error('the stock topic has not been read to its end yet')
      },
    },
    internals: { epoch, figures },
  }
}

function measure(metrics: Metrics, figures: () => LiveFigures) {
  const gauge = (name: string, help: string, of: keyof LiveFigures) => metrics.gauge(name, help, {}, () => figures()[of])
  gauge('filature_live_sockets', 'open sockets', 'sockets')
  gauge('filature_live_rooms', 'rooms with somebody in them', 'rooms')
  gauge('filature_live_states', 'offers and lots known', 'states')
  gauge('filature_live_frames_total', 'frames handed to sockets since the start', 'frames')
  gauge('filature_live_resyncs_total', 'rooms that slow sockets were told to join again since the start', 'resyncs')
}

import type { Aggregate } from '@filature/aggregates/aggregate'
import { createServiceRuntime, type ServiceRuntime } from '@filature/aggregates/runtime'
import { assertPublishable, deadLetterTopicOf, topicOf } from '@filature/contracts/events/registry'
import { notifyEvents } from '@filature/contracts/notify/events'
import { notifyApi } from '@filature/contracts/notify/http'
import { notifyRefusalTexts } from '@filature/contracts/notify/refusals'
import type { EventLog } from '@filature/event-log/port'
import type { Clock } from '@filature/kernel/clock'
import type { WriteLimits } from '@filature/kernel/write-limits'
import { implement } from '@filature/service-kit/implement'
import type { Metrics } from '@filature/service-kit/metrics'
import type { Service } from '@filature/service-kit/service'
import type { TokenCheck } from '@filature/service-kit/token-check'
import type { Store } from '@filature/store/port'
import { type InboxCommand, inboxDecider } from './inbox/decide.ts'
import type { Inbox } from './inbox/inbox.ts'
import { MESSAGE_INDEXES } from './inbox/list.ts'
import { inboxRoutes } from './inbox/routes.ts'
import { ASKING, reactionsToAsks } from './messages/asks.ts'
import type { MessageCommand } from './messages/decide.ts'
import { messageDelivery } from './messages/delivery.ts'
import type { Message } from './messages/message.ts'
import { type Preferences, type PreferencesCommand, preferencesDecider } from './preferences/preferences.ts'
import { preferencesRoutes } from './preferences/routes.ts'

export interface NotifyPorts {
  readonly store: Store
  readonly log: EventLog
  readonly clock: Clock
  readonly tokens: TokenCheck
  readonly limits?: Partial<WriteLimits>
  readonly metrics?: Metrics
  readonly onError?: (error: unknown, where: string) => void
}

export interface NotifyService extends Service {
  readonly internals: {
    readonly runtime: ServiceRuntime
    readonly messages: Aggregate<Message, MessageCommand>
    readonly inboxes: Aggregate<Inbox, InboxCommand>
    readonly preferences: Aggregate<Preferences, PreferencesCommand>
    /** How often each `service/key` was asked for that has no words yet. */
    unknownKeys(): ReadonlyMap<string, number>
  }
}

const PARTITIONS = 8

/** Tells people what services say they should know, once per person; today in the application only. */
export function buildNotify(ports: NotifyPorts): NotifyService {
  const { store, log, clock, tokens } = ports
  const onError = ports.onError ?? (() => {})
  const unknown = new Map<string, number>()
  const runtime = createServiceRuntime({
    service: 'notify',
    store,
    log,
    clock,
    topic: topicOf('notify'),
    deadLetterTopic: deadLetterTopicOf('notify'),
    assertPublishable: (event) => assertPublishable(notifyEvents, event),
    onError,
    ...(ports.limits !== undefined && { limits: ports.limits }),
    ...(ports.metrics !== undefined && { gauge: ports.metrics.gauge }),
  })
  const messages = runtime.process(messageDelivery, MESSAGE_INDEXES)
  const inboxes = runtime.aggregate(inboxDecider)
  const preferences = runtime.aggregate(preferencesDecider)
  runtime.react(
    'asks',
    ASKING.map(topicOf),
    reactionsToAsks({
      messages,
      preferences,
      onUnknownKey(source, key) {
        const name = `${source}/${key}`
        unknown.set(name, (unknown.get(name) ?? 0) + 1)
      },
    }),
  )

  const router = implement(
    notifyApi,
    { ...inboxRoutes({ store, inboxes, messages, preferences }), ...preferencesRoutes(preferences) },
    {
      tokens,
      clock,
      refusalTexts: notifyRefusalTexts,
      onError,
      onAnswer: (route, status, seconds) => ports.metrics?.answered('notify', route, status, seconds),
    },
  )
  ports.metrics?.gauge('filature_notify_unknown_keys_total', 'messages asked for by a key that has no words', {}, () =>
    [...unknown.values()].reduce((sum, count) => sum + count, 0),
  )

  return {
    name: 'notify',
    api: notifyApi,
    router,
    mountPath: '/api/notify/v1',
    async start() {
      // The topics it hears are defined by those who write them, at any time.
      await log.define([
        { name: topicOf('notify'), partitions: PARTITIONS, compacted: false },
        { name: deadLetterTopicOf('notify'), partitions: 1, compacted: false },
      ])
      await runtime.start()
    },
    stop: () => runtime.stop(),
    checks: { store: () => store.ping(), log: () => log.ping() },
    internals: { runtime, messages, inboxes, preferences, unknownKeys: () => unknown },
  }
}

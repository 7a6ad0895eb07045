import { closable } from '../closable.ts'
import type { EventLog, Warn } from '../port.ts'
import { checkTopic } from '../rules.ts'
import { parseBrokers } from './brokers.ts'
import { clusterOf } from './cluster.ts'
import { namesOf } from './failures.ts'
import { lagOf } from './lag.ts'
import { subscribeTo } from './membership.ts'
import { insistFor } from './patience.ts'
import { producerOf } from './producer.ts'
import { topicsOf } from './topics.ts'

export interface KafkaEventLogOptions {
  /** `host:port`, several with commas between them; any of them leads to the others. */
  readonly brokers: string
  /**
   * After so many milliseconds without a sign, a member is taken for dead and its partitions go to others; default 6 000.
   * Brokers allow 6 000 to 1 800 000 unless they are told otherwise (`group.min.session.timeout.ms`).
   */
  readonly sessionMs?: number
  /** How often a member gives a sign, in milliseconds, and so hears that others come or go; default 500. */
  readonly heartbeatMs?: number
  /** How long a group waits for a batch in hand before it goes on without that member, in milliseconds; default 60 000. */
  readonly handoverMs?: number
  /** How long a broker waits for records before it answers that there are none, in milliseconds; default 2 000. */
  readonly fetchWaitMs?: number
  /** How often a member looks for topics that were not defined when it subscribed to them, in milliseconds; default 1 000. */
  readonly topicPollMs?: number
  /** Pause after a handler's first rejection, in milliseconds; default 100. It doubles with each further one… */
  readonly firstRetryMs?: number
  /** …up to this; default 5 000. */
  readonly longestRetryMs?: number
  /** How long `append`, `define`, `lag` and the commits of a `stop` are tried before they reject, in milliseconds; default 4 500. */
  readonly refuseAfterMs?: number
  /** How long `ping` waits for a broker, in milliseconds; default 1 500. */
  readonly pingMs?: number
  /** Told what would otherwise go unseen (a handler rejected, brokers away); default: a warning of the process. */
  readonly warn?: Warn
}

const warnProcess: Warn = (message) => process.emitWarning(message, 'EventLogWarning')

/**
 * The log on Apache Kafka. Opening connects to nothing: brokers that are away when the process starts are waited for like those
 * that go later. Throws an Error that names `KAFKA_BROKERS` or the option for values that make no sense.
 */
export function openKafkaEventLog(options: KafkaEventLogOptions): EventLog {
  const { sessionMs = 6_000, heartbeatMs = 500, handoverMs = 60_000, fetchWaitMs = 2_000, topicPollMs = 1_000 } = options
  const { firstRetryMs = 100, longestRetryMs = 5_000, refuseAfterMs = 4_500, pingMs = 1_500, warn = warnProcess } = options
  for (const [name, value] of Object.entries({
    sessionMs,
    heartbeatMs,
    handoverMs,
    fetchWaitMs,
    topicPollMs,
    firstRetryMs,
    longestRetryMs,
    refuseAfterMs,
    pingMs,
  })) {
    if (!(value > 0)) throw new RangeError(`event log: ${name} is ${value}, give a number above 0`)
  }
  const brokers = parseBrokers(options.brokers)
  const retry = { firstMs: firstRetryMs, longestMs: longestRetryMs }
  const tuning = { sessionMs, heartbeatMs, handoverMs, fetchWaitMs, topicPollMs, refuseAfterMs, retry, warn }
  // Subscriptions have connections of their own: what they wait for must not hold up anybody else.
  const cluster = clusterOf(brokers)
  const topics = topicsOf(cluster)
  const producer = producerOf({ cluster, topics, refuseAfterMs, warn })
  return closable(
    {
      async define(definitions) {
        for (const definition of definitions) checkTopic(definition)
        await insistFor(refuseAfterMs, brokers, (giveUp) => topics.define(definitions, giveUp))
      },
      append: (records) => producer.append(records),
      lag: (group) => insistFor(refuseAfterMs, brokers, () => lagOf(cluster, group)),
      async ping() {
        await insistFor(pingMs, brokers, () => cluster.call('any', 'control', 'ApiVersions', {}, pingMs))
      },
      subscribe: (subscribeOptions, handler) => subscribeTo(clusterOf(brokers), subscribeOptions, handler, tuning),
      release: () => producer.close(),
    },
    `Kafka (${namesOf(brokers)})`,
  )
}

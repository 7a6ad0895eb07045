import { randomBytes } from 'node:crypto'
import { prefixed } from '../prefixed.ts'
import type { EventLogHarness } from '../suites/harness.ts'
import { type KafkaEventLogOptions, openKafkaEventLog } from './open.ts'
import type { BrokersUnderTest } from './server-under-test.ts'

/** With pauses short enough for tests; failures that tests provoke are not told. */
export const kafkaHarness = ({ brokers, sessionMs }: BrokersUnderTest): EventLogHarness => ({
  patienceMs: 25_000,
  seeds: 20,
  compactionRecords: 2_000,
  async start() {
    const argument: KafkaEventLogOptions = { ...QUICK, brokers: brokers(), sessionMs }
    return {
      open: () => openQuietly(argument),
      opener: { module: import.meta.url, exported: openQuietly.name, argument },
      dispose: async () => {},
    }
  },
})

/** A caller is refused late: a busy machine is no broker that is away. */
export const QUICK = { heartbeatMs: 50, fetchWaitMs: 500, topicPollMs: 50, firstRetryMs: 1, longestRetryMs: 4, refuseAfterMs: 20_000 }

/** What other processes call, too: a function does not pass between processes, so it is added here. */
export async function openQuietly(options: KafkaEventLogOptions) {
  return openKafkaEventLog({ ...options, warn: () => {} })
}

export interface ApartOptions extends KafkaEventLogOptions {
  /** Before the names of topics and groups. */
  readonly prefix: string
}

/** A prefix that no other test or run has. */
export const newPrefix = (): string => `test${randomBytes(6).toString('hex')}`

/** For suites whose topics have names of their own, that of a service for instance. Other processes call it, too. */
export async function openApart({ prefix, ...options }: ApartOptions) {
  return prefixed(await openQuietly(options), prefix)
}

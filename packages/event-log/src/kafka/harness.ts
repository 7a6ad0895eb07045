import type { EventLogHarness } from '../suites/harness.ts'
import { type KafkaEventLogOptions, openKafkaEventLog } from './open.ts'
import { type FoundBrokers, startServer } from './server-under-test.ts'

/** With pauses short enough for tests; failures that tests provoke are not told. */
export const kafkaHarness = (found: Exclude<FoundBrokers, { readonly missing: string }>): EventLogHarness => ({
  patienceMs: 25_000,
  seeds: 20,
  compactionRecords: 2_000,
  async start() {
    const server = 'brokers' in found ? undefined : await startServer()
    const argument: KafkaEventLogOptions = { brokers: 'brokers' in found ? found.brokers : (server?.brokers ?? ''), ...QUICK }
    return {
      open: () => openQuietly(argument),
      opener: { module: import.meta.url, exported: 'openQuietly', argument },
      dispose: async () => server?.stop(),
    }
  },
})

/** 6 s is the shortest session that brokers allow where nobody told them otherwise. */
export const QUICK = { sessionMs: 6_000, heartbeatMs: 50, fetchWaitMs: 500, topicPollMs: 50, firstRetryMs: 1, longestRetryMs: 4 }

/** What other processes call, too: a function does not pass between processes, so it is added here. */
export const openQuietly = async (options: KafkaEventLogOptions) => openKafkaEventLog({ ...options, warn: () => {} })

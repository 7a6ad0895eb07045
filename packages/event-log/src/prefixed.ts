import type { DeliveredRecord, EventLog } from './port.ts'

/** `host:9092,other:9092/lyon`: several places may share a cluster, each with names of its own. */
const WITH_PREFIX = /^(?<brokers>.*\d)\/(?<prefix>[^/]*)\s*$/s
const PREFIX = /^[A-Za-z][A-Za-z0-9_-]{0,29}$/

/** Brokers without the prefix, and the prefix if there is one. Throws an Error that names `KAFKA_BROKERS` for one that cannot be. */
export function splitPrefix(given: string): { readonly brokers: string; readonly prefix: string | undefined } {
  const { brokers = given, prefix = '' } = WITH_PREFIX.exec(given)?.groups ?? {}
  if (prefix === '') return { brokers, prefix: undefined }
  if (!PREFIX.test(prefix)) {
    throw new Error(
      `KAFKA_BROKERS: what follows the brokers (${JSON.stringify(prefix)}) becomes the first part of all names: begin with a letter, then letters, digits, "_" or "-", at most 30`,
    )
  }
  return { brokers, prefix }
}

/** The same log, in which every topic and group bears a prefix that nobody who uses it sees. */
export function prefixed(log: EventLog, prefix: string): EventLog {
  const named = (name: string) => `${prefix}.${name}`
  const bare = (name: string) => name.slice(prefix.length + 1)
  return {
    ...log,
    define: (topics) => log.define(topics.map((topic) => ({ ...topic, name: named(topic.name) }))),
    append: (records) => log.append(records.map((record) => ({ ...record, topic: named(record.topic) }))),
    subscribe: (options, handler) =>
      log.subscribe({ ...options, topics: options.topics.map(named), group: named(options.group) }, (records) =>
        handler(records.map((record): DeliveredRecord => ({ ...record, topic: bare(record.topic) }))),
      ),
    lag: async (group) => (await log.lag(named(group))).map((lag) => ({ ...lag, topic: bare(lag.topic) })),
  }
}

import type { EventRecord } from '@filature/kernel/event'

export interface TopicDefinition {
  /** `filature.market` */
  readonly name: string
  readonly partitions: number
  /** Keeps at least the last record of each key; older ones may go. Others are kept for ever (embedded) or as the broker is told. */
  readonly compacted: boolean
}

/** What a producer hands in. The key decides the partition, so records of one key keep their order. */
export interface LogRecord {
  readonly topic: string
  readonly key: string
  /** null on a compacted topic erases the key. */
  readonly event: EventRecord | null
}

export interface DeliveredRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly key: string
  readonly event: EventRecord | null
}

export interface SubscribeOptions {
  readonly topics: readonly string[]
  /** Members of one group share the partitions; each record reaches one of them, at least once. */
  readonly group: string
  /** Where a group without offsets begins. */
  readonly from: 'beginning' | 'end'
  /** Largest number of records per handler call; default 500. */
  readonly batch?: number
}

/**
 * Records of one partition, in order. Offsets are committed after it resolves; when it rejects, the same records come
 * again, after a pause. While it runs, no other batch of that partition is delivered to the group.
 */
export type BatchHandler = (records: readonly DeliveredRecord[]) => Promise<void>

export interface Subscription {
  /**
   * Resolves once the member holds its partitions (perhaps none) and delivery has begun; waits while the log is away.
   * Rejects with `LogUnavailable` only when the subscription is stopped before that.
   */
  readonly ready: Promise<void>
  /** Stops after the batch in hand; its offsets are committed. */
  stop(): Promise<void>
}

export interface GroupLag {
  readonly topic: string
  readonly partition: number
  /** Records not yet committed by the group. */
  readonly behind: number
}

/**
 * The log between services: durable, ordered per key, delivered at least once. Every adapter passes the suite of
 * `event-log/suites`. Methods reject with `LogUnavailable` when the log cannot be reached or the handle is closed.
 */
export interface EventLog {
  /** Creates what is missing; repeatable. Rejects with `TopicDiffers` when a topic exists otherwise, and creates none. */
  define(topics: readonly TopicDefinition[]): Promise<void>
  /**
   * Appends in the order given; durable when resolved. When it rejects, none or some of the records may be in the log:
   * repeat the call, consumers recognise repeats. Rejects with `TopicMissing` for a topic that nobody defined, and with a
   * TypeError or RangeError for a record no log can hold; then nothing of the call is appended.
   */
  append(records: readonly LogRecord[]): Promise<void>
  /**
   * Joins the group. A topic may be defined later than its subscription: all its records are then delivered. Throws a
   * TypeError or RangeError for options that make no sense.
   */
  subscribe(options: SubscribeOptions, handler: BatchHandler): Subscription
  /** Per partition of the topics that the group reads; empty for a group that nobody ever joined. */
  lag(group: string): Promise<readonly GroupLag[]>
  /** Resolves when the log answers. */
  ping(): Promise<void>
  /** Stops this handle's subscriptions as `stop` does, and lets go of the log. Repeatable. */
  close(): Promise<void>
}

/** Told what would otherwise go unseen: a handler that rejects and is tried again, a lease that cannot be prolonged. */
export type Warn = (message: string, cause: unknown) => void

/** An append to a topic that nobody defined: a mistake of the program, found by tests. */
export class TopicMissing extends Error {
  override readonly name = 'TopicMissing'
}

/** A topic is already defined with other partitions or another retention, and neither can change. */
export class TopicDiffers extends Error {
  override readonly name = 'TopicDiffers'
}

export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable'
}

/** The log's file is not one that this version can read. The message says which and what to do. */
export class LogCorrupt extends Error {
  override readonly name = 'LogCorrupt'
}

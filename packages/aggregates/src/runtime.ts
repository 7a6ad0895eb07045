import type { EventLog, LogRecord } from '@filature/event-log/port'
import { systemActor } from '@filature/kernel/actor'
import type { Clock } from '@filature/kernel/clock'
import type { Decider, DomainEvent } from '@filature/kernel/decider'
import type { EventRecord } from '@filature/kernel/event'
import { earliest, msOf, plusMs } from '@filature/kernel/instant'
import type { CollectionDefinition, Store, StoredAggregate } from '@filature/store/port'
import type { Aggregate, ExecuteOptions, ReadAggregate } from './aggregate.ts'
import { type Answer, isPassing } from './answer.ts'
import type { AnyCommand, AnyDecider } from './any-decider.ts'
import { type Consumer, startConsumer, TryAgain } from './consumer.ts'
import { PARKED } from './dead-letters.ts'
import { type Driver, processDriver } from './drive.ts'
import type { WriteLimits } from './limits.ts'
import { type ProcessManager, RESUME_AFTER_MS } from './process.ts'
import { type Projection, project } from './projection.ts'
import { type Relay, startRelay } from './relay.ts'
import { type Scheduler, startScheduler } from './scheduler.ts'
import { sideBySide } from './side-by-side.ts'
import { type Committed, createWritePath } from './write-path.ts'

export interface RuntimeOptions {
  /** `market`: names the topic's events and the consumer groups. */
  readonly service: string
  readonly store: Store
  readonly log: EventLog
  readonly clock: Clock
  readonly topic: string
  readonly deadLetterTopic: string
  readonly limits?: Partial<WriteLimits>
  readonly assertPublishable?: (event: EventRecord) => void
  /** Records for other topics that an event brings along (the stock state of the live gateways). */
  readonly alongside?: (event: EventRecord) => readonly LogRecord[]
  /** The same records made from an aggregate as it stands; needed where their topic is compacted and several processes share the store. */
  readonly standing?: (collection: string, aggregate: StoredAggregate) => readonly LogRecord[]
  readonly onError?: (error: unknown, where: string) => void
  /** `metrics.gauge`: what waits here, and how far behind each consumer is. */
  readonly gauge?: (name: string, help: string, labels: Readonly<Record<string, string>>, read: () => number | Promise<number>) => void
}

/** Handlers by event type. May reject; see `TryAgain`. */
export type Reactions = Readonly<Record<string, (event: EventRecord) => Promise<void>>>

export interface ReactOptions {
  /** Where a consumer without offsets begins; default: the beginning. */
  readonly from?: 'beginning' | 'end'
  /**
   * Events with the same key are handled one after the other, others side by side; default: the aggregate they come from.
   * Give the key of what is changed when many events of one aggregate change many others (the holders of a sought-after lot).
   */
  readonly orderKey?: (event: EventRecord) => string
}

/**
 * What a service is made of. Declare aggregates, processes, projections and reactions, then `start`. A service author
 * writes deciders, projections and routes, and nothing else.
 */
export interface ServiceRuntime {
  /** `fields`: index name → paths that lists of these aggregates search and sort by. */
  aggregate<State, Command extends { readonly type: string }, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    fields?: CollectionDefinition['indexes'],
  ): Aggregate<State, Command>
  process<State, Command extends { readonly type: string }, Event extends DomainEvent>(
    process: ProcessManager<State, Command, Event>,
    fields?: CollectionDefinition['indexes'],
  ): Aggregate<State, Command>
  projection<Row>(name: string, projection: Projection<Row>): void
  /** Does something about events, at least once each: send commands with `event.id` as idempotency key. */
  react(name: string, topics: readonly string[], reactions: Reactions, options?: ReactOptions): void
  /** Creates collections, starts relay, consumers and timers; resolves when consumers hold their partitions. */
  start(): Promise<void>
  /** Stops taking events and timers, publishes what is left, answers what waits. */
  stop(): Promise<void>
  /** Resolves when nothing waits, nothing is unpublished and every own consumer has read all there is. For tests and the loader. */
  settled(): Promise<void>
  /** Runs the timers that are due on the service's clock; resolves when done. */
  runTimers(): Promise<void>
  readonly consumers: () => readonly Consumer[]
}

interface Registered {
  readonly decider: AnyDecider
  readonly fields: CollectionDefinition['indexes']
  readonly process: ProcessManager<unknown, AnyCommand, DomainEvent> | undefined
}

export function createServiceRuntime(options: RuntimeOptions): ServiceRuntime {
  const { service, store, log, clock } = options
  const report = (where: string) => (error: unknown) => options.onError?.(error, `${service}: ${where}`)
  const registered = new Map<string, Registered>()
  const aggregates = new Map<string, Aggregate<unknown, AnyCommand>>()
  const projections: { name: string; projection: Projection }[] = []
  const reactions: { name: string; topics: readonly string[]; reactions: Reactions; options: ReactOptions }[] = []
  const schedulers = new Map<string, Scheduler>()
  const drivers = new Map<string, Driver>()
  const consumers: Consumer[] = []
  const watchers = new Map<string, Set<(committed: Committed) => void>>()
  let relay: Relay | undefined

  const path = createWritePath({
    service,
    store,
    clock,
    ...(options.limits !== undefined && { limits: options.limits }),
    ...(options.assertPublishable !== undefined && { assertPublishable: options.assertPublishable }),
    onCommitted(committed) {
      relay?.wake()
      schedulers.get(committed.aggregate)?.notice(committed.dueAt)
      void drivers.get(committed.aggregate)?.drive(committed.id, committed.state)
      for (const watch of watchers.get(committed.id) ?? []) watch(committed)
    },
  })

  function handleOf(decider: AnyDecider): Aggregate<unknown, AnyCommand> {
    const readMany = (ids: readonly string[]) => path.read(decider, ids)
    const read = async (id: string) => (await readMany([id]))[0]
    return {
      name: decider.aggregate,
      execute: <Reply>(id: string, command: AnyCommand, given: ExecuteOptions) =>
        // The reply's type is the decider's own word for this command; callers name it.
        path.execute(decider, id, command, given) as Promise<Answer<Reply>>,
      read,
      readMany,
      until: (id, satisfied, withinMs) => until(id, read, satisfied, withinMs),
    }
  }

  async function until(
    id: string,
    read: (id: string) => Promise<ReadAggregate<unknown> | undefined>,
    satisfied: (state: unknown) => boolean,
    withinMs: number,
  ) {
    const { promise, resolve } = Promise.withResolvers<void>()
    const watch = (committed: Committed) => {
      if (satisfied(committed.state)) resolve()
    }
    const watching = watchers.get(id) ?? new Set()
    watchers.set(id, watching.add(watch))
    const timer = setTimeout(resolve, withinMs)
    try {
      const now = await read(id)
      if (now !== undefined && satisfied(now.state)) return now
      await promise
      const later = await read(id)
      return later !== undefined && satisfied(later.state) ? later : undefined
    } finally {
      clearTimeout(timer)
      watching.delete(watch)
      if (watching.size === 0) watchers.delete(id)
    }
  }

  function register(decider: AnyDecider, fields: CollectionDefinition['indexes'], process: Registered['process']) {
    if (registered.has(decider.aggregate)) throw new Error(`aggregate ${decider.aggregate} is declared twice in ${service}`)
    registered.set(decider.aggregate, { decider, fields, process })
    const handle = handleOf(decider)
    aggregates.set(decider.aggregate, handle)
    return handle
  }

  function aggregateNamed(name: string): Aggregate<unknown, AnyCommand> {
    const found = aggregates.get(name)
    if (found === undefined) throw new Error(`${service} has no aggregate ${name}`)
    return found
  }

  async function wakeAggregate(name: string, decider: AnyDecider, id: string) {
    if (decider.dueCommand !== undefined) {
      await path.execute(decider, id, decider.dueCommand, { actor: systemActor('timer'), causationId: 'timer' })
    }
    await drivers.get(name)?.drive(id)
  }

  function startConsumers() {
    const common = { store, log, deadLetterTopic: options.deadLetterTopic }
    for (const { name, projection } of projections) {
      const types = new Set(projection.types)
      consumers.push(
        startConsumer({
          ...common,
          group: `${service}.${name}`,
          topics: projection.topics,
          knows: (type) => types.has(type),
          handle: (events, done) => project(store, projection, events, done),
          onError: report(`projection ${name}`),
        }),
      )
    }
    for (const {
      name,
      topics,
      reactions: handlers,
      options: { from = 'beginning', orderKey },
    } of reactions) {
      consumers.push(
        startConsumer({
          ...common,
          group: `${service}.${name}`,
          topics,
          from,
          knows: (type) => Object.hasOwn(handlers, type),
          handle: (events, done) => sideBySide(events, async (event) => handlers[event.type]?.(event), done, orderKey),
          onError: report(`reaction ${name}`),
        }),
      )
    }
  }

  function measure() {
    const { gauge } = options
    if (gauge === undefined) return
    gauge('filature_waiting_commands', 'commands waiting for their write', { service }, () => path.waiting())
    gauge('filature_outbox_oldest_ms', 'age of the oldest unpublished event, 0 when all are published', { service }, () =>
      outboxAgeMs(store),
    )
    for (const { group } of consumers) {
      const behind = async () => (await log.lag(group)).reduce((sum, partition) => sum + partition.behind, 0)
      gauge('filature_consumer_behind', 'records that a consumer has not yet read', { service, group }, behind)
    }
  }

  return {
    aggregate(decider, fields = {}) {
      // Erased here, narrowed again by the returned handle: the runtime only passes commands and states through.
      return register(decider as unknown as AnyDecider, fields, undefined) as never
    },
    process(process, fields = {}) {
      const erased = process as unknown as ProcessManager<unknown, AnyCommand, DomainEvent>
      const nextDue = (state: unknown) => {
        const own = erased.nextDue?.(state)
        // A process with open steps is always due soon, so that a crash between two steps is resumed by the scheduler.
        return erased.next(state, '').length > 0 ? earliest(own, plusMs(clock.now(), RESUME_AFTER_MS)) : own
      }
      return register({ ...erased, nextDue }, fields, erased) as never
    },
    projection(name, projection) {
      projections.push({ name, projection: projection as unknown as Projection })
    },
    react(name, topics, handlers, given = {}) {
      reactions.push({ name, topics, reactions: handlers, options: given })
    },
    async start() {
      await store.define([
        PARKED,
        ...[...registered.values()].map(({ decider, fields }) => ({ name: decider.aggregate, indexes: fields })),
        ...projections.map(({ projection }) => projection.collection),
      ])
      relay = startRelay({
        store,
        log,
        topic: options.topic,
        ...(options.alongside !== undefined && { alongside: options.alongside }),
        ...(options.standing !== undefined && { standing: options.standing }),
        onError: report('relay'),
      })
      for (const [name, { decider, process }] of registered) {
        if (process !== undefined) {
          const self = aggregateNamed(name)
          drivers.set(name, processDriver({ process, self, aggregateNamed, onError: report(`process ${name}`) }))
        }
        if (decider.nextDue === undefined && process === undefined) continue
        const wake = (id: string) => wakeAggregate(name, decider, id)
        schedulers.set(name, startScheduler({ store, clock, collection: name, wakeAggregate: wake, onError: report(`timers of ${name}`) }))
      }
      startConsumers()
      measure()
      await Promise.all(consumers.map(({ ready }) => ready))
    },
    async stop() {
      await Promise.all([...schedulers.values()].map((scheduler) => scheduler.stop()))
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      await Promise.all([...drivers.values()].map((driver) => driver.stop()))
      await path.drained()
      await relay?.stop()
    },
    async settled() {
      for (;;) {
        await path.drained()
        await relay?.drained()
        const lags = await Promise.all(consumers.map(({ group }) => log.lag(group)))
        if (path.waiting() === 0 && lags.flat().every(({ behind }) => behind === 0)) return
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    async runTimers() {
      for (const scheduler of schedulers.values()) await scheduler.runDue()
    },
    consumers: () => consumers,
  }
}

async function outboxAgeMs(store: Store): Promise<number> {
  const [oldest] = await store.pending(1)
  const time = oldest?.events[0]?.time
  // An event of this very millisecond is unpublished too.
  return time === undefined ? 0 : Math.max(1, Date.now() - msOf(time))
}

/** For reactions: a passing refusal makes the event come again, anything else is the reaction's to judge. */
export function orTryAgain<A extends Answer>(answer: A): A {
  if (isPassing(answer)) throw new TryAgain(answer.refused === true ? answer.code : 'try again')
  return answer
}

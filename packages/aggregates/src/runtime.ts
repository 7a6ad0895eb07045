import type { EventLog, LogRecord } from '@filature/event-log/port'
import { systemActor } from '@filature/kernel/actor'
import type { Clock } from '@filature/kernel/clock'
import type { Decider, DomainEvent } from '@filature/kernel/decider'
import type { EventRecord } from '@filature/kernel/event'
import { earliest, plusMs } from '@filature/kernel/instant'
import type { WriteLimits } from '@filature/kernel/write-limits'
import type { CollectionDefinition, Store, StoredAggregate } from '@filature/store/port'
import type { Aggregate, ExecuteOptions } from './aggregate.ts'
import { type Answer, isPassing } from './answer.ts'
import type { AnyCommand, AnyDecider } from './any-decider.ts'
import { type Consumer, type ConsumerOptions, startConsumer, TryAgain } from './consumer.ts'
import { PARKED } from './dead-letters.ts'
import { type Driver, processDriver } from './drive.ts'
import { type Gauge, measure } from './measures.ts'
import { type ProcessManager, RESUME_AFTER_MS } from './process.ts'
import { type Projection, project } from './projection.ts'
import { type Relay, startRelay } from './relay.ts'
import { type Scheduler, startScheduler } from './scheduler.ts'
import { sideBySide } from './side-by-side.ts'
import { watching } from './watching.ts'
import { createWritePath } from './write-path.ts'

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
  readonly gauge?: Gauge
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

type ConsumerPlan = Pick<ConsumerOptions, 'topics' | 'from' | 'knows' | 'handle' | 'onError'> & { readonly name: string }

export function createServiceRuntime(options: RuntimeOptions): ServiceRuntime {
  const { service, store, log, clock } = options
  const report = (where: string) => (error: unknown) => options.onError?.(error, `${service}: ${where}`)
  const registered = new Map<string, Registered>()
  const aggregates = new Map<string, Aggregate<unknown, AnyCommand>>()
  const readModels: CollectionDefinition[] = []
  const plans: ConsumerPlan[] = []
  const schedulers = new Map<string, Scheduler>()
  const drivers = new Map<string, Driver>()
  const consumers: Consumer[] = []
  const watchers = watching()
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
      watchers.notice(committed)
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
      until: (id, satisfied, withinMs) => watchers.until(id, read, satisfied, withinMs),
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
    projection(name, given) {
      // Erased like the deciders: the runtime only passes rows through.
      const projection = given as unknown as Projection
      const types = new Set(projection.types)
      readModels.push(projection.collection)
      plans.push({
        name,
        topics: projection.topics,
        knows: (type) => types.has(type),
        handle: (events, done) => project(store, projection, events, done),
        onError: report(`projection ${name}`),
      })
    },
    react(name, topics, reactions, { from = 'beginning', orderKey } = {}) {
      plans.push({
        name,
        topics,
        from,
        knows: (type) => Object.hasOwn(reactions, type),
        handle: (events, done) => sideBySide(events, async (event) => reactions[event.type]?.(event), done, orderKey),
        onError: report(`reaction ${name}`),
      })
    },
    async start() {
      await store.define([
        PARKED,
        ...[...registered.values()].map(({ decider, fields }) => ({ name: decider.aggregate, indexes: fields })),
        ...readModels,
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
      const { deadLetterTopic } = options
      for (const { name, ...plan } of plans) {
        consumers.push(startConsumer({ store, log, deadLetterTopic, group: `${service}.${name}`, ...plan }))
      }
      const groups = consumers.map(({ group }) => group)
      if (options.gauge !== undefined) measure(options.gauge, { service, store, log, waiting: path.waiting, groups })
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
        // A process between two of its steps waits for nothing that is counted elsewhere.
        const isQuiet = path.waiting() === 0 && [...drivers.values()].every((driver) => driver.isIdle())
        if (isQuiet && lags.flat().every(({ behind }) => behind === 0)) return
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    async runTimers() {
      for (const scheduler of schedulers.values()) await scheduler.runDue()
    },
    consumers: () => consumers,
  }
}

/** For reactions: a passing refusal makes the event come again, anything else is the reaction's to judge. */
export function orTryAgain<A extends Answer>(answer: A): A {
  if (isPassing(answer)) throw new TryAgain(answer.refused === true ? answer.code : 'try again')
  return answer
}

import { createServiceRuntime } from '@filature/aggregates/runtime'
import { createWritePath } from '@filature/aggregates/write-path'
import { deadLetterTopicOf, eventType, topicOf } from '@filature/contracts/events/registry'
import { openEventLog } from '@filature/event-log/open'
import type { EventLog, LogRecord } from '@filature/event-log/port'
import { systemActor } from '@filature/kernel/actor'
import { systemClock } from '@filature/kernel/clock'
import { openStore } from '@filature/store/open'
import { serveParent } from './child.ts'
import { PIPELINE_PARTITIONS, PIPELINE_SUBJECTS, type PipelinePlace, type PipelineRequest, type PipelineVerdict } from './pipeline.ts'
import { type CounterRow, counterDecider, TOTALS, totalsOf } from './pipeline-service.ts'

const actor = systemActor('bench')
/** Records of one append of the bare log: as many as the relay takes. */
const BATCH = 500
const AT_ONCE = 2_000

let applied = 0
let waiting: { readonly count: number; readonly resolve: () => void }[] = []

function heard() {
  applied += 1
  if (waiting.length === 0 || !waiting.some(({ count }) => count <= applied)) return
  for (const { count, resolve } of waiting) if (count <= applied) resolve()
  waiting = waiting.filter(({ count }) => count > applied)
}

const untilApplied = (count: number) => new Promise<void>((resolve) => (applied >= count ? resolve() : waiting.push({ count, resolve })))

const subjectOf = (number: number) => `cnt_${number % PIPELINE_SUBJECTS}`

function openLog({ dataDir, kafkaBrokers }: PipelinePlace): Promise<EventLog> {
  return openEventLog({ dataDir, kafkaBrokers })
}

/** Commands through the write path, whose events stay in the outbox because nobody relays them. */
async function fill({ dataDir, service }: PipelinePlace, events: number): Promise<void> {
  const store = await openStore({ service, dataDir, survives: () => 'process-end' })
  await store.define([{ name: counterDecider.aggregate, indexes: {} }])
  const path = createWritePath({ service, store, clock: systemClock })
  // The write path knows commands and states only as what they are to it: anything.
  const decider = counterDecider as unknown as Parameters<typeof path.execute>[0]
  for (let from = 0; from < events; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, events - from) }, (_, index) => from + index)
    await Promise.all(numbers.map((number) => path.execute(decider, subjectOf(number), { type: 'Grow' }, { actor })))
  }
  await store.close()
}

/** Relay, log, consumer and projection; the clock runs from the moment the relay may append, with the consumer in place. */
async function go(place: PipelinePlace, events: number): Promise<number> {
  const { service, dataDir } = place
  const store = await openStore({ service, dataDir })
  const log = await openLog(place)
  const gate = Promise.withResolvers<void>()
  const gated: EventLog = {
    ...log,
    async append(records) {
      await gate.promise
      await log.append(records)
    },
  }
  await log.define([
    { name: topicOf(service), partitions: PIPELINE_PARTITIONS, compacted: false },
    { name: deadLetterTopicOf(service), partitions: 1, compacted: false },
  ])
  const runtime = createServiceRuntime({
    service,
    store,
    log: gated,
    clock: systemClock,
    topic: topicOf(service),
    deadLetterTopic: deadLetterTopicOf(service),
    onError: (error, where) => console.error(where, error),
  })
  applied = 0
  runtime.aggregate(counterDecider)
  runtime.projection(TOTALS, totalsOf(service, heard))
  await runtime.start()
  const started = performance.now()
  gate.resolve()
  await untilApplied(events)
  await runtime.settled()
  const took = performance.now() - started
  await runtime.stop()
  await log.close()
  await store.close()
  return took
}

/** The same records over the log alone. */
async function bare(place: PipelinePlace, events: number): Promise<number> {
  const { service } = place
  const topic = topicOf(service)
  const log = await openLog(place)
  await log.define([{ name: topic, partitions: PIPELINE_PARTITIONS, compacted: false }])
  const records = Array.from({ length: events }, (_, number) => recordOf(service, number))
  applied = 0
  const reading = log.subscribe({ topics: [topic], group: `${service}.bare`, from: 'beginning' }, async (delivered) => {
    for (const { event } of delivered) if (event !== null) heard()
  })
  await reading.ready
  const started = performance.now()
  const all = untilApplied(events)
  for (let from = 0; from < events; from += BATCH) await log.append(records.slice(from, from + BATCH))
  await all
  const took = performance.now() - started
  await reading.stop()
  await log.close()
  return took
}

function recordOf(service: string, number: number): LogRecord {
  const subject = subjectOf(number)
  const sequence = Math.floor(number / PIPELINE_SUBJECTS) + 1
  const decision = counterDecider.decide(
    { n: sequence - 1 },
    { type: 'Grow' },
    { now: systemClock.now(), actor, id: subject, idempotencyKey: undefined, version: sequence - 1 },
  )
  if (decision.refused === true) throw new Error('counters always grow')
  return {
    topic: topicOf(service),
    key: subject,
    event: {
      id: `${subject}/${sequence}`,
      type: eventType(service, 'Grown'),
      source: service,
      subject,
      time: systemClock.now(),
      sequence,
      actor: actor.id,
      data: decision.events[0]?.data,
    },
  }
}

async function verify({ dataDir, service }: PipelinePlace, events: number): Promise<PipelineVerdict> {
  const store = await openStore({ service, dataDir })
  await store.define([{ name: TOTALS, indexes: {} }])
  const found = await store.loadRows(
    TOTALS,
    Array.from({ length: PIPELINE_SUBJECTS }, (_, number) => subjectOf(number)),
  )
  await store.close()
  // The collection's only writer is the projection above.
  const rows = found.flatMap((row) => (row === undefined ? [] : [row.document as CounterRow]))
  const each = events / PIPELINE_SUBJECTS
  return {
    rows: rows.length,
    applied: rows.reduce((sum, row) => sum + row.applied, 0),
    wrongRows: rows.filter(({ applied: times, last, astray }) => times !== each || last !== each || astray !== 0).length,
  }
}

serveParent<PipelineRequest>(async (request) => {
  if ('fill' in request) return fill(request.fill, request.events)
  if ('go' in request) return go(request.go, request.events)
  if ('bare' in request) return bare(request.bare, request.events)
  if ('verify' in request) return verify(request.verify, request.events)
  return untilApplied(request.applied)
})

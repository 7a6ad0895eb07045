import { afterEach, expect, it } from 'vitest'
import { type EventLog, type LogRecord, LogUnavailable } from '../port.ts'
import { expectOrder, idsOf, keys, recordOf, recordsOf } from '../suites/events.ts'
import { startProcess } from '../suites/other-process.ts'
import { type Reading, reading } from '../suites/reading.ts'
import { within } from '../suites/within.ts'
import { openQuietly, QUICK } from './harness.ts'
import type { KafkaEventLogOptions } from './open.ts'
import { describeOnOwnKafka, LONG_SESSION_MS, OWN_SESSION_MS } from './server-under-test.ts'

const PATIENCE_MS = 25_000
/** What the port promises a caller, and what `ping` does, in milliseconds. */
const ANSWERED_MS = 5_000
const PINGED_MS = 2_000
/** For a member that nobody lets go in order: neither who stops it nor the group waits long for it. */
const IMPATIENT = { refuseAfterMs: 1_000, sessionMs: OWN_SESSION_MS }

describeOnOwnKafka('when brokers', (server) => {
  let logs: EventLog[] = []
  let topics = 0
  let gates: PromiseWithResolvers<void>[] = []

  /** For a handler to wait at; opened after the test, however that ends. */
  function newGate(): PromiseWithResolvers<void> {
    const gate = Promise.withResolvers<void>()
    gates.push(gate)
    return gate
  }

  afterEach(async () => {
    await server().thaw()
    for (const gate of gates) gate.resolve()
    gates = []
    await Promise.allSettled(logs.map((log) => log.close()))
    logs = []
  })

  /** Callers are refused as by default. */
  const optionsOf = (): KafkaEventLogOptions => ({
    ...QUICK,
    ...{ brokers: server().brokers, sessionMs: LONG_SESSION_MS, refuseAfterMs: 4_500 },
  })

  async function open(options: Partial<KafkaEventLogOptions> = {}): Promise<EventLog> {
    const log = await openQuietly({ ...optionsOf(), ...options })
    logs.push(log)
    return log
  }

  async function openWithTopic(
    partitions: number,
    options: Partial<KafkaEventLogOptions> = {},
  ): Promise<{ readonly log: EventLog; readonly topic: string }> {
    const log = await open(options)
    const topic = `failures.${topics++}`
    await log.define([{ name: topic, partitions, compacted: false }])
    return { log, topic }
  }

  /** As an outbox does it: the same records again until they are confirmed. */
  async function appendUntilConfirmed(log: EventLog, records: readonly LogRecord[]): Promise<void> {
    while (true) {
      try {
        return await log.append(records)
      } catch (error) {
        if (!(error instanceof LogUnavailable)) throw error
      }
    }
  }

  /** What health checks see: told soon, and without a wait for anything else. */
  async function expectPingRefused(log: EventLog): Promise<void> {
    await expect(within(PINGED_MS, log.ping())).rejects.toThrow(LogUnavailable)
  }

  function subscribe(log: EventLog, topic: string, read: Reading, group = topic) {
    return log.subscribe({ topics: [topic], group, from: 'beginning', batch: 10 }, read.handler)
  }

  it('die and come back while records are written and read, nothing that was confirmed is lost and each key keeps its order', async () => {
    const { log, topic } = await openWithTopic(4)
    const read = reading(PATIENCE_MS)
    await subscribe(log, topic, read).ready
    const names = keys(20)
    let outage: Promise<void> | undefined
    for (let sequence = 1; sequence <= 60; sequence++) {
      // Not waited for, so that it strikes somewhere inside the appends that follow.
      if (sequence === 20) outage = server().restart()
      await appendUntilConfirmed(log, recordsOf(topic, names, 1, sequence))
    }
    await outage
    await read.untilAll(idsOf(recordsOf(topic, names, 60)))
    expectOrder(read.batches)
  })

  it('die twice, members in two processes go on by themselves', async () => {
    const { log, topic } = await openWithTopic(4)
    const argument = optionsOf()
    const opener = { module: new URL('./harness.ts', import.meta.url).href, exported: 'openQuietly', argument }
    const other = await startProcess({ open, opener, dispose: async () => {} }, PATIENCE_MS)
    const ours = reading(PATIENCE_MS)
    await subscribe(log, topic, ours).ready
    await other.subscribe({ topics: [topic], group: topic, from: 'beginning', batch: 10 })
    const names = keys(20)
    for (let sequence = 1; sequence <= 20; sequence++) {
      await appendUntilConfirmed(log, recordsOf(topic, names, 1, sequence))
      if (sequence % 10 === 5) await server().restart()
    }
    await Promise.any([ours, other.read].map((read) => read.until(() => isAllRead([ours, other.read], recordsOf(topic, names, 20)), 'all')))
    expect(ours.records.length).toBeGreaterThan(0)
    expect(other.read.records.length).toBeGreaterThan(0)
    await other.kill()
  })

  it('are away, callers are told within 5 s what is in the way, and all goes on when they are back', async () => {
    const { log, topic } = await openWithTopic(1)
    const read = reading(PATIENCE_MS)
    await server().kill()
    const subscription = subscribe(log, topic, read)
    const refusals = await Promise.all(
      [
        log.append([recordOf(topic, 'lot_1', 1)]),
        log.append([recordOf('failures.never', 'lot_1', 1)]),
        log.define([{ name: topic, partitions: 1, compacted: false }]),
        log.lag(topic),
        log.ping(),
      ].map((asking) => within<unknown>(ANSWERED_MS, asking).catch((error: unknown) => error)),
    )
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(LogUnavailable)
      expect(String(refusal)).toContain(server().brokers)
    }
    expect(String(refusals[4])).toMatch(/ECONNREFUSED.*KAFKA_BROKERS/)
    await expectPingRefused(log)
    await server().restart()
    await subscription.ready
    await appendUntilConfirmed(log, [recordOf(topic, 'lot_1', 2)])
    await read.untilAll(['lot_1/2'])
    await log.ping()
  })

  it('come up after the log was opened, they are waited for', async () => {
    await server().kill()
    const log = await open()
    const read = reading(PATIENCE_MS)
    const topic = `failures.${topics++}`
    const subscription = subscribe(log, topic, read)
    await expectPingRefused(log)
    await server().restart()
    await subscription.ready
    await log.define([{ name: topic, partitions: 1, compacted: false }])
    await log.append([recordOf(topic, 'lot_1', 1)])
    await read.untilAll(['lot_1/1'])
  })

  it('hang, callers are told within 5 s, and what was given up never comes after what was appended later', async () => {
    const { log, topic } = await openWithTopic(1)
    const read = reading(PATIENCE_MS)
    await subscribe(log, topic, read).ready
    await log.append([recordOf(topic, 'lot_1', 1)])
    await server().freeze()
    let givenUp = 2
    const refusal = async () => {
      // The signal takes a moment to reach all threads of the server.
      for (; ; givenUp++) await within(ANSWERED_MS, log.append([recordOf(topic, 'lot_1', givenUp)]))
    }
    await expect(refusal()).rejects.toThrow(/did not confirm.*Repeat/)
    await expectPingRefused(log)
    await server().thaw()
    await log.ping()
    await appendUntilConfirmed(log, [recordOf(topic, 'lot_1', givenUp), recordOf(topic, 'lot_1', givenUp + 1)])
    await log.append([recordOf(topic, 'lot_1', givenUp + 2)])
    await read.untilAll([`lot_1/${givenUp + 2}`])
    const sequences = read.records.map(({ event }) => event?.sequence ?? 0)
    expect(sequences.slice(sequences.indexOf(givenUp + 1))).toEqual([givenUp + 1, givenUp + 2])
  })

  it('are away while a batch is in hand, it is committed when they are back and does not come again', async () => {
    const { log, topic } = await openWithTopic(1)
    const gate = newGate()
    const read = reading(PATIENCE_MS, () => gate.promise)
    await log.append(recordsOf(topic, ['lot_1'], 3))
    const subscription = subscribe(log, topic, read)
    await read.until(() => read.batches.length > 0, 'a batch')
    await server().restart()
    gate.resolve()
    await appendUntilConfirmed(log, [recordOf(topic, 'lot_1', 4)])
    await read.untilAll(['lot_1/4'])
    await subscription.stop()
    expect(read.records.map(({ event }) => event?.sequence)).toEqual([1, 2, 3, 4])
    expect(await log.lag(topic)).toContainEqual({ topic, partition: 0, behind: 0 })
  })

  it('are away when a subscription is stopped with a batch in hand, who stops it is told that it is not committed', async () => {
    const { log, topic } = await openWithTopic(1, IMPATIENT)
    const gate = newGate()
    const read = reading(PATIENCE_MS, () => gate.promise)
    await log.append([recordOf(topic, 'lot_1', 1)])
    const subscription = subscribe(log, topic, read)
    const idle = subscribe(log, `${topic}.nothing`, reading(PATIENCE_MS), 'idle')
    await idle.ready
    await read.until(() => read.batches.length > 0, 'a batch')
    await server().kill()
    await idle.stop()
    const stopping = expect(subscription.stop()).rejects.toThrow(LogUnavailable)
    gate.resolve()
    await stopping
    await server().restart()
    const again = reading(PATIENCE_MS)
    subscribe(log, topic, again)
    await again.untilAll(['lot_1/1'])
  })

  it('count no longer on a process that was frozen, others read on, and it takes part again when it wakes', async () => {
    const { log, topic } = await openWithTopic(4)
    // Only its session is short: ours must not seem to have died when the machine is busy.
    const argument = { ...optionsOf(), sessionMs: OWN_SESSION_MS }
    const opener = { module: new URL('./harness.ts', import.meta.url).href, exported: 'openQuietly', argument }
    const other = await startProcess({ open, opener, dispose: async () => {} }, PATIENCE_MS)
    await other.subscribe({ topics: [topic], group: topic, from: 'beginning' })
    other.freeze()
    const ours = reading(PATIENCE_MS)
    await subscribe(log, topic, ours).ready
    const records = recordsOf(topic, keys(20), 3)
    await log.append(records)
    await ours.untilAll(idsOf(records))
    await expect.poll(async () => (await log.lag(topic)).map(({ behind }) => behind)).toEqual([0, 0, 0, 0])
    other.thaw()
    for (let sequence = 4; other.read.batches.length === 0; sequence++) {
      const more = recordsOf(topic, keys(20), 1, sequence)
      await log.append(more)
      await Promise.any([ours.untilAll(idsOf(more)), other.read.until(() => other.read.batches.length > 0, 'a batch')])
    }
    // It was not given what others had read meanwhile.
    expect(other.read.records.filter(({ event }) => (event?.sequence ?? 0) <= 3)).toEqual([])
    await other.kill()
  })
})

function isAllRead(reads: readonly Reading[], records: readonly LogRecord[]): boolean {
  const seen = new Set(reads.flatMap((read) => read.records.map(({ event }) => event?.id)))
  return idsOf(records).every((id) => seen.has(id))
}

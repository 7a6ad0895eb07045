import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type EventLog, type LogRecord, LogUnavailable } from '../port.ts'
import { expectOrder, idsOf, keys, recordOf, recordsOf } from '../suites/events.ts'
import { reading } from '../suites/reading.ts'
import { within } from '../suites/within.ts'
import { CODE } from './failures.ts'
import { openQuietly, QUICK } from './harness.ts'
import { type NetworkUnderTest, startNetwork } from './network-under-test.ts'
import { openKafkaEventLog } from './open.ts'
import { describeOnOwnKafka, LONG_SESSION_MS, type ServerUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 25_000
/** What is promised of `ping`, in milliseconds, and how late a refusal may be. */
const PINGED_MS = 2_000
const MOMENT_MS = 500

let network: NetworkUnderTest
/** The broker's port once it has started; clients are led to the network. */
let server: () => ServerUnderTest = () => {
  throw new Error('the server has not been started')
}
const advertised = async () => {
  network = await startNetwork(() => Number(server().brokers.split(':')[1]))
  return { advertisedPort: network.port }
}

describeOnOwnKafka(
  'when the network',
  (started) => {
    server = started
    let log: EventLog
    let topics = 0
    const options = () => ({ ...QUICK, brokers: `127.0.0.1:${network.port}`, sessionMs: LONG_SESSION_MS })

    beforeAll(async () => {
      log = await openQuietly(options())
    })
    afterEach(() => network.mend())
    afterAll(async () => {
      await log.close()
      await network.close()
    })

    async function newTopic(partitions = 1): Promise<string> {
      const topic = `network.${topics++}`
      await log.define([{ name: topic, partitions, compacted: false }])
      return topic
    }

    /** All that lies in the topic, whose last record this is. */
    async function contentOf(topic: string, last: string): Promise<readonly (string | undefined)[]> {
      const read = reading(PATIENCE_MS)
      const subscription = log.subscribe({ topics: [topic], group: `${topic}.content`, from: 'beginning' }, read.handler)
      await read.untilAll([last])
      await subscription.stop()
      return read.records.map(({ event }) => event?.id)
    }

    /** As an outbox does it: the same records again until they are confirmed. */
    async function appendUntilConfirmed(to: EventLog, records: readonly LogRecord[]): Promise<void> {
      const isConfirmed = () =>
        to.append(records).then(
          () => true,
          (error: unknown) => (error instanceof LogUnavailable ? false : Promise.reject(error)),
        )
      while (!(await isConfirmed()));
    }

    async function expectRefused(asking: () => Promise<void>, withinMs: number): Promise<void> {
      await expect(within(withinMs, asking())).rejects.toThrow(LogUnavailable)
    }

    it('loses the answer to an append, the records are sent again and lie in the log once', async () => {
      const topic = await newTopic()
      await log.append([recordOf(topic, 'lot_1', 1)])
      const lost = network.loseNextAnswer()
      const records = recordsOf(topic, ['lot_1', 'lot_2'], 5, 2)
      await log.append(records)
      await lost
      await log.append([recordOf(topic, 'lot_1', 7)])
      expect(await contentOf(topic, 'lot_1/7')).toEqual(['lot_1/1', ...idsOf(records), 'lot_1/7'])
    })

    it('delivers an append late, it does not come after what was appended since', async () => {
      const topic = await newTopic()
      await log.append([recordOf(topic, 'lot_1', 1)])
      const held = network.holdNextAppend()
      await log.append([recordOf(topic, 'lot_1', 2)])
      await log.append([recordOf(topic, 'lot_1', 3)])
      const release = await held
      await release()
      await log.append([recordOf(topic, 'lot_1', 4)])
      await log.append([recordOf(topic, 'lot_1', 5)])
      expect(await contentOf(topic, 'lot_1/5')).toEqual(['lot_1/1', 'lot_1/2', 'lot_1/3', 'lot_1/4', 'lot_1/5'])
    })

    it('is cut for a moment, appends wait for it and lie in the log once, and readers go on by themselves', async () => {
      const topic = await newTopic(3)
      const read = reading(PATIENCE_MS)
      const subscription = log.subscribe({ topics: [topic], group: topic, from: 'beginning' }, read.handler)
      await subscription.ready
      const names = keys(9)
      await log.append(recordsOf(topic, names, 1))
      await read.untilAll(idsOf(recordsOf(topic, names, 1)))
      network.cut()
      const waiting = log.append(recordsOf(topic, names, 1, 2))
      await expectRefused(() => log.ping(), PINGED_MS)
      network.mend()
      await waiting
      await log.ping()
      await read.untilAll(idsOf(recordsOf(topic, names, 2)))
      await subscription.stop()
      expectOrder(read.batches)
      expect(read.records).toHaveLength(names.length * 2)
    })

    it.each(['cut', 'swallow'] as const)(
      'is gone for long (%s), callers are told in time, and all goes on by itself when it is back',
      async (how) => {
        const refuseAfterMs = 1_500
        const impatient = await openQuietly({ ...options(), refuseAfterMs })
        const topic = await newTopic(3)
        const read = reading(PATIENCE_MS)
        await impatient.subscribe({ topics: [topic], group: topic, from: 'beginning' }, read.handler).ready
        const names = keys(9)
        await impatient.append(recordsOf(topic, names, 1))
        network[how]()
        const second = recordsOf(topic, names, 1, 2)
        await expectRefused(() => impatient.append(second), refuseAfterMs + MOMENT_MS)
        await expectRefused(() => impatient.ping(), PINGED_MS)
        network.mend()
        await appendUntilConfirmed(impatient, second)
        await impatient.ping()
        await impatient.append(recordsOf(topic, names, 1, 3))
        await read.untilAll(idsOf(recordsOf(topic, names, 3)))
        await impatient.close()
        expectOrder(read.batches)
      },
    )

    it.each(['FindCoordinator', 'JoinGroup', 'SyncGroup', 'OffsetFetch', 'Heartbeat', 'InitProducerId'] as const)(
      'brings a first answer to %s that says "loading", it is waited out and nobody is alarmed',
      async (api) => {
        const topic = await newTopic()
        const told: string[] = []
        const fresh = openKafkaEventLog({ ...options(), warn: (message) => told.push(message) })
        // One each: how long several of them take together depends on the machine.
        network.answerInstead([api], CODE.COORDINATOR_LOADING, 1)
        const read = reading(PATIENCE_MS)
        const subscription = fresh.subscribe({ topics: [topic], group: topic, from: 'beginning' }, read.handler)
        await Promise.all([subscription.ready, fresh.append([recordOf(topic, 'lot_1', 1)])])
        await read.untilAll(['lot_1/1'])
        await fresh.close()
        expect(told).toEqual([])
      },
    )
  },
  advertised,
)

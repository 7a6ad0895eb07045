import kafkajs from 'kafkajs'
import { afterEach, expect, it } from 'vitest'
import { partitionOf } from '../partitioner.ts'
import type { EventLog } from '../port.ts'
import { eventOf, idsOf, keys, recordOf, recordsOf } from '../suites/events.ts'
import { reading } from '../suites/reading.ts'
import { parseBrokers } from './brokers.ts'
import { clusterOf } from './cluster.ts'
import { openQuietly, QUICK } from './harness.ts'
import { openKafkaEventLog } from './open.ts'
import { describeOnKafka } from './server-under-test.ts'

const PATIENCE_MS = 25_000

describeOnKafka('records on Kafka', ({ brokers, sessionMs }) => {
  let logs: EventLog[] = []
  const run = Date.now().toString(36)
  let names = 0
  const name = () => `records.${run}.${names++}`

  afterEach(async () => {
    await Promise.all(logs.map((log) => log.close()))
    logs = []
  })

  async function open(): Promise<EventLog> {
    const log = await openQuietly({ ...QUICK, brokers: brokers(), sessionMs })
    logs.push(log)
    return log
  }

  /** The brokers as any other program sees them. */
  async function withAdmin<T>(use: (admin: kafkajs.Admin) => Promise<T>): Promise<T> {
    const admin = new kafkajs.Kafka({ brokers: brokers().split(','), logLevel: kafkajs.logLevel.NOTHING }).admin()
    await admin.connect()
    try {
      return await use(admin)
    } finally {
      await admin.disconnect()
    }
  }

  it('lie in the partition where the other adapters put them', async () => {
    const log = await open()
    const topic = name()
    await log.define([{ name: topic, partitions: 7, compacted: false }])
    const records = recordsOf(topic, keys(50, 'lot_é'), 1)
    await log.append(records)
    const read = reading(PATIENCE_MS)
    log.subscribe({ topics: [topic], group: name(), from: 'beginning' }, read.handler)
    await read.untilAll(idsOf(records))
    for (const { key, partition } of read.records) expect(partition, key).toBe(partitionOf(key, 7))
  })

  it('may be defined by several processes at the same time', async () => {
    const definitions = Array.from({ length: 5 }, () => ({ name: name(), partitions: 2, compacted: false }))
    const handles = await Promise.all([open(), open(), open()])
    await Promise.all(handles.map((log) => log.define(definitions)))
    await Promise.all(handles.map((log) => log.append(definitions.map((definition) => recordOf(definition.name, 'lot_1', 1)))))
  })

  it('have a topic with as many copies as the brokers keep by default, compacted when asked for', async () => {
    const log = await open()
    const [plain, compacted] = [name(), name()]
    await log.define([
      { name: plain, partitions: 1, compacted: false },
      { name: compacted, partitions: 1, compacted: true },
    ])
    const { resources } = await withAdmin((admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: [plain, compacted].map((topic) => ({
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: topic,
          configNames: ['cleanup.policy'],
        })),
      }),
    )
    const policies = new Map(resources.map(({ resourceName, configEntries }) => [resourceName, configEntries[0]?.configValue]))
    expect(policies.get(plain)).toBe('delete')
    expect(policies.get(compacted)).toBe('compact')
    await expect(log.define([{ name: plain, partitions: 1, compacted: true }])).rejects.toThrow(/delete.*compact/)
  })

  it('are taken however large a call is', async () => {
    const log = await open()
    const topic = name()
    await log.define([{ name: topic, partitions: 1, compacted: false }])
    const data = 'x'.repeat(1_000)
    const records = recordsOf(topic, keys(10), 500).map((record) => ({ ...record, event: record.event && { ...record.event, data } }))
    const largest = { topic, key: 'large', event: { ...eventOf('large', 1), data: 'x'.repeat(899_000) } }
    await log.append([...records, largest])
    const read = reading(PATIENCE_MS)
    log.subscribe({ topics: [topic], group: name(), from: 'beginning' }, read.handler)
    await read.untilAll(idsOf([...records, largest]))
    expect(read.records.map(({ event }) => event?.id)).toEqual(idsOf([...records, largest]))
  })

  it('that the brokers have removed are stepped over, and that is told', async () => {
    const topic = name()
    const group = name()
    const told: string[] = []
    const log = openKafkaEventLog({ ...QUICK, brokers: brokers(), sessionMs, warn: (message) => told.push(message) })
    logs.push(log)
    await log.define([{ name: topic, partitions: 1, compacted: false }])
    await log.append(recordsOf(topic, ['lot_1'], 5))
    const first = log.subscribe({ topics: [topic], group, from: 'beginning' }, () => Promise.reject(new Error('not now')))
    await first.ready
    await first.stop()
    await withAdmin(async (admin) => {
      await admin.fetchTopicMetadata({ topics: [topic] })
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] })
    })
    const read = reading(PATIENCE_MS)
    log.subscribe({ topics: [topic], group, from: 'beginning' }, read.handler)
    await read.untilAll(['lot_1/5'])
    expect(read.records.map(({ event }) => event?.sequence)).toEqual([4, 5])
    expect(told.join('\n')).toMatch(/offset 0 is not in the log any more, going on at 3/)
  })

  it('of a deleted topic cannot be appended, and those of others still can', async () => {
    const log = await open()
    const [gone, there] = [name(), name()]
    await log.define([gone, there].map((topic) => ({ name: topic, partitions: 1, compacted: false })))
    await log.append([recordOf(gone, 'lot_1', 1)])
    await withAdmin((admin) => admin.deleteTopics({ topics: [gone] }))
    await expect(log.append([recordOf(gone, 'lot_1', 2)])).rejects.toThrow(/deleted/)
    await log.append([recordOf(there, 'lot_1', 1)])
  })

  it('are all found after compaction has left nothing of the batches before them', async () => {
    const topic = name()
    await withAdmin((admin) =>
      admin.createTopics({
        waitForLeaders: true,
        topics: [
          {
            ...{ topic, numPartitions: 1 },
            configEntries: Object.entries({ 'cleanup.policy': 'compact', 'segment.ms': '1', 'min.cleanable.dirty.ratio': '0.001' }).map(
              ([setting, value]) => ({ name: setting, value }),
            ),
          },
        ],
      }),
    )
    const [early, log] = [await open(), await open()]
    await log.define([{ name: topic, partitions: 1, compacted: true }])
    // Kept as an empty batch once nothing of it is left, because it is the last that its producer wrote.
    await early.append([recordOf(topic, 'lot_1', 1)])
    // More than one answer of a broker holds, so that the batch before it comes alone.
    const data = 'x'.repeat(1_000)
    const large = recordsOf(topic, ['lot_1', ...keys(700, 'off_')], 1, 2).map((record) => ({
      ...record,
      event: record.event && { ...record.event, data },
    }))
    await log.append(large)
    const cluster = clusterOf(parseBrokers(brokers()))
    const leader = (await cluster.topics([topic])).get(topic)?.leaders.get(0) ?? -1
    const firstAnswer = async () => {
      const partitions = [{ partition: 0, fetchOffset: 0, maxBytes: 250_000 }]
      const request = { maxWaitTime: 100, minBytes: 1, maxBytes: 1_000_000, rackId: '', topics: [{ topic, partitions }] }
      return (await cluster.call(leader, 'fetch', 'Fetch', request)).responses[0]?.partitions[0]?.messages.length
    }
    // Compaction needs something to happen after it.
    for (let sequence = 1; (await firstAnswer()) !== 0; sequence++) await log.append([recordOf(topic, 'noise', sequence)])
    cluster.close()
    const read = reading(PATIENCE_MS)
    const group = name()
    const subscription = log.subscribe({ topics: [topic], group, from: 'beginning' }, read.handler)
    await read.untilAll(idsOf(large))
    await log.append([recordOf(topic, 'last', 1)])
    await read.untilAll(['last/1'])
    await subscription.stop()
    expect(await log.lag(group)).toEqual([{ topic, partition: 0, behind: 0 }])
  })
})

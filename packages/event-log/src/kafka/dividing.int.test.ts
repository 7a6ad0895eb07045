import { afterAll, afterEach, expect, it } from 'vitest'
import type { EventLog } from '../port.ts'
import { idsOf, keyPerPartition, recordOf, recordsOf } from '../suites/events.ts'
import { reading } from '../suites/reading.ts'
import { CODE } from './failures.ts'
import { openQuietly, QUICK } from './harness.ts'
import { type NetworkUnderTest, startNetwork } from './network-under-test.ts'
import { openKafkaEventLog } from './open.ts'
import { describeOnOwnKafka, LONG_SESSION_MS, type ServerUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 25_000

let network: NetworkUnderTest
let server: () => ServerUnderTest = () => {
  throw new Error('the server has not been started')
}

describeOnOwnKafka(
  'while a group divides its partitions',
  (started) => {
    server = started
    let logs: EventLog[] = []
    let topics = 0
    const options = () => ({ ...QUICK, brokers: `127.0.0.1:${network.port}`, sessionMs: LONG_SESSION_MS })

    async function open(): Promise<EventLog> {
      const log = await openQuietly(options())
      logs.push(log)
      return log
    }
    async function newTopic(log: EventLog, partitions: number): Promise<string> {
      const topic = `dividing.${topics++}`
      await log.define([{ name: topic, partitions, compacted: false }])
      return topic
    }

    afterEach(async () => {
      await Promise.all(logs.map((log) => log.close()))
      logs = []
    })
    afterAll(() => network.close())

    it('a member that is slow to begin does not send the group back to where another one began', async () => {
      const log = await open()
      const there = await newTopic(log, 2)
      const later = `dividing.${topics++}`
      const members = [reading(PATIENCE_MS), reading(PATIENCE_MS)]
      for (const read of members) {
        const member = await open()
        await member.subscribe({ topics: [there, later], group: there, from: 'beginning' }, read.handler).ready
      }
      // Both begin with the later topic at the same time, and one of them is slow.
      const commits = [network.hold('OffsetCommit'), network.hold('OffsetCommit')]
      await log.define([{ name: later, partitions: 2, compacted: false }])
      const [quick, slow] = await Promise.all(commits)
      const records = recordsOf(later, keyPerPartition(2), 3)
      await log.append(records)
      const passes = (api: 'OffsetFetch' | 'OffsetCommit') => network.hold(api).then((release) => release())
      // Who waits for all to begin looks again; who does not would read, and commit that.
      const goesOn = Promise.race([passes('OffsetFetch'), passes('OffsetCommit')])
      quick?.()
      await goesOn
      slow?.()
      await Promise.any(members.map((read) => read.until(() => members.flatMap((one) => one.records).length >= records.length, 'all')))
      await expect.poll(async () => (await log.lag(there)).map(({ behind }) => behind)).toEqual([0, 0, 0, 0])
      expect(members.flatMap((read) => idsOf(read.records)).sort()).toEqual([...idsOf(records)].sort())
    })

    it('a member that is stopped before it could join does not wait for those who have batches in hand', async () => {
      const log = await open()
      const topic = await newTopic(log, 1)
      await log.append([recordOf(topic, 'lot_1', 1)])
      const gate = Promise.withResolvers<void>()
      const read = reading(PATIENCE_MS, () => gate.promise)
      log.subscribe({ topics: [topic], group: topic, from: 'beginning' }, read.handler)
      await read.until(() => read.batches.length > 0, 'a batch')
      const finding = network.hold('FindCoordinator')
      const second = await open()
      const joining = second.subscribe({ topics: [topic], group: topic, from: 'beginning' }, async () => {})
      const release = await finding
      let stopped = false
      const stopping = joining.stop().then(() => {
        stopped = true
      })
      release()
      await expect.poll(() => stopped).toBe(true)
      await stopping
      gate.resolve()
    })

    it('a coordinator that does not know a new member is asked with pauses, and it is told', async () => {
      const told: string[] = []
      const log = openKafkaEventLog({ ...options(), warn: (message) => told.push(message) })
      logs.push(log)
      const topic = await newTopic(log, 1)
      network.answerInstead(['JoinGroup'], CODE.UNKNOWN_MEMBER, Number.POSITIVE_INFINITY)
      const subscription = log.subscribe({ topics: [topic], group: topic, from: 'beginning' }, async () => {})
      await expect.poll(() => told).toContainEqual(expect.stringMatching(/cannot take part/))
      network.answerInstead(['JoinGroup'], CODE.UNKNOWN_MEMBER, 0)
      await subscription.ready
    })
  },
  async () => {
    network = await startNetwork(() => Number(server().brokers.split(':')[1]))
    return { advertisedPort: network.port }
  },
)

import { expect, it } from 'vitest'
import type { BatchHandler, DeliveredRecord } from '../port.ts'
import { expectOrder, idsOf, keys, recordsOf } from './events.ts'
import { allRead } from './reading.ts'
import type { Stage } from './stage.ts'

const PARTITIONS = 6

export function sharingTests(stage: Stage): void {
  it('shares the partitions among the members of a group, each record reaching one of them', async () => {
    const log = await stage.open()
    const topic = await stage.topic(PARTITIONS)
    const group = stage.name()
    const reads = [stage.reading(), stage.reading(), stage.reading()]
    for (const read of reads) await log.subscribe({ topics: [topic], group, from: 'beginning' }, read.handler).ready
    // The last one is ready when the others have given up what falls to it.
    const records = recordsOf(topic, keys(60), 5)
    await log.append(records)
    await allRead(stage.harness.patienceMs, reads, idsOf(records))
    expect(reads.flatMap((read) => read.records)).toHaveLength(records.length)
    for (const read of reads) expect(partitionsOf(read.records).size).toBe(PARTITIONS / reads.length)
    for (const read of reads) expectOrder(read.batches)
  })

  it('shares them among processes', async () => {
    const log = await stage.open()
    const topic = await stage.topic(PARTITIONS)
    const group = stage.name()
    const [ours, other] = [stage.reading(), await stage.process()]
    await log.subscribe({ topics: [topic], group, from: 'beginning' }, ours.handler).ready
    await other.subscribe({ topics: [topic], group, from: 'beginning' })
    const records = recordsOf(topic, keys(60), 10)
    await log.append(records)
    await allRead(stage.harness.patienceMs, [ours, other.read], idsOf(records))
    expect(ours.records.length).toBeGreaterThan(0)
    expect(other.read.records.length).toBeGreaterThan(0)
    // What the other process leaves comes to us.
    await other.stop()
    const later = recordsOf(topic, keys(60), 2, 11)
    await log.append(later)
    await ours.untilAll(idsOf(later))
  })

  it('loses nothing while members come and go', async () => {
    const log = await stage.open()
    const topic = await stage.topic(PARTITIONS)
    const group = stage.name()
    const atWork = oneAtATime()
    const join = () => {
      const read = stage.reading(atWork.handler)
      return { read, subscription: log.subscribe({ topics: [topic], group, from: 'beginning', batch: 5 }, read.handler) }
    }
    const names = keys(30)
    const members = [join()]
    for (let sequence = 1; sequence <= 40; sequence++) {
      await log.append(recordsOf(topic, names, 1, sequence))
      if (sequence % 10 === 0) members.push(join())
      if (sequence % 15 === 0) await members[sequence / 15 - 1]?.subscription.stop()
    }
    await allRead(
      stage.harness.patienceMs,
      members.map(({ read }) => read),
      idsOf(recordsOf(topic, names, 40)),
    )
    expect(atWork.overlaps).toEqual([])
  })

  it('hands a partition over only after the batch in hand', async () => {
    const log = await stage.open()
    const topic = await stage.topic(2)
    const group = stage.name()
    const atWork = oneAtATime()
    const gate = Promise.withResolvers<void>()
    const first = stage.reading(async (batch) => {
      await Promise.all([atWork.handler(batch), gate.promise])
    })
    log.subscribe({ topics: [topic], group, from: 'beginning', batch: 3 }, first.handler)
    const records = recordsOf(topic, keys(10), 4)
    await log.append(records)
    await first.until(() => first.batches.length === 2, 'a batch of each partition')
    const second = stage.reading(atWork.handler)
    const joined = log.subscribe({ topics: [topic], group, from: 'beginning', batch: 3 }, second.handler)
    await log.append(recordsOf(topic, keys(10), 1, 5))
    expect(second.records).toEqual([])
    gate.resolve()
    await joined.ready
    await allRead(stage.harness.patienceMs, [first, second], idsOf(recordsOf(topic, keys(10), 5)))
    expect(atWork.overlaps).toEqual([])
  })

  it('delivers again what a process that was killed had in its hands, and loses nothing', async () => {
    const log = await stage.open()
    const topic = await stage.topic(PARTITIONS)
    const group = stage.name()
    const records = recordsOf(topic, keys(30), 10)
    await log.append(records)
    const other = await stage.process()
    other.subscribeAndHold({ topics: [topic], group, from: 'beginning', batch: 8 })
    await other.read.until(() => other.read.batches.length > 0, 'a batch in the other process')
    const inHand = other.read.records.flatMap(({ event }) => (event === null ? [] : [event.id]))
    const read = stage.reading()
    const survivor = log.subscribe({ topics: [topic], group, from: 'beginning' }, read.handler)
    await other.kill()
    await survivor.ready
    await read.untilAll(inHand)
    await read.untilAll(idsOf(records))
    expectOrder(read.batches)
  })

  it('loses nothing when a process is killed while it reads along', async () => {
    const log = await stage.open()
    const topic = await stage.topic(PARTITIONS)
    const group = stage.name()
    const [ours, other] = [stage.reading(), await stage.process()]
    await log.subscribe({ topics: [topic], group, from: 'beginning', batch: 3 }, ours.handler).ready
    await other.subscribe({ topics: [topic], group, from: 'beginning', batch: 3 })
    const names = keys(30)
    for (let sequence = 1; sequence <= 20; sequence++) {
      await log.append(recordsOf(topic, names, 1, sequence))
      if (sequence === 10) {
        await other.read.until(() => other.read.batches.length > 0, 'a batch in the other process')
        await other.kill()
      }
    }
    await allRead(stage.harness.patienceMs, [ours, other.read], idsOf(recordsOf(topic, names, 20)))
    await ours.untilAll(names.map((name) => `${name}/20`))
  })

  it('gives a topic only to the members that read it', async () => {
    const log = await stage.open()
    const [both, one] = [await stage.topic(2), await stage.topic(2)]
    const group = stage.name()
    const [readsBoth, readsOne] = [stage.reading(), stage.reading()]
    log.subscribe({ topics: [both, one], group, from: 'beginning' }, readsBoth.handler)
    log.subscribe({ topics: [one], group, from: 'beginning' }, readsOne.handler)
    const records = [...recordsOf(both, keys(10, 'lot_'), 3), ...recordsOf(one, keys(10, 'off_'), 3)]
    await log.append(records)
    await allRead(stage.harness.patienceMs, [readsBoth, readsOne], idsOf(records))
    expect(readsOne.records.filter(({ topic }) => topic === both)).toEqual([])
  })

  it('has room for more members than partitions', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    const group = stage.name()
    const reads = [stage.reading(), stage.reading()]
    const subscriptions = reads.map((read) => log.subscribe({ topics: [topic], group, from: 'beginning' }, read.handler))
    await Promise.all(subscriptions.map(({ ready }) => ready))
    const records = recordsOf(topic, keys(5), 4)
    await log.append(records)
    await allRead(stage.harness.patienceMs, reads, idsOf(records))
    const working = reads.findIndex(({ records: got }) => got.length > 0)
    await subscriptions[working]?.stop()
    await log.append(recordsOf(topic, keys(5), 1, 5))
    await reads[1 - working]?.untilAll(keys(5).map((key) => `${key}/5`))
  })
}

const partitionsOf = (records: readonly DeliveredRecord[]) => new Set(records.map(({ partition }) => partition))

/** A handler that takes a moment and notes when two of them are at work on one partition. */
function oneAtATime(): { readonly handler: BatchHandler; readonly overlaps: readonly string[] } {
  const atWork = new Set<string>()
  const overlaps: string[] = []
  return {
    overlaps,
    async handler(batch) {
      const partition = `${batch[0]?.topic}/${batch[0]?.partition}`
      if (atWork.has(partition)) overlaps.push(`${partition}@${batch[0]?.offset}`)
      atWork.add(partition)
      await new Promise((resolve) => setImmediate(resolve))
      atWork.delete(partition)
    },
  }
}

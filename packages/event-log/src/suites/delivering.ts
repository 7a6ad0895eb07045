import { expect, it } from 'vitest'
import type { GroupLag } from '../port.ts'
import { expectOrder, idsOf, keyPerPartition, keys, recordOf, recordsOf } from './events.ts'
import type { Stage } from './stage.ts'

export function deliveringTests(stage: Stage): void {
  it('delivers the same records again when the handler rejects, and nothing later before them', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    const records = recordsOf(topic, ['lot_1', 'lot_2'], 20)
    await log.append(records)
    let refusals = 0
    const read = stage.reading(async (batch) => {
      // Each batch is refused twice before it is taken.
      if (refusals++ % 3 < 2) throw new Error(`refused at ${batch[0]?.offset}`)
    })
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning', batch: 4 }, read.handler)
    await read.untilAll(idsOf(records))
    await read.until(() => read.batches.length >= 30, 'the last batch three times')
    const tries = Array.from({ length: 10 }, (_, at) => read.batches.slice(at * 3, at * 3 + 3))
    for (const [first, second, third] of tries) {
      expect(second).toEqual(first)
      expect(third).toEqual(first)
    }
    const taken = tries.flatMap(([first]) => first?.map(({ event }) => event?.id))
    expect(taken).toEqual(idsOf(records))
  })

  it('delivers again when the handler throws instead of rejecting', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    await log.append([recordOf(topic, 'lot_1', 1)])
    let calls = 0
    const read = stage.reading(() => {
      calls++
      if (calls === 1) throw new Error('thrown before there is a promise')
      return Promise.resolve()
    })
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, read.handler)
    await read.until(() => read.batches.length === 2, 'the second try')
  })

  it('lets a record that always fails block its own partition only', async () => {
    const log = await stage.open()
    const topic = await stage.topic(3)
    const [poisoned = '', ...sound] = keyPerPartition(3)
    const read = stage.reading(async (batch) => {
      if (batch.some(({ key, event }) => key === poisoned && event?.sequence === 3)) throw new Error('poison')
    })
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning', batch: 1 }, read.handler)
    const records = recordsOf(topic, [poisoned, ...sound], 10)
    await log.append(records)
    await read.untilAll(idsOf(records.filter(({ key }) => key !== poisoned)))
    const ofPoisoned = () => read.records.filter(({ key }) => key === poisoned).map(({ event }) => event?.sequence)
    await read.until(() => ofPoisoned().length >= 5, 'the poison three times')
    expect(ofPoisoned().slice(0, 5)).toEqual([1, 2, 3, 3, 3])
  })

  it('delivers nothing of a partition while its handler is at work, and other partitions meanwhile', async () => {
    const log = await stage.open()
    const topic = await stage.topic(2)
    const [held = '', free = ''] = keyPerPartition(2)
    const gate = Promise.withResolvers<void>()
    const read = stage.reading((batch) => (batch[0]?.key === held ? gate.promise : Promise.resolve()))
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning', batch: 2 }, read.handler)
    const records = recordsOf(topic, [held, free], 6)
    await log.append(records)
    await read.untilAll(idsOf(records.filter(({ key }) => key === free)))
    await read.until(() => read.records.some(({ key }) => key === held), 'the held batch')
    expect(read.batches.filter((batch) => batch[0]?.key === held)).toHaveLength(1)
    gate.resolve()
    await read.untilAll(idsOf(records))
  })

  it('stops after the batch in hand, whose offsets are committed', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    const group = stage.name()
    const records = recordsOf(topic, ['lot_1'], 10)
    await log.append(records)
    const gate = Promise.withResolvers<void>()
    const first = stage.reading(() => gate.promise)
    const subscription = log.subscribe({ topics: [topic], group, from: 'beginning', batch: 4 }, first.handler)
    await first.until(() => first.batches.length === 1, 'a batch')
    let stopped = false
    const stopping = subscription.stop().then(() => {
      stopped = true
    })
    await log.append([recordOf(topic, 'lot_1', 11)])
    await log.ping()
    expect(stopped).toBe(false)
    gate.resolve()
    await stopping
    expect(first.batches).toHaveLength(1)
    expect(sum(await log.lag(group))).toBe(11 - (first.batches[0]?.length ?? 0))
    const second = stage.reading()
    log.subscribe({ topics: [topic], group, from: 'beginning' }, second.handler)
    await second.untilAll(['lot_1/11'])
    expect(second.records[0]?.event?.sequence).toBe((first.batches[0]?.length ?? 0) + 1)
  })

  it('stops during the pause after a rejection, and the records come again to the next member', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    const group = stage.name()
    await log.append(recordsOf(topic, ['lot_1'], 3))
    const refused = stage.reading(() => Promise.reject(new Error('not now')))
    const subscription = log.subscribe({ topics: [topic], group, from: 'beginning' }, refused.handler)
    await refused.until(() => refused.batches.length > 0, 'a try')
    await subscription.stop()
    const tries = refused.batches.length
    const read = stage.reading()
    log.subscribe({ topics: [topic], group, from: 'beginning' }, read.handler)
    await read.untilAll(['lot_1/1', 'lot_1/2', 'lot_1/3'])
    expect(refused.batches).toHaveLength(tries)
  })

  it('gives every group all records, at its own pace', async () => {
    const log = await stage.open()
    const topic = await stage.topic(2)
    const records = recordsOf(topic, keys(8), 10)
    const stuck = stage.reading(() => Promise.reject(new Error('never')))
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, stuck.handler)
    const reads = await Promise.all(
      [1, 50].map(async (batch) => {
        const read = stage.reading()
        await log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning', batch }, read.handler).ready
        return read
      }),
    )
    await log.append(records)
    for (const read of reads) {
      await read.untilAll(idsOf(records))
      expectOrder(read.batches)
      expect(read.records).toHaveLength(records.length)
    }
  })

  it('replays everything to a new group from the beginning', async () => {
    const log = await stage.open()
    const topics = [await stage.topic(3), await stage.topic(1)]
    const records = topics.flatMap((topic) => recordsOf(topic, keys(9, `${topic.slice(-4)}_`), 12))
    await log.append(records)
    for (let i = 0; i < 2; i++) {
      const read = stage.reading()
      const subscription = log.subscribe({ topics, group: stage.name(), from: 'beginning' }, read.handler)
      await read.untilAll(idsOf(records))
      await subscription.stop()
      expectOrder(read.batches)
      expect(read.records).toHaveLength(records.length)
    }
  })

  it('begins a new group at the end without missing what is appended once it is ready', async () => {
    const log = await stage.open()
    const topic = await stage.topic(4)
    for (let round = 1; round <= 10; round++) {
      await log.append(recordsOf(topic, keys(8, `old${round}_`), 1))
      const read = stage.reading()
      const subscription = log.subscribe({ topics: [topic], group: stage.name(), from: 'end' }, read.handler)
      await subscription.ready
      const records = recordsOf(topic, keys(8, `new${round}_`), 1)
      await log.append(records)
      await read.untilAll(idsOf(records))
      await subscription.stop()
      expect(read.records.filter(({ key }) => key.startsWith('old'))).toEqual([])
    }
  })

  it('goes on where the group was, whatever `from` says', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    const group = stage.name()
    const first = stage.reading()
    const subscription = log.subscribe({ topics: [topic], group, from: 'end' }, first.handler)
    await subscription.ready
    await log.append(recordsOf(topic, ['lot_1'], 3))
    await first.untilAll(['lot_1/3'])
    await subscription.stop()
    await log.append(recordsOf(topic, ['lot_1'], 3, 4))
    const second = stage.reading()
    log.subscribe({ topics: [topic], group, from: 'end' }, second.handler)
    await second.untilAll(['lot_1/6'])
    expect(second.records.map(({ event }) => event?.sequence)).toEqual([4, 5, 6])
  })

  it.each(['beginning', 'end'] as const)('delivers a topic that is defined later from its first record, also from the %s', async (from) => {
    const log = await stage.open()
    const [there, later] = [await stage.topic(1), stage.name()]
    const read = stage.reading()
    await log.subscribe({ topics: [there, later], group: stage.name(), from }, read.handler).ready
    await log.append([recordOf(there, 'lot_1', 1)])
    await read.untilAll(['lot_1/1'])
    const other = await stage.process()
    await other.define([{ name: later, partitions: 2, compacted: false }])
    const records = recordsOf(later, ['lot_2', 'lot_3'], 2)
    await other.append(records)
    await read.untilAll(idsOf(records))
  })

  it('tells exactly how far a group is behind', async () => {
    const log = await stage.open()
    const topic = await stage.topic(3)
    const group = stage.name()
    const ofPartition = keyPerPartition(3)
    await log.append(recordsOf(topic, ofPartition, 5))
    const read = stage.reading()
    const subscription = log.subscribe({ topics: [topic], group, from: 'beginning' }, read.handler)
    await read.untilAll(ofPartition.map((key) => `${key}/5`))
    await subscription.stop()
    expect(await log.lag(group)).toEqual([0, 1, 2].map((partition) => ({ topic, partition, behind: 0 })))
    await log.append(recordsOf(topic, ofPartition.slice(1), 3, 6))
    await log.append(recordsOf(topic, ofPartition.slice(2), 4, 9))
    expect(await log.lag(group)).toEqual([0, 3, 7].map((behind, partition) => ({ topic, partition, behind })))
    expect(await log.lag(stage.name())).toEqual([])
  })

  it('counts a batch as behind until its handler is done', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    const group = stage.name()
    await log.append(recordsOf(topic, ['lot_1'], 5))
    const gate = Promise.withResolvers<void>()
    const read = stage.reading(() => gate.promise)
    const subscription = log.subscribe({ topics: [topic], group, from: 'beginning', batch: 5 }, read.handler)
    await read.until(() => read.batches.length === 1, 'a batch')
    expect(sum(await log.lag(group))).toBe(5)
    gate.resolve()
    await subscription.stop()
    expect(sum(await log.lag(group))).toBe(5 - (read.batches[0]?.length ?? 0))
  })

  it.each([
    ['no topic', { topics: [], group: 'g', from: 'beginning' as const }],
    ['no group', { topics: ['suite.any'], group: '', from: 'beginning' as const }],
    ['an empty batch', { topics: ['suite.any'], group: 'g', from: 'beginning' as const, batch: 0 }],
  ])('refuses a subscription with %s', async (_, options) => {
    const log = await stage.open()
    expect(() => log.subscribe(options, async () => {})).toThrow(/subscribe/)
  })
}

const sum = (lag: readonly GroupLag[]): number => lag.reduce((total, { behind }) => total + behind, 0)

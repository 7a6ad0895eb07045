import { expect, it } from 'vitest'
import { LogUnavailable, TopicDiffers, TopicMissing } from '../port.ts'
import { eventOf, expectOrder, idsOf, keys, recordOf, recordsOf } from './events.ts'
import type { Stage } from './stage.ts'

export function appendingTests(stage: Stage): void {
  it('defines a topic as often as asked, and keeps what is in it', async () => {
    const log = await stage.open()
    const definition = { name: stage.name(), partitions: 3, compacted: false }
    await log.define([definition])
    await log.append([recordOf(definition.name, 'lot_1', 1)])
    await log.define([definition])
    await (await stage.open()).define([definition])
    const read = stage.reading()
    log.subscribe({ topics: [definition.name], group: stage.name(), from: 'beginning' }, read.handler)
    await read.untilAll(['lot_1/1'])
  })

  it('refuses to change the partitions of a topic, and then creates nothing', async () => {
    const log = await stage.open()
    const topic = await stage.topic(3)
    const other = stage.name()
    const definitions = [
      { name: other, partitions: 1, compacted: false },
      { name: topic, partitions: 4, compacted: false },
    ]
    await expect(log.define(definitions)).rejects.toThrow(TopicDiffers)
    await expect(log.append([recordOf(other, 'lot_1', 1)])).rejects.toThrow(TopicMissing)
  })

  it.each([
    ['a name with a space', { name: 'a topic', partitions: 1, compacted: false }],
    ['no partition', { name: 'suite.none', partitions: 0, compacted: false }],
    ['half a partition', { name: 'suite.half', partitions: 1.5, compacted: false }],
  ])('refuses a topic with %s', async (_, definition) => {
    const log = await stage.open()
    await expect(log.define([definition])).rejects.toThrow(/topic/)
  })

  it('appends all of a call or, when a record cannot be appended, nothing', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    const sound = recordOf(topic, 'lot_1', 1)
    await expect(log.append([sound, recordOf(stage.name(), 'lot_1', 1)])).rejects.toThrow(TopicMissing)
    await expect(log.append([sound, recordOf(topic, '', 1)])).rejects.toThrow(/key/)
    await expect(log.append([sound, { topic, key: 'lot_1', event: null }])).rejects.toThrow(/not compacted/)
    const large = { ...eventOf('lot_1', 1), data: 'x'.repeat(1_000_000) }
    await expect(log.append([sound, { topic, key: 'lot_1', event: large }])).rejects.toThrow(/larger/)
    await log.append([])
    await log.append([recordOf(topic, 'lot_1', 2)])
    const read = stage.reading()
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, read.handler)
    await read.untilAll(['lot_1/2'])
    expect(read.records.map(({ event }) => event?.id)).toEqual(['lot_1/2'])
  })

  it('delivers what was appended, whatever it holds', async () => {
    const log = await stage.open()
    const topic = await stage.topic(4)
    const event = {
      ...eventOf('lot_é✓', 1),
      actor: 'mbr_1',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      data: { texte: 'élan "☂" \u0000\n', nothing: null, list: [1, [2.5, -0.1]], big: 2 ** 53 - 1, no: false },
    }
    await log.append([{ topic, key: 'lot_é✓', event }])
    const read = stage.reading()
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, read.handler)
    await read.untilAll([event.id])
    expect(read.records[0]).toEqual({ topic, key: 'lot_é✓', event, partition: expect.any(Number), offset: expect.stringMatching(/^\d+$/) })
    expect(read.records[0]?.partition).toBeLessThan(4)
  })

  it('writes what the event was when append was called', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    const event = { ...eventOf('lot_1', 1), data: { quantityB: 5 } }
    const appended = log.append([{ topic, key: 'lot_1', event }])
    event.data.quantityB = 6
    await appended
    const read = stage.reading()
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, read.handler)
    await read.untilAll(['lot_1/1'])
    expect(read.records[0]?.event?.data).toEqual({ quantityB: 5 })
  })

  it('keeps the order of each key, and each key in one partition', async () => {
    const log = await stage.open()
    const topic = await stage.topic(5)
    const records = recordsOf(topic, keys(40), 25)
    for (let at = 0; at < records.length; at += 90) await log.append(records.slice(at, at + 90))
    const read = stage.reading()
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning', batch: 7 }, read.handler)
    await read.untilAll(idsOf(records))
    expectOrder(read.batches)
    expect(new Set(read.records.map(({ partition }) => partition)).size).toBe(5)
    expect(Math.max(...read.batches.map(({ length }) => length))).toBeLessThanOrEqual(7)
  })

  it('keeps the order of each key through 1 000 concurrent calls', async () => {
    const log = await stage.open()
    const topic = await stage.topic(4)
    const records = recordsOf(topic, keys(20), 50)
    const read = stage.reading()
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, read.handler)
    await Promise.all(records.map((record) => log.append([record])))
    await read.untilAll(idsOf(records))
    expectOrder(read.batches)
  })

  it('takes records of two processes at once', async () => {
    const log = await stage.open()
    const topic = await stage.topic(3)
    const other = await stage.process()
    const [ours, theirs] = [recordsOf(topic, keys(10, 'lot_'), 50), recordsOf(topic, keys(10, 'off_'), 50)]
    const read = stage.reading()
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, read.handler)
    const appendOurs = async () => {
      for (let at = 0; at < ours.length; at += 10) await log.append(ours.slice(at, at + 10))
    }
    const appendTheirs = async () => {
      for (let at = 0; at < theirs.length; at += 50) await other.append(theirs.slice(at, at + 50))
    }
    await Promise.all([appendOurs(), appendTheirs()])
    await read.untilAll(idsOf([...ours, ...theirs]))
    expectOrder(read.batches)
  })

  it('keeps what was acknowledged to a process that was killed', async () => {
    const log = await stage.open()
    const topic = await stage.topic(2)
    const other = await stage.process()
    const acknowledged: string[] = []
    const dying = async () => {
      for (let sequence = 1; ; sequence++) {
        const records = recordsOf(topic, keys(5), 1, sequence)
        await other.append(records)
        acknowledged.push(...idsOf(records))
        // Not waited for, so that it strikes somewhere inside the appends that follow.
        if (sequence === 30) void other.kill()
      }
    }
    await expect(dying()).rejects.toThrow(/ended/)
    expect(acknowledged.length).toBeGreaterThanOrEqual(150)
    const read = stage.reading()
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, read.handler)
    await read.untilAll(acknowledged)
    expectOrder(read.batches)
  })

  it('keeps records and offsets when it is closed and opened again', async () => {
    const log = await stage.open()
    const topic = await stage.topic(2)
    const group = stage.name()
    const [before, after] = [recordsOf(topic, keys(6), 5), recordsOf(topic, keys(6), 5, 6)]
    await log.append(before)
    const first = stage.reading()
    log.subscribe({ topics: [topic], group, from: 'beginning' }, first.handler)
    await first.untilAll(idsOf(before))
    await log.close()
    const again = await stage.open()
    await again.append(after)
    const second = stage.reading()
    again.subscribe({ topics: [topic], group, from: 'beginning' }, second.handler)
    await second.untilAll(idsOf(after))
    expect(second.records.filter(({ event }) => (event?.sequence ?? 0) <= 5)).toEqual([])
    const replay = stage.reading()
    again.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, replay.handler)
    await replay.untilAll(idsOf([...before, ...after]))
  })

  it('answers while open, and says so once closed', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1)
    await log.ping()
    await log.close()
    await log.close()
    await expect(log.ping()).rejects.toThrow(LogUnavailable)
    await expect(log.append([recordOf(topic, 'lot_1', 1)])).rejects.toThrow(LogUnavailable)
    await expect(log.lag('anyone')).rejects.toThrow(LogUnavailable)
  })
}

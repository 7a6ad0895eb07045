import { expect, it } from 'vitest'
import type { DeliveredRecord, LogRecord } from '../port.ts'
import { keys, recordOf, recordsOf } from './events.ts'
import type { Stage } from './stage.ts'

export function compactingTests(stage: Stage): void {
  it('keeps at least the last record of each key of a compacted topic, and erases with null', async () => {
    const log = await stage.open()
    const topic = await stage.topic(1, 'compacted')
    const names = keys(20)
    const rounds = Math.ceil(stage.harness.compactionRecords / names.length)
    const follower = stage.reading()
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, follower.handler)
    const erased = names.slice(0, 5)
    const erasures: readonly LogRecord[] = erased.map((key) => ({ topic, key, event: null }))
    for (let round = 1; round <= rounds; round++) {
      await log.append(recordsOf(topic, names, 1, round))
      if (round === Math.ceil(rounds / 2)) await log.append(erasures)
    }
    await log.append([...erasures, recordOf(topic, 'last', 1)])
    await follower.untilAll(['last/1'])
    expectLast(follower.records, names, erased, rounds)
    // More than as much again on other keys, so that compaction goes over the erasures too.
    await log.append(recordsOf(topic, ['noise_1', 'noise_2'], rounds * names.length))
    await log.append([recordOf(topic, 'last', 2)])
    await follower.untilAll(['last/2'])
    const late = stage.reading()
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning' }, late.handler)
    await late.untilAll(['last/2'])
    expectLast(late.records, names, erased, rounds)
  })

  it('keeps offsets and order while it compacts under a reader', async () => {
    const log = await stage.open()
    const topic = await stage.topic(2, 'compacted')
    const names = keys(10)
    const read = stage.reading(() => new Promise((resolve) => setImmediate(resolve)))
    log.subscribe({ topics: [topic], group: stage.name(), from: 'beginning', batch: 3 }, read.handler)
    const rounds = Math.ceil(stage.harness.compactionRecords / names.length)
    await Promise.all(Array.from({ length: rounds }, (_, round) => log.append(recordsOf(topic, names, 1, round + 1))))
    await read.until(
      () => names.every((name) => read.records.some(({ event }) => event?.id === `${name}/${rounds}`)),
      'the last of each key',
    )
    for (const name of names) {
      const sequences = read.records.filter(({ key }) => key === name).map(({ event }) => event?.sequence ?? 0)
      expect(sequences).toEqual([...sequences].sort((a, b) => a - b))
    }
  })
}

function expectLast(records: readonly DeliveredRecord[], names: readonly string[], erased: readonly string[], rounds: number): void {
  const last = new Map(records.map(({ key, event }) => [key, event?.sequence ?? null]))
  for (const name of names) {
    if (erased.includes(name)) expect(last.get(name) ?? null, `${name} was erased`).toBeNull()
    else expect(last.get(name), `last of ${name}`).toBe(rounds)
  }
}

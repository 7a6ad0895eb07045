import type { EventRecord } from '@filature/kernel/event'
import { instantFromMs } from '@filature/kernel/instant'
import { expect } from 'vitest'
import { partitionOf } from '../partitioner.ts'
import type { DeliveredRecord, LogRecord } from '../port.ts'

/** The `sequence`-th event about a lot. */
export const eventOf = (subject: string, sequence: number): EventRecord => ({
  id: `${subject}/${sequence}`,
  type: 'materials.LotHeld.v1',
  source: 'materials',
  subject,
  time: instantFromMs(Date.UTC(2026, 10, 25) + sequence),
  sequence,
  data: { quantityB: sequence, note: 'poutre en chêne, 3 m' },
})

export const recordOf = (topic: string, key: string, sequence: number): LogRecord => ({ topic, key, event: eventOf(key, sequence) })

/** `perKey` records of each key, the keys taking turns. */
export function recordsOf(topic: string, keys: readonly string[], perKey: number, firstSequence = 1): readonly LogRecord[] {
  return Array.from({ length: perKey }, (_, turn) => keys.map((key) => recordOf(topic, key, firstSequence + turn))).flat()
}

export const idsOf = (records: readonly LogRecord[]): readonly string[] =>
  records.flatMap(({ event }) => (event === null ? [] : [event.id]))

export const keys = (count: number, prefix = 'lot_'): readonly string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

/** One key for each partition of a topic with so many. */
export function keyPerPartition(partitions: number): readonly string[] {
  const found = new Map<number, string>()
  for (let i = 0; found.size < partitions; i++) found.set(partitionOf(`lot_${i}`, partitions), `lot_${i}`)
  return Array.from({ length: partitions }, (_, partition) => found.get(partition) ?? '')
}

/**
 * What may be said of any delivery to one group, however often records came again: batches of one partition with rising
 * offsets, a key in one partition, and no record of a key before all those that went before it.
 */
export function expectOrder(batches: readonly (readonly DeliveredRecord[])[]): void {
  const partitionOfKey = new Map<string, number>()
  const reached = new Map<string, number>()
  for (const batch of batches) {
    expect(new Set(batch.map(({ topic, partition }) => `${topic}/${partition}`)).size).toBe(1)
    let before = -1n
    for (const { topic, key, partition, offset, event } of batch) {
      expect(BigInt(offset)).toBeGreaterThan(before)
      before = BigInt(offset)
      const name = `${topic} ${key}`
      expect(partitionOfKey.get(name) ?? partition, `partition of ${name}`).toBe(partition)
      partitionOfKey.set(name, partition)
      const sequence = event?.sequence ?? 0
      expect(sequence, `sequence of ${name} after ${reached.get(name) ?? 0}`).toBeLessThanOrEqual((reached.get(name) ?? 0) + 1)
      reached.set(name, Math.max(reached.get(name) ?? 0, sequence))
    }
  }
}

import { describe, expect, it } from 'vitest'
import { murmur2, partitionOf } from './partitioner.ts'

describe('the partition of a key', () => {
  // Published test values of Apache Kafka's Java client for its murmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Kafka does', (key, hash) => {
    expect(murmur2(key)).toBe(hash)
  })

  it('lies inside the topic and uses all of it', () => {
    const used = new Set<number>()
    for (let i = 0; i < 1_000; i++) used.add(partitionOf(`lot_é${i}`, 7))
    expect([...used].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
  })
})

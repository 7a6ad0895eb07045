import { describe, expect, it } from 'vitest'
import { type Caller, type Outgoing, takeRound } from './rounds.ts'

const waiting: Caller = { isAnswered: () => false, confirm: () => {}, refuse: () => {} }
const outgoing = (partition: number, bytes: number, caller = waiting): Outgoing => ({
  topic: 'market',
  partition,
  caller,
  message: { key: Buffer.from('lot_1'), value: Buffer.alloc(bytes), headers: {} },
})
const sizesOf = (batches: ReturnType<typeof takeRound>) => batches.map(({ partition, records }) => [partition, records.length])

describe('what goes to the brokers together', () => {
  it('is one batch of each partition', () => {
    const queue = [outgoing(0, 10), outgoing(1, 10), outgoing(0, 10)]
    expect(sizesOf(takeRound(queue))).toEqual([
      [0, 2],
      [1, 1],
    ])
    expect(queue).toEqual([])
  })

  it('stays below what brokers take, and leaves the rest in order', () => {
    const queue = [outgoing(0, 500_000), outgoing(0, 500_000), outgoing(1, 10)]
    const [, second, third] = queue
    expect(sizesOf(takeRound(queue))).toEqual([[0, 1]])
    expect(queue).toEqual([second, third])
  })

  it('holds one record of any size', () => {
    expect(sizesOf(takeRound([outgoing(0, 950_000), outgoing(0, 10)]))).toEqual([[0, 1]])
  })

  it('holds at most 2 000 records', () => {
    const queue = Array.from({ length: 2_500 }, (_, at) => outgoing(at % 4, 10))
    expect(sizesOf(takeRound(queue))).toEqual([0, 1, 2, 3].map((partition) => [partition, 500]))
    expect(queue).toHaveLength(500)
  })

  it('leaves out what nobody waits for any more', () => {
    const answered = { ...waiting, isAnswered: () => true }
    const queue = [outgoing(0, 10, answered), outgoing(1, 10), outgoing(2, 10, answered)]
    expect(sizesOf(takeRound(queue))).toEqual([[1, 1]])
    expect(queue).toEqual([])
  })
})

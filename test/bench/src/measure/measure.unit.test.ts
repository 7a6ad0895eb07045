import { describe, expect, it } from 'vitest'
import { chooser, seeded } from '../load/choose.ts'
import { plain } from '../report/words.ts'
import { cpuDuring, residentBytesOf } from './cpu.ts'
import { interleave } from './interleave.ts'
import { latencyOf } from './latency.ts'
import { ratioOf, spreadOf } from './ratio.ts'

describe('what segments come to', () => {
  it('p99 is the smallest time that 99 of 100 requests did not exceed', () => {
    const times = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(latencyOf(times)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 })
    expect(latencyOf([])).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, max: 0 })
  })

  it('a ratio is the median of the pairs, with the smallest and the largest', () => {
    expect(ratioOf([10, 30, 20], [10, 10, 10])).toEqual({ median: 2, min: 1, max: 3 })
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 })
  })
})

describe('CPU and memory', () => {
  const NOBODY = 2 ** 30

  it('of a process that cannot be looked at are no number, so that nothing is made up', async () => {
    expect(await cpuDuring(NOBODY, async () => 'done')).toEqual(['done', Number.NaN])
    expect(residentBytesOf(NOBODY)).toBeNaN()
    expect(plain('CPU', spreadOf([Number.NaN, Number.NaN]), ' µs').figure).not.toMatch(/[0-9]/)
  })
})

describe('taking turns', () => {
  it('contenders run in turn, every second round backwards, and the first segment of each is thrown away', async () => {
    const turns: string[] = []
    const contender = (name: string) => ({
      name,
      async segment(seconds: number) {
        turns.push(`${name} ${seconds}`)
        return turns.length
      },
    })
    const segments = await interleave([contender('a'), contender('b')], { pairs: 2, seconds: 3, warmUpSeconds: 1 })
    expect(turns).toEqual(['a 1', 'b 1', 'a 3', 'b 3', 'b 3', 'a 3'])
    expect([...segments]).toEqual([
      ['a', [3, 6]],
      ['b', [4, 5]],
    ])
  })
})

describe('choosing lots', () => {
  it('by Zipf’s law the lot of rank r is chosen 1/r times as often as the first', () => {
    const choose = chooser('zipf', 100, seeded(1))
    const times = new Array<number>(100).fill(0)
    for (let turn = 0; turn < 200_000; turn += 1) {
      const lot = choose()
      times[lot] = (times[lot] ?? 0) + 1
    }
    const [first = 0, second = 0, , , fifth = 0] = times
    expect(second / first).toBeCloseTo(1 / 2, 1)
    expect(fifth / first).toBeCloseTo(1 / 5, 1)
  })

  it('all alike means that each of ten lots gets its tenth', () => {
    const choose = chooser('uniform', 10, seeded(2))
    const times = new Array<number>(10).fill(0)
    for (let turn = 0; turn < 100_000; turn += 1) {
      const lot = choose()
      times[lot] = (times[lot] ?? 0) + 1
    }
    for (const found of times) expect(found / 100_000).toBeCloseTo(0.1, 2)
  })
})

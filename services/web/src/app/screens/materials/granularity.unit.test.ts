import { expect, test } from 'vitest'
import { isSellable, nearestSellable, snap, stepped } from './granularity.ts'

const boards = { mode: 'board', step: 1_620, min: 1_620, leave: 0 } as const
const roll = { mode: 'cut', step: 1_000, min: 10_000, leave: 20_000 } as const
const gate = { mode: 'whole', step: 1, min: 1, leave: 0 } as const

test('8 m² of boards of 0.162 m² offers 49 and 50 boards, and goes to 50', () => {
  expect(isSellable(boards, 325_620, 80_000)).toBe(false)
  expect(nearestSellable(boards, 325_620, 80_000)).toEqual([79_380, 81_000])
  expect(snap(boards, 325_620, 80_000)).toBe(81_000)
})

test('[materials 3] 30 boards of 2.97 m², 7 m² asked: 5.94 and 8.91 are the nearest', () => {
  const granularity = { mode: 'board', step: 29_700, min: 29_700, leave: 0 } as const
  expect(nearestSellable(granularity, 891_000, 70_000)).toEqual([59_400, 89_100])
})

test('[materials 4] a roll of 10 m² that must leave 2 m² or nothing', () => {
  expect(isSellable(roll, 100_000, 85_000)).toBe(false)
  expect(nearestSellable(roll, 100_000, 85_000)).toEqual([80_000, 100_000])
  expect(isSellable(roll, 100_000, 80_000)).toBe(true)
  expect(isSellable(roll, 100_000, 100_000)).toBe(true)
})

test('all that is free can always be taken, even when it is no whole number of steps', () => {
  expect(isSellable(boards, 2_000, 2_000)).toBe(true)
  expect(snap(boards, 2_000, 1_700)).toBe(2_000)
})

test('a lot that goes as one is only taken whole', () => {
  expect(nearestSellable(gate, 1, 3)).toEqual([1])
  expect(stepped(gate, 1, 1, 1)).toBe(1)
  expect(stepped(gate, 1, 1, -1)).toBe(1)
})

test('keys move by one board and stop at both ends', () => {
  expect(stepped(boards, 325_620, 81_000, 1)).toBe(82_620)
  expect(stepped(boards, 325_620, 81_000, -1)).toBe(79_380)
  expect(stepped(boards, 325_620, 1_620, -1)).toBe(1_620)
  expect(stepped(boards, 325_620, 325_620, 1)).toBe(325_620)
})

test('keys jump over what would leave too little', () => {
  expect(stepped(roll, 100_000, 80_000, 1)).toBe(100_000)
  expect(stepped(roll, 100_000, 100_000, -1)).toBe(80_000)
})

test('nothing free offers nothing', () => {
  expect(nearestSellable(boards, 0, 1_620)).toEqual([])
  expect(snap(boards, 0, 1_620)).toBe(0)
})

test('whatever is asked, what is offered can be had', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const random = mulberry(seed)
    const step = 1 + Math.floor(random() * 400)
    const granularity = {
      mode: 'cut',
      step,
      min: 1 + Math.floor(random() * 4) * step,
      leave: Math.floor(random() * 3) * step,
    } as const
    const available = 1 + Math.floor(random() * 20_000)
    const asked = 1 + Math.floor(random() * 25_000)
    const offered = nearestSellable(granularity, available, asked)
    expect(offered.length, `seed ${seed}`).toBeGreaterThan(0)
    for (const qty of [...offered, snap(granularity, available, asked)]) {
      expect(isSellable(granularity, available, qty), `seed ${seed}: ${qty} of ${available}`).toBe(true)
    }
  }
})

/** The same numbers for the same seed, everywhere. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

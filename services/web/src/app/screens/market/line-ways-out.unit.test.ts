import { expect, test } from 'vitest'
import { waysOut } from './line-ways-out.ts'

const CARROTS = { minB: 250, stepB: 250 }

test.each([
  ['too little is left: whole steps of it', { code: 'insufficient-stock', availableB: 600 }, { asked: 2_000, held: 0 }, [500]],
  ['too little is left for one step', { code: 'insufficient-stock', availableB: 200 }, { asked: 500, held: 0 }, []],
  ['what is left comes to what one has', { code: 'insufficient-stock', availableB: 500 }, { asked: 9_000, held: 1_000 }, [1_500]],
  ['nothing is left beside what one has', { code: 'insufficient-stock', availableB: 0 }, { asked: 9_000, held: 1_000 }, []],
  ['more than one may: the most', { code: 'quantity-range', minB: 250, maxB: 5_000 }, { asked: 9_000, held: 1_000 }, [5_000]],
  ['less than one may: the least', { code: 'quantity-range', minB: 500, maxB: 5_000 }, { asked: 250, held: 0 }, [500]],
  ['one has the most already', { code: 'quantity-range', minB: 250, maxB: 5_000 }, { asked: 9_000, held: 5_000 }, []],
  ['between two steps: both', { code: 'off-step', stepB: 250, nearest: [250, 500] }, { asked: 300, held: 1_000 }, [250, 500]],
  ['more than each may have', { code: 'member-limit', limitB: 2_000 }, { asked: 3_000, held: 0 }, [2_000]],
  ['a no without figures', { code: 'producer-closed' }, { asked: 3_000, held: 0 }, []],
] as const)('%s', (_, problem, amounts, open) => {
  expect(waysOut(problem, CARROTS, amounts)).toEqual(open)
})

import type { Granularity } from '@filature/contracts/materials/lot-shapes'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isValidQuantity, nearestValid, refuseQuantity } from './granularity.ts'

const granularities = fc.record({
  mode: fc.constantFrom('piece', 'pack', 'board', 'cut', 'whole'),
  step: fc.integer({ min: 1, max: 9 }),
  min: fc.integer({ min: 1, max: 20 }),
  leave: fc.integer({ min: 0, max: 20 }),
}) as fc.Arbitrary<Granularity>

describe('how a lot may be cut', () => {
  it('nearest quantities are the valid ones next below and next above, as trying all of them shows', () => {
    fc.assert(
      fc.property(granularities, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 }), (granularity, available, qty) => {
        fc.pre(qty <= available && !isValidQuantity(granularity, available, qty))
        const valid = Array.from({ length: available }, (_, index) => index + 1).filter((one) =>
          isValidQuantity(granularity, available, one),
        )
        const expected = [valid.findLast((one) => one < qty), valid.find((one) => one > qty)].filter((one) => one !== undefined)
        expect(nearestValid(granularity, available, qty)).toEqual(expected)
      }),
      { numRuns: 5_000 },
    )
  })

  it('everything that is free may always be taken', () => {
    fc.assert(
      fc.property(granularities, fc.integer({ min: 1, max: 60 }), (granularity, available) => {
        expect(refuseQuantity('piece', granularity, available, available)).toBeUndefined()
      }),
    )
  })

  it('of a lot sold whole only everything', () => {
    const whole: Granularity = { mode: 'whole', step: 1, min: 1, leave: 0 }
    expect(refuseQuantity('piece', whole, 7, 3)).toMatchObject({ code: 'granularity', figures: { nearest: [7] } })
    expect(refuseQuantity('piece', whole, 7, 7)).toBeUndefined()
  })

  it('says first that there is not enough, in the unit that people read', () => {
    const boards: Granularity = { mode: 'board', step: 29_700, min: 29_700, leave: 0 }
    expect(refuseQuantity('cm2', boards, 59_400, 89_101)).toMatchObject({
      code: 'insufficient-stock',
      figures: { available: 59_400, unit: 'cm2' },
    })
  })
})

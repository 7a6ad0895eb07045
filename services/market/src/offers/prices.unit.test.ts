import { describe, expect, it } from 'vitest'
import { estimate, pricePerOf, unitPrice } from './prices.ts'

const chicken = { saleMode: 'weighed-piece', lowG: 1_500, avgG: 1_800, highG: 2_200 } as const
const none = { lowG: null, avgG: null, highG: null }

describe('the estimate of a line', () => {
  it('of a weighed piece is at its average weight, with its range and the most that can be charged', () => {
    expect(estimate(chicken, 1, 1_200, 1_000)).toEqual({ estC: 2_160, lowC: 1_800, highC: 2_640, maxC: 2_376 })
    expect(estimate(chicken, 2, 1_200, 1_000).estC).toBe(4_320)
  })

  it('of pieces and of bulk is exact, rounded once, half away from zero', () => {
    expect(estimate({ saleMode: 'unit', ...none }, 3, 450, 0)).toEqual({ estC: 1_350, lowC: 1_350, highC: 1_350, maxC: 1_350 })
    expect(estimate({ saleMode: 'bulk', ...none }, 250, 390, 0).estC).toBe(98)
    expect(estimate({ saleMode: 'bulk', ...none }, 250, 378, 0).estC).toBe(95)
  })
})

describe('the price beside the price', () => {
  it('is per kg or litre of what a piece holds, or per piece of a box', () => {
    const unit = { saleMode: 'unit', baseUnit: 'piece' } as const
    expect(unitPrice({ ...unit, content: { qty: 150, unit: 'g' } }, 290)).toEqual({ unitPriceC: 1_933, unitPricePer: 'kg' })
    expect(unitPrice({ ...unit, content: { qty: 750, unit: 'ml' } }, 450)).toEqual({ unitPriceC: 600, unitPricePer: 'L' })
    expect(unitPrice({ ...unit, content: { qty: 6, unit: 'piece' } }, 240)).toEqual({ unitPriceC: 40, unitPricePer: 'piece' })
  })

  it('is left out where the price says it already', () => {
    expect(unitPrice({ saleMode: 'bulk', baseUnit: 'g', content: null }, 320)).toBeUndefined()
    expect(unitPrice({ saleMode: 'unit', baseUnit: 'piece', content: { qty: 1, unit: 'piece' } }, 280)).toBeUndefined()
    expect([pricePerOf({ saleMode: 'bulk', baseUnit: 'ml' }), pricePerOf({ saleMode: 'weighed-piece', baseUnit: 'piece' })]).toEqual([
      'L',
      'kg',
    ])
  })
})

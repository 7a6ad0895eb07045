import { HOUR, parseInstant } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { blankLot, eventTypes, notices, publishedLot, receivedLot } from '../testing/lot-scenario.ts'
import { boards, DOORS, holdOf } from '../testing/samples.ts'

describe('the record of a lot', () => {
  it('is received once', () => {
    const lot = receivedLot(DOORS)
    expect(lot.lot()).toMatchObject({ received: 10, stage: 'stocked', unit: 'piece', publication: 'draft' })
    expect(lot.when({ type: 'ReceiveLot', lot: DOORS, depositId: null })).toMatchObject({ code: 'lot-exists' })
  })

  it('belongs to a precise family that exists', () => {
    for (const familyId of ['wood', 'wood.unobtainium']) {
      const decision = blankLot().when({ type: 'ReceiveLot', lot: { ...DOORS, familyId }, depositId: null })
      expect(decision).toMatchObject({ code: 'family-not-accepted', figures: { familyId } })
    }
  })

  it('gets its mass by density from its dimensions, and anew when they are corrected', () => {
    const lot = receivedLot({ ...boards(10), mass: { method: 'density' } })
    const first = lot.lot().mass
    expect(first).toMatchObject({ method: 'density', forQty: 297_000 })
    lot.given({ type: 'MeasureLot', dims: { lengthMm: 2_970, widthMm: 1_000, thicknessMm: 36 }, mass: null })
    expect(lot.lot().mass?.totalG).toBe((first?.totalG ?? 0) * 2)
  })

  it('names the measures that a density lacks, and refuses a density where weighing is required', () => {
    const noThickness = { ...boards(1), mass: { method: 'density' as const }, dims: { lengthMm: 2_970, widthMm: 1_000 } }
    expect(blankLot().when({ type: 'ReceiveLot', lot: noThickness, depositId: null })).toMatchObject({
      code: 'measure-missing',
      figures: { missing: 'dims.thicknessMm' },
    })
    const weighed = { ...DOORS, familyId: 'sanitary.ceramic', mass: { method: 'density' as const } }
    expect(blankLot().when({ type: 'ReceiveLot', lot: weighed, depositId: null })).toMatchObject({ figures: { missing: 'mass.totalG' } })
  })

  it('a price only goes down while something is held', () => {
    const lot = publishedLot(DOORS).given(holdOf('hld_a', 1))
    const price = (unitCents: number) => ({ type: 'PriceLot', price: { mode: 'fixed', unitCents } }) as const
    expect(lot.when(price(2_600))).toMatchObject({ code: 'price-held' })
    expect(lot.when({ type: 'PriceLot', price: { mode: 'quote' } })).toMatchObject({ code: 'price-held' })
    expect(lot.when({ type: 'PriceLot', price: { mode: 'solidarity', unitCents: 2_500, minCents: 2_500 } }).refused).toBeUndefined()
    expect(lot.when(price(2_400)).refused).toBeUndefined()
    expect(lot.when({ type: 'PriceLot', price: { mode: 'free' } }).refused).toBeUndefined()
    expect(lot.when({ type: 'PriceLot', price: { mode: 'fixed' } })).toMatchObject({ figures: { missing: 'price.unitCents' } })
  })

  it('is not withdrawn while something is held', () => {
    const lot = publishedLot(DOORS).given(holdOf('hld_a', 1))
    expect(lot.when({ type: 'WithdrawLot', reason: 'tri' })).toMatchObject({ code: 'lot-has-holds' })
    expect(eventTypes(lot.when({ type: 'WithdrawLot', reason: 'tri' }, 48 * HOUR))).toEqual(['HoldReleased', 'LotWithdrawn'])
  })
})

describe('correcting the quantity', () => {
  const adjust = (delta: number, cutHolds = false) => ({ type: 'AdjustLot', delta, reason: 'damage', note: null, cutHolds }) as const

  it('what is missing is lost, what is found was received', () => {
    const lot = publishedLot(DOORS).given(adjust(-3)).given(adjust(1))
    expect(lot.lot()).toMatchObject({ received: 11, lost: 3 })
    expect(lot.stock().available).toBe(8)
  })

  it('never takes what is held without saying so; then the newest hold is cut first, and told', () => {
    const lot = publishedLot(DOORS).given(holdOf('hld_old', 4)).given(holdOf('hld_new', 5), HOUR)
    expect(lot.when(adjust(-3), 2 * HOUR)).toMatchObject({ code: 'would-cut-holds', figures: { held: 9, available: 1, short: 2 } })
    const decision = lot.when(adjust(-3, true), 2 * HOUR)
    expect([eventTypes(decision), notices(decision)]).toEqual([['HoldCut', 'LotAdjusted'], ['hold-cut']])
    expect(lot.lot().holds.map(({ holdId, qty }) => [holdId, qty])).toEqual([
      ['hld_old', 4],
      ['hld_new', 3],
    ])
  })

  it('cuts holds that count down before confirmed ones, and down to whole steps', () => {
    const lot = publishedLot(boards(4))
      .given(holdOf('hld_a', 2 * 29_700))
      .given(holdOf('hld_b', 2 * 29_700))
      .given({ type: 'ConfirmHold', holdId: 'hld_b', until: parseInstant('2030-04-01T10:00:00Z') })
    lot.given(adjust(-30_000, true))
    expect(lot.lot().holds.map(({ holdId, qty }) => [holdId, qty])).toEqual([['hld_b', 2 * 29_700]])
    expect(lot.stock().available).toBe(29_400)
  })

  it('cannot lose more than there is', () => {
    expect(publishedLot(DOORS).when(adjust(-11, true))).toMatchObject({ code: 'insufficient-stock', figures: { available: 10 } })
  })
})

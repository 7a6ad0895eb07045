import { describe, expect, it } from 'vitest'
import { leafOf, shippedReference } from '../reference/reference.ts'
import { decimal, divideRound } from './decimal.ts'
import { type ImpactInput, impactOf, type Leg } from './impact.ts'
import { massByDensity, volumeCm3 } from './volume.ts'

const reference = shippedReference()
const factor = (id: string) => {
  const found = reference.factors.get(id)
  if (found === undefined) throw new Error(`no factor ${id}`)
  return found
}
const leg = (km: number, id: string, kind: Leg['kind'] = 'depot-use'): Leg => ({ kind, km, factor: factor(id) })
const of = (familyId: string, input: Partial<ImpactInput> & Pick<ImpactInput, 'qty' | 'massG' | 'legs'>) =>
  impactOf({ leaf: leafOf(reference, familyId).leaf, unit: 'g', dims: {}, legMissing: false, ...input })
const eol = (impact: ReturnType<typeof of>) => impact?.terms.find(({ term }) => term === 'end-of-life')?.grams

describe('impact, the check cases of the specification', () => {
  it('100 m2 of 14 mm board, 608 kg/m3, 50 km in a diesel van', () => {
    const wood = reference.densities.get('den-wood')
    const massG = massByDensity('cm2', { thicknessMm: 14 }, 1_000_000, wood?.value ?? 0n)
    expect(massG).toBe(851_200)
    const leaf = { factorNew: factor('mat-wood'), factorReuse: factor('reuse-wood'), factorEol: factor('eol-wood') }
    const impact = impactOf({
      leaf,
      unit: 'cm2',
      dims: { thicknessMm: 14 },
      qty: 1_000_000,
      massG: 851_200,
      legs: [leg(50, 'tr-van-diesel')],
      legMissing: false,
    })
    expect(impact?.summary).toMatchObject({
      avoidedG: 196_594,
      transportG: 26_868,
      netG: 169_726,
      low: 100_225,
      high: 204_438,
      complete: true,
    })
    expect(eol(impact)).toBe(787_652)
    // What the board shows: 197 avoided, 27 of transport, net 170 kg.
    const kg = (grams = 0) => Math.round(grams / 1_000)
    expect([kg(impact?.summary.avoidedG), kg(impact?.summary.transportG), kg(impact?.summary.netG)]).toEqual([197, 27, 170])
  })

  it('500 bricks of 2.3 kg, reuse counted as nothing, 20 km in a van', () => {
    const impact = of('masonry.brick-solid', { unit: 'piece', qty: 500, massG: 1_150_000, legs: [leg(20, 'tr-van-diesel')] })
    expect(impact?.summary).toMatchObject({ avoidedG: 278_062, transportG: 14_520, netG: 263_542, low: 255_893, high: 263_673 })
    expect(eol(impact)).toBe(1_453)
  })

  it('6 wood windows of 1.2 x 1.2 m and 45 kg, a transfer of 60 km by lorry, 15 km by electric van', () => {
    const impact = of('joinery.window-wood', {
      unit: 'piece',
      dims: { widthMm: 1_200, heightMm: 1_200 },
      qty: 6,
      massG: 270_000,
      legs: [leg(60, 'tr-truck-7t5', 'transfer'), leg(15, 'tr-van-electric')],
    })
    expect(impact?.terms.filter(({ term }) => term === 'leg').map(({ grams }) => grams)).toEqual([8_547, 891])
    expect(impact?.summary).toMatchObject({ avoidedG: 111_000, netG: 101_562, low: 62_444, high: 145_481, km: 75 })
    expect(eol(impact)).toBeUndefined()
  })

  it('1 t of gravel, 60 km in a van: worse than new', () => {
    const impact = of('masonry.aggregate', { qty: 1_000_000, massG: 1_000_000, legs: [leg(60, 'tr-van-diesel')] })
    expect(impact?.summary).toMatchObject({ avoidedG: 5_583, transportG: 37_878, netG: -32_295, low: -49_664, high: -31_954 })
    expect(eol(impact)).toBe(1_263)
  })

  it('the range takes each source at its worst and at its best: new low with reuse and trips high, and the other way round', () => {
    const leaf = {
      factorNew: { ...factor('mat-brick'), low: 100_000_000n, value: 200_000_000n, high: 300_000_000n },
      factorReuse: { ...factor('reuse-wood'), low: 10_000_000n, value: 20_000_000n, high: 40_000_000n },
      factorEol: undefined,
    }
    const trip: Leg = {
      kind: 'depot-use',
      km: 10,
      factor: { ...factor('tr-van-diesel'), low: 500_000_000n, value: 600_000_000n, high: 900_000_000n },
    }
    const impact = impactOf({ leaf, unit: 'g', dims: {}, qty: 1_000_000, massG: 1_000_000, legs: [trip], legMissing: false })
    expect(impact?.summary).toMatchObject({ netG: 200_000 - 20_000 - 6_000, low: 100_000 - 40_000 - 9_000, high: 300_000 - 10_000 - 5_000 })
  })

  it('a family without a factor shows no figure, never 0', () => {
    expect(of('floor.raised', { unit: 'cm2', qty: 10_000, massG: 35_000, legs: [] })).toBeNull()
  })

  it('a product whose area is not known shows no figure', () => {
    expect(of('joinery.window-wood', { unit: 'piece', qty: 1, massG: 45_000, legs: [] })).toBeNull()
  })

  it('an unknown leg is said, not counted', () => {
    const impact = of('masonry.brick-solid', { unit: 'piece', qty: 500, massG: 1_150_000, legs: [], legMissing: true })
    expect(impact?.summary).toMatchObject({ complete: false, km: null, transportG: 0 })
  })

  it('every term names its factor and where it comes from', () => {
    const impact = of('masonry.brick-solid', { unit: 'piece', qty: 500, massG: 1_150_000, legs: [leg(20, 'tr-van-diesel')] })
    expect(impact?.terms.map(({ term, factor: { factorId } }) => [term, factorId])).toEqual([
      ['new', 'mat-brick'],
      ['reuse', 'reuse-zero'],
      ['leg', 'tr-van-diesel'],
      ['end-of-life', impact?.terms.at(-1)?.factor.factorId],
    ])
    expect(impact?.terms.every(({ factor: { source, sourceRef, year } }) => source !== '' && sourceRef !== '' && year !== '')).toBe(true)
  })
})

describe('exact decimals', () => {
  it('reads at most nine places and nothing else', () => {
    expect(decimal('0.26950416')).toBe(269_504_160n)
    expect(decimal('-2')).toBe(-2_000_000_000n)
    for (const wrong of ['0,2', '1e3', '', '.5', '0.1234567891', ' 1']) expect(decimal(wrong)).toBeUndefined()
  })

  it('rounds half away from zero', () => {
    expect([divideRound(5n, 2n), divideRound(-5n, 2n), divideRound(4n, 3n), divideRound(-1n, 3n)]).toEqual([3, -3, 1, 0])
  })
})

describe('volumes', () => {
  it('come from what the dimensions give, per unit', () => {
    expect(volumeCm3('cm2', { thicknessMm: 22 }, 81_000)).toBe(178_200)
    expect(volumeCm3('mm', { widthMm: 175, thicknessMm: 63 }, 4_000)).toBe(44_100)
    expect(volumeCm3('piece', { widthMm: 930, heightMm: 2_040, thicknessMm: 40 }, 1)).toBe(75_888)
    expect(volumeCm3('mm', { diameterMm: 100 }, 1_000)).toBe(7_854)
    expect(volumeCm3('piece', { widthMm: 1_000, heightMm: 1_200 }, 1)).toBeNull()
  })
})

import type { ImpactSummary, ImpactTerm } from '@filature/contracts/materials/impact-shapes'
import type { Dims } from '@filature/contracts/materials/lot-shapes'
import type { BaseUnit } from '@filature/kernel/quantity'
import type { Factor } from '../reference/factors.ts'
import type { LeafFamily } from '../reference/families.ts'
import { divideRound, SCALE } from './decimal.ts'
import { faceMm2 } from './volume.ts'

/** A part of the way, with the vehicle's factor. */
export interface Leg {
  readonly kind: 'source-depot' | 'transfer' | 'depot-use'
  readonly km: number
  readonly factor: Factor
}

export interface ImpactInput {
  readonly leaf: Pick<LeafFamily, 'factorNew' | 'factorReuse' | 'factorEol'>
  readonly unit: BaseUnit
  readonly dims: Dims
  /** Base units. */
  readonly qty: number
  readonly massG: number
  readonly legs: readonly Leg[]
  /** A leg is not known: the figure says so instead of counting it as nothing. */
  readonly legMissing: boolean
}

export interface Impact {
  readonly summary: ImpactSummary
  readonly terms: readonly ImpactTerm[]
}

interface Grams {
  readonly value: number
  readonly low: number
  readonly high: number
}

const NOTHING: Grams = { value: 0, low: 0, high: 0 }

/** Grams of `factor` times `numerator / divisor`; each of the three rounded on its own. */
function grams(factor: Factor, numerator: bigint, divisor: bigint): Grams {
  const of = (figure: bigint) => divideRound(figure * numerator, divisor * SCALE)
  return { value: of(factor.value), low: of(factor.low), high: of(factor.high) }
}

/** The middle one of the three alone. */
const valueOnly = (factor: Factor, numerator: bigint, divisor: bigint) => divideRound(factor.value * numerator, divisor * SCALE)

/** massG * f, f in kg per kg. */
const byMass = (factor: Factor, massG: number) => grams(factor, BigInt(massG), 1n)

/** massG * km * f / 1000, f in kg per t.km; km to the metre. */
const byTrip = (factor: Factor, massG: number, km: number) => grams(factor, BigInt(massG) * BigInt(Math.round(km * 1_000)), 1_000_000n)

/** Grams of one trip, without its range. */
export const tripGrams = (factor: Factor, massG: number, km: number): number =>
  valueOnly(factor, BigInt(massG) * BigInt(Math.round(km * 1_000)), 1_000_000n)

/** pieces * f * areaCm2 / refCm2, f in kg per piece or m2 of the reference area; undefined when the area is not known. */
function byArea(factor: Factor, unit: BaseUnit, dims: Dims, qty: number): Grams | undefined {
  const share = shareOfReference(factor, unit, dims, qty)
  return share === undefined ? undefined : grams(factor, share.numerator, share.divisor)
}

function shareOfReference({ refCm2 }: Factor, unit: BaseUnit, dims: Dims, qty: number): { numerator: bigint; divisor: bigint } | undefined {
  const mm2 = unit === 'cm2' ? 100n : unit === 'piece' ? faceMm2(dims) : undefined
  return refCm2 === undefined || mm2 === undefined ? undefined : { numerator: 1_000n * BigInt(qty) * mm2, divisor: 100n * BigInt(refCm2) }
}

/**
 * `impactOf(input).summary.netG` and nothing else, for putting thousands of lots in order; null where there is no figure.
 * The same rounded terms, so both always agree.
 */
export function netGrams({ leaf, unit, dims, qty, massG, legs }: ImpactInput): number | null {
  const { factorNew, factorReuse } = leaf
  if (factorNew === undefined) return null
  const mass = BigInt(massG)
  let net: number
  if (factorNew.kind === 'product-new') {
    const share = shareOfReference(factorNew, unit, dims, qty)
    if (share === undefined) return null
    net = valueOnly(factorNew, share.numerator, share.divisor)
  } else net = valueOnly(factorNew, mass, 1n)
  if (factorReuse !== undefined) net -= valueOnly(factorReuse, mass, 1n)
  for (const { factor, km } of legs) net -= tripGrams(factor, massG, km)
  return net
}

/**
 * Net CO2e of a quantity (specification, materials 8.4): what a new product would have emitted, minus preparing for reuse,
 * minus the trips. Null where no factor exists: no figure is better than a zero.
 */
export function impactOf(input: ImpactInput): Impact | null {
  const { leaf, unit, dims, qty, massG } = input
  const { factorNew, factorReuse, factorEol } = leaf
  if (factorNew === undefined) return null
  const fresh = factorNew.kind === 'product-new' ? byArea(factorNew, unit, dims, qty) : byMass(factorNew, massG)
  if (fresh === undefined) return null
  const reuse = factorReuse === undefined ? NOTHING : byMass(factorReuse, massG)
  const legs = input.legs.map((leg) => ({ leg, grams: byTrip(leg.factor, massG, leg.km) }))
  const transport = legs.reduce(
    (sum, { grams: { value, low, high } }) => ({ value: sum.value + value, low: sum.low + low, high: sum.high + high }),
    NOTHING,
  )
  const avoidedG = fresh.value - reuse.value
  const summary: ImpactSummary = {
    netG: avoidedG - transport.value,
    low: fresh.low - reuse.high - transport.high,
    high: fresh.high - reuse.low - transport.low,
    avoidedG,
    transportG: transport.value,
    km: legs.length === 0 ? null : legs.reduce((sum, { leg }) => Math.round((sum + leg.km) * 10) / 10, 0),
    complete: !input.legMissing,
    confidence: lowestConfidence(factorNew, factorReuse),
  }
  const eol = factorEol === undefined ? undefined : byMass(factorEol, massG)
  return {
    summary,
    terms: [
      { term: 'new', ...figures(fresh), factor: sourceOf(factorNew), ...(factorNew.kind === 'material-new' && { massG }) },
      ...(factorReuse === undefined ? [] : [{ term: 'reuse' as const, ...figures(reuse), factor: sourceOf(factorReuse), massG }]),
      ...legs.map(({ leg, grams: value }) => ({
        term: 'leg' as const,
        ...figures(value),
        factor: sourceOf(leg.factor),
        massG,
        km: leg.km,
        leg: leg.kind,
      })),
      ...(eol === undefined || factorEol === undefined
        ? []
        : [{ term: 'end-of-life' as const, ...figures(eol), factor: sourceOf(factorEol), massG }]),
    ],
  }
}

const figures = ({ value, low, high }: Grams) => ({ grams: value, low, high })

function sourceOf(factor: Factor): ImpactTerm['factor'] {
  const { factorId, label, text, unit, source, sourceRef, year, confidence, oneSource } = factor
  return { factorId, label, ...text, unit, source, sourceRef, year, confidence, oneSource }
}

const CONFIDENCE_ORDER = ['low', 'medium', 'high'] as const

/** A figure is no surer than the least sure of its material factors; a convention (reuse counts 0) does not lower it. */
function lowestConfidence(...factors: readonly (Factor | undefined)[]): ImpactSummary['confidence'] {
  const stated = factors.map((factor) => factor?.confidence)
  return CONFIDENCE_ORDER.find((level) => stated.includes(level)) ?? 'low'
}

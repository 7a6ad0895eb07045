import { decimal } from '../impact/decimal.ts'
import { type Row, readTable } from './table.ts'

export const FACTOR_KINDS = ['material-new', 'product-new', 'material-reuse', 'end-of-life', 'transport-tkm', 'transport-vkm'] as const
export type FactorKind = (typeof FACTOR_KINDS)[number]

/** A sourced figure with its range; value, low and high in 1e-9 of the unit. */
export interface Figure {
  readonly value: bigint
  readonly low: bigint
  readonly high: bigint
  readonly text: { readonly value: string; readonly low: string; readonly high: string }
  readonly unit: string
  readonly oneSource: boolean
  readonly label: { readonly fr: string; readonly en: string }
  readonly source: string
  readonly sourceRef: string
  readonly year: string
  readonly confidence: string
}

export interface Factor extends Figure {
  readonly factorId: string
  readonly kind: FactorKind
  /** product-new: the area in cm2 that the value is for. */
  readonly refCm2: number | undefined
}

export interface Density extends Figure {
  readonly densityId: string
  readonly basis: 'solid' | 'bulk'
}

const CONFIDENCES = ['high', 'medium', 'low', 'convention'] as const
const FIGURE_COLUMNS = [
  'label_fr',
  'label_en',
  'value',
  'unit',
  'low',
  'high',
  'range_method',
  'source',
  'source_ref',
  'year',
  'confidence',
]

const UNIT_OF_KIND: Readonly<Record<FactorKind, RegExp>> = {
  'material-new': /^kgCO2e?\/kg$/,
  'product-new': /^kgCO2e?\/(piece|m2)$/,
  'material-reuse': /^kgCO2e?\/kg$/,
  'end-of-life': /^kgCO2e?\/kg$/,
  'transport-tkm': /^kgCO2e?\/t\.km$/,
  'transport-vkm': /^kgCO2e?\/km$/,
}

export function readFactors(file: string, csv: string): ReadonlyMap<string, Factor> {
  const rows = readTable(file, csv, 'factor_id', ['factor_id', 'kind', 'ref_quantity', ...FIGURE_COLUMNS])
  return new Map(rows.map((row) => [row.text('factor_id'), factorOf(row)]))
}

export function readDensities(file: string, csv: string): ReadonlyMap<string, Density> {
  const rows = readTable(file, csv, 'density_id', ['density_id', 'basis', ...FIGURE_COLUMNS])
  return new Map(
    rows.map((row) => {
      const figure = figureOf(row)
      if (figure.unit !== 'kg/m3') row.refuse('unit', `"${figure.unit}" must be kg/m3`)
      const densityId = row.text('density_id')
      return [densityId, { ...figure, densityId, basis: row.oneOf('basis', ['solid', 'bulk']) }]
    }),
  )
}

function factorOf(row: Row): Factor {
  const figure = figureOf(row)
  const kind = row.oneOf('kind', FACTOR_KINDS)
  if (!UNIT_OF_KIND[kind].test(figure.unit)) row.refuse('unit', `"${figure.unit}" is no unit of ${kind}`)
  return { ...figure, factorId: row.text('factor_id'), kind, refCm2: kind === 'product-new' ? refCm2Of(row) : undefined }
}

function refCm2Of(row: Row): number {
  const area = /^([1-9]\d*) cm2$/.exec(row.text('ref_quantity'))?.[1]
  return area === undefined ? row.refuse('ref_quantity', 'must be an area such as "14400 cm2"') : Number(area)
}

function figureOf(row: Row): Figure {
  const number = (column: string) =>
    decimal(row.text(column)) ?? row.refuse(column, `"${row.text(column)}" must be a decimal number with at most nine places`)
  const [value, low, high] = [number('value'), number('low'), number('high')]
  if (low > value) row.refuse('low', 'is above the value')
  if (high < value) row.refuse('high', 'is below the value')
  return {
    value,
    low,
    high,
    text: { value: row.text('value'), low: row.text('low'), high: row.text('high') },
    unit: row.text('unit'),
    oneSource:
      row.oneOf('range_method', ['single-source', 'same-value-sources', 'between-sources', 'source-range', 'convention']) ===
      'single-source',
    label: { fr: row.text('label_fr'), en: row.text('label_en') },
    source: row.text('source'),
    sourceRef: row.text('source_ref'),
    year: row.text('year'),
    confidence: row.oneOf('confidence', CONFIDENCES),
  }
}

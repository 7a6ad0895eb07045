import { type CollectionDefinition, type Condition, IndexMissing, type Query, type Scalar } from '../port.ts'

/** The field is one of these values. */
export interface Equality {
  readonly field: string
  readonly anyOf: readonly Scalar[]
}

export interface Range {
  readonly field: string
  readonly from: string | number | undefined
  readonly below: string | number | undefined
}

/** A query that one index serves without sorting more than ties. The same for every engine. */
export interface QueryPlan {
  /** undefined: the primary key serves it. */
  readonly index: string | undefined
  readonly equalities: readonly Equality[]
  readonly range: Range | undefined
  /** `id` for the id alone, else the field, then the id. */
  readonly order: { readonly field: string; readonly direction: 'asc' | 'desc' }
}

/**
 * Finds the declared index that serves a query: first the fields with equality, then the field of the range or order.
 * @throws IndexMissing when there is none; TypeError for a condition that is not one
 */
export function planQuery(definition: CollectionDefinition, where: Query['where'], orderBy: Query['orderBy']): QueryPlan {
  const { equalities, range } = readConditions(where)
  const order = orderBy ?? { field: range?.field ?? 'id', direction: 'asc' }
  if (order.direction !== 'asc' && order.direction !== 'desc') throw new TypeError('orderBy.direction must be "asc" or "desc"')
  const plan = { equalities, range, order }
  const equalFields = equalities.map((equality) => equality.field)
  if (range !== undefined && order.field !== range.field) throw missing(definition, equalFields, [range.field, order.field])
  const last = order.field === 'id' || equalFields.includes(order.field) ? undefined : order.field
  if (equalFields.length === 0 && last === undefined && order.field === 'id') return { ...plan, index: undefined }
  const index = servingIndex(definition, equalFields, last)
  if (index === undefined) throw missing(definition, equalFields, last === undefined ? [] : [last])
  return { ...plan, index }
}

/** Of the indexes that serve, the one with the fewest fields: it leaves the fewest ties to sort by id. */
function servingIndex(definition: CollectionDefinition, equalFields: readonly string[], last: string | undefined): string | undefined {
  let best: { name: string; length: number } | undefined
  for (const [name, fields] of Object.entries(definition.indexes)) {
    const prefix = fields.slice(0, equalFields.length)
    const serves = equalFields.every((field) => prefix.includes(field)) && (last === undefined || fields[equalFields.length] === last)
    if (serves && (best === undefined || fields.length < best.length)) best = { name, length: fields.length }
  }
  return best?.name
}

function missing(definition: CollectionDefinition, equalFields: readonly string[], then: readonly string[]): IndexMissing {
  const wanted = [...equalFields, ...then.map((field) => `then ${field}`)].join(', ')
  const declared = Object.entries(definition.indexes).map(([name, fields]) => `${name}(${fields.join(', ')})`)
  return new IndexMissing(
    `no index of "${definition.name}" serves ${wanted}; declared: ${declared.join('; ') || 'none'}. Declare one that begins with the fields compared for equality, followed by the one field of the range and order`,
  )
}

function readConditions(where: Query['where']): { equalities: readonly Equality[]; range: Range | undefined } {
  const equalities: Equality[] = []
  let range: Range | undefined
  for (const [field, condition] of Object.entries(where ?? {})) {
    if (!isRange(condition)) {
      equalities.push({ field, anyOf: valuesOf(field, condition) })
      continue
    }
    if (range !== undefined) throw new IndexMissing(`ranges on "${range.field}" and "${field}": one index serves a single range`)
    range = readRange(field, condition)
  }
  return { equalities, range }
}

type RangeCondition = Extract<Condition, { readonly from?: Scalar }>

function isRange(condition: Condition): condition is RangeCondition {
  return typeof condition === 'object' && condition !== null && ('from' in condition || 'below' in condition)
}

function valuesOf(field: string, condition: Exclude<Condition, RangeCondition>): readonly Scalar[] {
  if (typeof condition !== 'object' || condition === null) return [checkedScalar(field, condition)]
  if (!('in' in condition) || !Array.isArray(condition.in)) {
    throw new TypeError(`the condition on "${field}" must be a value, {in: [...]}, or {from, below}`)
  }
  return [...new Set(condition.in.map((value) => checkedScalar(field, value)))]
}

function checkedScalar(field: string, value: Scalar): Scalar {
  const fits = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
  // An absent value must not widen the query: a filter by organisation that got undefined would show everything.
  if (!fits) throw new TypeError(`the condition on "${field}" is ${String(value)}: give a string, a finite number, a boolean or null`)
  return value
}

function readRange(field: string, { from, below }: RangeCondition): Range {
  const range = { field, from: checkedBound(field, from), below: checkedBound(field, below) }
  if (range.from === undefined && range.below === undefined) throw new TypeError(`the range on "${field}" has neither from nor below`)
  if (range.from !== undefined && range.below !== undefined && typeof range.from !== typeof range.below) {
    throw new TypeError(`the range on "${field}" goes from a ${typeof range.from} to a ${typeof range.below}: both must be of one kind`)
  }
  return range
}

function checkedBound(field: string, bound: Scalar | undefined): string | number | undefined {
  if (bound === undefined || typeof bound === 'string' || Number.isFinite(bound)) {
    // Number.isFinite holds for numbers alone, which TypeScript does not know.
    return bound as string | number | undefined
  }
  throw new TypeError(`the range on "${field}" has the bound ${String(bound)}: give a string or a finite number`)
}

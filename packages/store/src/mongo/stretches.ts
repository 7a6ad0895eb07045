import type { Document, Filter } from 'mongodb'
import type { Scalar } from '../port.ts'
import type { Position } from '../query/cursor.ts'
import type { QueryPlan } from '../query/plan.ts'
import { pathOf, type Stored } from './collections.ts'

/** What the plan asks for, without regard to pages. */
export function conditionsOf({ equalities, range }: QueryPlan): readonly Filter<Stored>[] {
  const compared: Document[] = equalities.map(({ field, anyOf }) => {
    const [only] = anyOf
    return { [pathOf(field)]: anyOf.length === 1 ? { $eq: only } : { $in: anyOf } }
  })
  if (range !== undefined) {
    const { field, from, below } = range
    compared.push({ [pathOf(field)]: { ...(from === undefined ? {} : { $gte: from }), ...(below === undefined ? {} : { $lt: below }) } })
  }
  // The indexes hold documents of rows that are not deleted only, and the engine uses them only when told so.
  return [{ document: { $exists: true } }, ...compared]
}

/** In the engine's order. A comparison only ever meets values of the kind it compares with. */
const KINDS = [
  { of: 'object', all: { $eq: null } },
  { of: 'number', all: { $gte: Number.NEGATIVE_INFINITY } },
  { of: 'string', all: { $gte: '' } },
  { of: 'boolean', all: { $gte: false } },
] as const

/**
 * What lies behind the page mark, nearest first, each one piece of the index. The mark may come from anybody, and a range
 * may have moved since it was given, so it only ever narrows what the plan asks for.
 */
export function stretchesOf(plan: QueryPlan, after: Position | undefined): readonly Filter<Stored>[] {
  if (after === undefined) return [{}]
  const { field, direction } = plan.order
  const further = direction === 'asc' ? '$gt' : '$lt'
  if (field === 'id') return [{ _id: { [further]: after.id } }]
  const path = pathOf(field)
  const place = KINDS.findIndex((kind) => kind.of === typeof after.value)
  const kinds = direction === 'asc' ? KINDS.slice(place + 1) : KINDS.slice(0, place).toReversed()
  const possible = kindsOf(plan)
  const beyond = kinds.filter((kind) => possible === undefined || possible.has(kind.of)).map(({ all }) => ({ [path]: all }))
  const tied = { [path]: { $eq: after.value }, _id: { [further]: after.id } }
  return after.value === null ? [tied, ...beyond] : [tied, { [path]: { [further]: after.value } }, ...beyond]
}

/** Kinds that the field of the order can have; undefined for all. */
function kindsOf({ order, range, equalities }: QueryPlan): ReadonlySet<string> | undefined {
  if (range !== undefined) return new Set([typeof (range.from ?? range.below)])
  const compared = equalities.find((equality) => equality.field === order.field)
  return compared === undefined ? undefined : new Set(compared.anyOf.map((value: Scalar) => typeof value))
}

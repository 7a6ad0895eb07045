import type { SQLInputValue } from 'node:sqlite'
import type { Scalar } from '../port.ts'
import type { Position } from '../query/cursor.ts'
import type { QueryPlan, Range } from '../query/plan.ts'
import { compareValues } from './engine-order.ts'
import { fieldSql, IS_PRESENT } from './maintained.ts'

/** A condition with its bound values. */
export interface Clause {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** One contiguous piece of an index, and the order that reads it without sorting. */
export interface Stretch extends Clause {
  readonly orderBy: string
}

/** Each combination of `in` values is a search of its own; a program that needs more is asking for a scan. */
const MOST_LANES = 1_000

export function allOf(clauses: readonly Clause[]): Clause {
  return { sql: clauses.map((clause) => clause.sql).join(' AND '), values: clauses.flatMap((clause) => clause.values) }
}

/** One clause per combination of the values that the equalities allow. */
export function lanesOf({ equalities }: QueryPlan): readonly Clause[] {
  // The indexes hold rows with a document only, and the engine uses them only when told so.
  let combinations: readonly Clause[] = [{ sql: IS_PRESENT, values: [] }]
  for (const { field, anyOf } of equalities) {
    combinations = combinations.flatMap((before) => anyOf.map((value) => allOf([before, compared(fieldSql(field), 'IS', value)])))
    if (combinations.length > MOST_LANES) {
      throw new RangeError(`the lists of "in" make more than ${MOST_LANES} combinations: ask for fewer values at a time`)
    }
  }
  return combinations
}

/**
 * What lies behind the page mark inside one lane, nearest first. The mark may come from anybody, and a range may have
 * moved since it was given, so it only ever narrows the range.
 */
export function stretchesOf({ order, range, equalities }: QueryPlan, after: Position | undefined): readonly Stretch[] {
  const { field, direction } = order
  const column = fieldSql(field)
  const byId = `id ${direction}`
  const single = field === 'id' || equalities.some((equality) => equality.field === field)
  const byValue = single ? byId : `${column} ${direction}, ${byId}`
  const bounds = range === undefined ? undefined : boundsOf(range)
  const whole: Stretch = { ...allOf(bounds === undefined ? [EVERYTHING] : [...bounds.lower, ...bounds.upper]), orderBy: byValue }
  if (after === undefined) return [whole]
  const further = direction === 'asc' ? '>' : '<'
  const idBehind = compared('id', further, after.id)
  if (field === 'id') return [{ ...idBehind, orderBy: byId }]

  const place = bounds?.placeOf(after.value) ?? 'inside'
  if (place !== 'inside') return (place === 'before') === (direction === 'asc') ? [whole] : []
  const tied: Stretch = { ...allOf([compared(column, 'IS', after.value), idBehind]), orderBy: byId }
  const nulls: Stretch = { sql: `${column} IS NULL`, values: [], orderBy: byId }
  // The mark replaces the bound on its side: given two, the engine may begin at the farther one and walk.
  const kept = direction === 'asc' ? bounds?.upper : bounds?.lower
  if (after.value === null) {
    const values: Stretch = { sql: `${column} IS NOT NULL`, values: [], orderBy: byValue }
    return direction === 'asc' ? [tied, values] : [tied]
  }
  const beyond: Stretch = { ...allOf([compared(column, further, after.value), ...(kept ?? [])]), orderBy: byValue }
  return direction === 'desc' && range === undefined ? [tied, beyond, nulls] : [tied, beyond]
}

const EVERYTHING: Clause = { sql: 'TRUE', values: [] }

interface Bounds {
  readonly lower: readonly Clause[]
  readonly upper: readonly Clause[]
  placeOf(value: Scalar): 'before' | 'inside' | 'behind'
}

/** The engine orders every number before every text, so the empty text is the border between the two kinds. */
function boundsOf({ field, from, below }: Range): Bounds {
  const column = fieldSql(field)
  const ofTexts = typeof (from ?? below) === 'string'
  const first = from ?? (ofTexts ? '' : -Infinity)
  const end = below ?? (ofTexts ? undefined : '')
  return {
    lower: [compared(column, '>=', first)],
    upper: end === undefined ? [] : [compared(column, '<', end)],
    placeOf(value) {
      if (compareValues(value, first) < 0) return 'before'
      return end !== undefined && compareValues(value, end) >= 0 ? 'behind' : 'inside'
    },
  }
}

/** JSON's true and false are 1 and 0 to the engine. */
function compared(column: string, operator: 'IS' | '>' | '>=' | '<', value: Scalar): Clause {
  return { sql: `${column} ${operator} ?`, values: [typeof value === 'boolean' ? Number(value) : value] }
}

import type { Scalar } from '../port.ts'

/** An order value and an id, as the engine hands them out. */
type Key = readonly [value: Scalar, id: string]

/** The engine's own order of (value, id), to merge what several searches found. */
export function inOrder(direction: 'asc' | 'desc', a: Key, b: Key): number {
  const ascending = compareValues(a[0], b[0]) || compareTexts(a[1], b[1])
  return direction === 'asc' ? ascending : -ascending
}

export function compareValues(a: Scalar, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  const difference = rank(a) - rank(b)
  return difference !== 0 || a === null || b === null ? difference : Number(a) - Number(b)
}

/** https://www.sqlite.org/datatype3.html#sort_order: nulls, numbers, texts. */
function rank(value: Scalar): number {
  if (value === null) return 0
  return typeof value === 'string' ? 2 : 1
}

/** By bytes of UTF-8, which differs from JavaScript's order beyond U+FFFF. */
function compareTexts(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b))
}

import { CursorInvalid, type Scalar } from '../port.ts'
import type { QueryPlan } from './plan.ts'

/** Where a page ended: the last row's order value and id. */
export interface Position {
  readonly value: Scalar
  readonly id: string
}

export function encodeCursor(order: QueryPlan['order'], position: Position): string {
  return Buffer.from(JSON.stringify([order.field, order.direction, position.value, position.id])).toString('base64url')
}

/**
 * Cursors come back from the outside, so nothing in them is trusted: they only ever become bound values.
 * @throws CursorInvalid when it is not one, or one of another order
 */
export function decodeCursor(order: QueryPlan['order'], cursor: string): Position {
  const parts = parsed(cursor)
  if (!Array.isArray(parts) || parts.length !== 4) throw new CursorInvalid('after: this is not a page mark; begin at the first page')
  const [field, direction, value, id]: readonly unknown[] = parts
  if (field !== order.field || direction !== order.direction) {
    throw new CursorInvalid('after: this page mark belongs to another order; begin at the first page')
  }
  if (typeof id !== 'string' || !isScalar(value)) throw new CursorInvalid('after: this is not a page mark; begin at the first page')
  return { value, id }
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

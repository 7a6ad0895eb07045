import { invalidField } from '@filature/contracts/http/rules'
import type { SearchQuery } from '@filature/contracts/materials/search-shapes'
import type { Refusal } from '@filature/kernel/refusal'

export type SearchSort = NonNullable<SearchQuery['sort']>

/** A place in the order: the sort's own value, then newest first, then the id, so that no two lots share one. */
export interface OrderKey {
  readonly value: number
  readonly age: number
  readonly lotId: string
}

export function compareKeys(a: OrderKey, b: OrderKey): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1
  if (a.age !== b.age) return a.age < b.age ? -1 : 1
  return a.lotId < b.lotId ? -1 : a.lotId > b.lotId ? 1 : 0
}

/** JSON has no Infinity; lots without a value sort last. */
const LAST = 'last'

export function encodeKey(sort: SearchSort, { value, age, lotId }: OrderKey): string {
  return Buffer.from(JSON.stringify([sort, Number.isFinite(value) ? value : LAST, age, lotId])).toString('base64url')
}

/** Refusal `invalid` for what is no page mark of this order. */
export function decodeKey(sort: SearchSort, mark: string): OrderKey | Refusal {
  try {
    const parts: unknown = JSON.parse(Buffer.from(mark, 'base64url').toString())
    if (Array.isArray(parts) && parts.length === 4) {
      const [of, value, age, lotId]: readonly unknown[] = parts
      const number = value === LAST ? Number.POSITIVE_INFINITY : value
      if (of === sort && typeof number === 'number' && typeof age === 'number' && typeof lotId === 'string')
        return { value: number, age, lotId }
    }
  } catch {
    // Not base64 of JSON: refused below like every other stranger.
  }
  return invalidField('query.after', 'cursor')
}

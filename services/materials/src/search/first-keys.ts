import type { SearchEntry } from './entry.ts'
import { compareKeys, type OrderKey } from './order.ts'

export interface FirstKeys {
  offer(value: number, entry: SearchEntry): void
  taken(): { readonly page: readonly OrderKey[]; readonly hasMore: boolean }
}

/** Keeps the first `limit` keys behind a page mark while lots pass by in any order: a page costs no sort of everything. */
export function firstKeys(limit: number, after: OrderKey | undefined): FirstKeys {
  /** In order; one more than the page, to know whether there is a next one. */
  const kept: OrderKey[] = []
  const room = limit + 1

  return {
    offer(value, { recordedMs, lotId }) {
      const last = kept.length === room ? kept[room - 1] : undefined
      if (last !== undefined && value > last.value) return
      const key: OrderKey = { value, age: -recordedMs, lotId }
      if (last !== undefined && compareKeys(key, last) > 0) return
      if (after !== undefined && compareKeys(key, after) <= 0) return
      kept.splice(placeOf(kept, key), 0, key)
      if (kept.length > room) kept.pop()
    },
    taken: () => ({ page: kept.slice(0, limit), hasMore: kept.length > limit }),
  }
}

/** Where the key belongs, by halving. */
function placeOf(keys: readonly OrderKey[], key: OrderKey): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const other = keys[middle]
    if (other !== undefined && compareKeys(other, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

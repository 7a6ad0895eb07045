/** A `next` that is none of this list. The edge answers `invalid`, as for that of a store. */
class CursorInvalid extends Error {
  override readonly name = 'CursorInvalid'
}

type Key = readonly (string | number)[]

export interface Keyset<Item> {
  /** Names list and order: the `next` of another one is refused. */
  readonly order: string
  /** What the list is ordered by, first to last; no two items have the same. */
  readonly keyOf: (item: Item) => Key
  readonly after?: string | undefined
  readonly limit: number
}

const alphabet = new Intl.Collator('fr')

/**
 * One page of a list that is read whole. The page mark is the key of the last item shown, so that items which come and go
 * between two pages are neither shown twice nor lead back to the beginning. Throws `CursorInvalid`.
 */
export function pageByKey<Item>(all: readonly Item[], { order, keyOf, after, limit }: Keyset<Item>): { items: Item[]; next?: string } {
  const from = after === undefined ? undefined : keyFrom(after, order)
  const rest = all
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => from === undefined || compareKeys(key, from) > 0)
    .sort((a, b) => compareKeys(a.key, b.key))
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(({ item }) => item),
    ...(rest.length > limit && last !== undefined && { next: Buffer.from(JSON.stringify([order, ...last.key])).toString('base64url') }),
  }
}

function keyFrom(cursor: string, order: string): Key {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parts) && parts[0] === order && parts.every(isPart)) return parts.slice(1)
  } catch {
    // Not base64 of JSON: refused below like every other stranger.
  }
  throw new CursorInvalid('after: this is no page mark of this list; begin at the first page')
}

const isPart = (part: unknown): part is string | number => typeof part === 'string' || typeof part === 'number'

/** Numbers by size, texts as a French dictionary sorts them; what it takes for equal is told apart by its characters. */
function compareKeys(a: Key, b: Key): number {
  for (const [position, one] of a.entries()) {
    const other = b[position] ?? ''
    const order = typeof one === 'number' && typeof other === 'number' ? one - other : compareTexts(String(one), String(other))
    if (order !== 0) return order
  }
  return 0
}

const compareTexts = (a: string, b: string): number => alphabet.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)

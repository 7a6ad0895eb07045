import type { Organisation } from '@filature/contracts/identity/http'

interface Page {
  readonly items: Organisation[]
  readonly next?: string
}

/** Without a distance it comes last. */
const FAR = Number.MAX_SAFE_INTEGER

type Key = readonly [number, string, string]

/** By distance then id where `near` was asked, else by name as French dictionaries sort, then id. */
const keyOf = ({ km, name, id }: Organisation, byDistance: boolean): Key => (byDistance ? [km ?? FAR, '', id] : [0, name, id])

function compare(a: Key, b: Key): number {
  return a[0] - b[0] || a[1].localeCompare(b[1], 'fr') || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)
}

/** One page after the cursor of the page before; an unreadable cursor begins again. */
export function pageOfOrganisations(all: readonly Organisation[], byDistance: boolean, after: string | undefined, limit: number): Page {
  const from = after === undefined ? undefined : keyFrom(after)
  const rest = all
    .map((item) => ({ item, key: keyOf(item, byDistance) }))
    .sort((a, b) => compare(a.key, b.key))
    .filter(({ key }) => from === undefined || compare(key, from) > 0)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(({ item }) => item),
    ...(rest.length > limit && last !== undefined && { next: Buffer.from(JSON.stringify(last.key)).toString('base64url') }),
  }
}

function keyFrom(cursor: string): Key | undefined {
  try {
    const [a, b, c]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return typeof a === 'number' && typeof b === 'string' && typeof c === 'string' ? [a, b, c] : undefined
  } catch {
    return undefined
  }
}

import type { SearchQuery, SearchReply } from '@filature/contracts/materials/search-shapes'
import { isRefusal, type Refusal } from '@filature/kernel/refusal'
import { roadKm } from '../impact/distance.ts'
import { lotNetGrams } from '../lots/card.ts'
import { quantityFor } from '../lots/convert.ts'
import type { Lot, LotPlace } from '../lots/lot.ts'
import type { Reference } from '../reference/reference.ts'
import { entryOf, type SearchEntry } from './entry.ts'
import { facetCounter } from './facets.ts'
import { filterOf } from './filter.ts'
import { firstKeys } from './first-keys.ts'
import { decodeKey, encodeKey, type SearchSort } from './order.ts'
import { createTextIndex } from './text-index.ts'

/** A lot found, with the quantity that its impact is to be shown for. */
export interface Hit {
  readonly lotId: string
  /** Base units of the lot; undefined: all that is free. */
  readonly qty: number | undefined
}

export interface Found {
  readonly hits: readonly Hit[]
  readonly next: string | undefined
  readonly total: number
  readonly facets: SearchReply['facets']
  readonly approximate: boolean
}

/** Published lots in memory: text, filters, facets and orders in one pass. Fed by whoever hears of changes. */
export interface SearchIndex {
  /** Takes the lot as it is now; an older version than the one known changes nothing. */
  put(lot: Lot, version: number): void
  search(query: SearchQuery, competent: boolean): Found | Refusal
  /** Public lots with something free, per depot. */
  lotsPerDepot(): ReadonlyMap<string, number>
  size(): number
}

export function sortOf({ sort, q, near }: SearchQuery): SearchSort {
  if (sort === 'relevance' && (q ?? '') === '') return near === undefined ? 'newest' : 'distance'
  if (sort === 'distance' && near === undefined) return 'newest'
  return sort ?? ((q ?? '') !== '' ? 'relevance' : near === undefined ? 'newest' : 'distance')
}

export function createSearchIndex(reference: Reference): SearchIndex {
  const entries = new Map<string, SearchEntry>()
  const versions = new Map<string, number>()
  const texts = createTextIndex()

  function put(lot: Lot, version: number) {
    if ((versions.get(lot.lotId) ?? 0) >= version) return
    versions.set(lot.lotId, version)
    const entry = entryOf(reference, lot)
    if (entry === undefined) {
      entries.delete(lot.lotId)
      texts.remove(lot.lotId)
      return
    }
    entries.set(lot.lotId, entry)
    texts.put(lot.lotId, entry.text)
  }

  function search(query: SearchQuery, competent: boolean): Found | Refusal {
    const sort = sortOf(query)
    const after = query.after === undefined ? undefined : decodeKey(sort, query.after)
    if (isRefusal(after)) return after
    const text = (query.q ?? '') === '' ? undefined : texts.find(query.q ?? '')
    const filter = filterOf(query, competent)
    const counter = facetCounter(reference)
    const kmOf = distances(query)
    const sortValue = sortValues(reference, sort, query, kmOf, text?.scores)
    const first = firstKeys(query.limit, after)
    let total = 0
    for (const entry of text === undefined ? entries.values() : candidates(entries, text.scores)) {
      const fails = filter.failsOf(entry, kmOf(entry.facts.place))
      if (fails === 0) {
        total += 1
        first.offer(sortValue(entry), entry)
      }
      counter.count(entry, fails)
    }
    const { page, hasMore } = first.taken()
    const last = page.at(-1)
    return {
      hits: page.map(({ lotId }) => ({ lotId, qty: askedOf(entries.get(lotId), query) })),
      next: last !== undefined && hasMore ? encodeKey(sort, last) : undefined,
      total,
      facets: counter.facets(kmOf),
      approximate: text?.approximate ?? false,
    }
  }

  return {
    put,
    search,
    lotsPerDepot() {
      const counts = new Map<string, number>()
      for (const { restricted, available, facts } of entries.values()) {
        if (!restricted && available > 0) counts.set(facts.place.depotId, (counts.get(facts.place.depotId) ?? 0) + 1)
      }
      return counts
    },
    size: () => entries.size,
  }
}

function* candidates(entries: ReadonlyMap<string, SearchEntry>, scores: ReadonlyMap<string, number>): Generator<SearchEntry> {
  for (const lotId of scores.keys()) {
    const entry = entries.get(lotId)
    if (entry !== undefined) yield entry
  }
}

/** One distance per depot and search, not one per lot. */
function distances({ near }: SearchQuery): (place: LotPlace) => number | undefined {
  const known = new Map<string, number>()
  return ({ depotId, geo }) => {
    if (near === undefined) return undefined
    const before = known.get(depotId)
    if (before !== undefined) return before
    const km = roadKm(geo, near)
    known.set(depotId, km)
    return km
  }
}

function askedOf(entry: SearchEntry | undefined, { qty, unit }: SearchQuery): number | undefined {
  return qty === undefined || entry === undefined ? undefined : quantityFor(entry.facts, qty, unit ?? entry.facts.unit)
}

/** What the order compares first, by lot; smaller comes first. */
function sortValues(
  reference: Reference,
  sort: SearchSort,
  query: SearchQuery,
  kmOf: (place: LotPlace) => number | undefined,
  scores: ReadonlyMap<string, number> | undefined,
): (entry: SearchEntry) => number {
  const last = Number.POSITIVE_INFINITY
  switch (sort) {
    case 'relevance':
      return ({ lotId }) => -(scores?.get(lotId) ?? 0)
    case 'distance':
      return ({ facts }) => kmOf(facts.place) ?? last
    case 'netCo2e':
      return (entry) => {
        const net = lotNetGrams(reference, entry.facts, askedOf(entry, query) ?? entry.available, kmOf(entry.facts.place))
        return net === null ? last : -net
      }
    case 'age':
      return ({ receivedMs }) => receivedMs
    case 'price':
      return ({ cents }) => cents
    case 'newest':
      return ({ recordedMs }) => -recordedMs
  }
}

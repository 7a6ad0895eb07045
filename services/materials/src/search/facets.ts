import type { SearchReply } from '@filature/contracts/materials/search-shapes'
import { GRADES, type Grade, ORIGINS, type Origin, PRICE_MODES, type PriceMode } from '@filature/contracts/materials/vocabulary'
import type { LotPlace } from '../lots/lot.ts'
import type { Reference } from '../reference/reference.ts'
import type { SearchEntry } from './entry.ts'
import { FAILS } from './filter.ts'

type Facets = SearchReply['facets']

/** Counts while the lots pass by; each facet under all filters but its own. */
export interface FacetCounter {
  count(entry: SearchEntry, fails: number): void
  facets(kmOf: (place: LotPlace) => number | undefined): Facets
}

const more = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1)

export function facetCounter(reference: Reference): FacetCounter {
  const families = new Map<string, number>()
  const grades = new Map<Grade, number>()
  const depots = new Map<string, { place: LotPlace; count: number }>()
  const prices = new Map<PriceMode, number>()
  const origins = new Map<Origin, number>()
  let now = 0
  let coming = 0
  const onlyFails = (fails: number, filter: number) => (fails & ~filter) === 0

  return {
    count(entry, fails) {
      if (onlyFails(fails, FAILS.family)) {
        more(families, entry.familyId)
        more(families, entry.groupId)
      }
      if (onlyFails(fails, FAILS.grade) && entry.grade !== null) more(grades, entry.grade)
      if (onlyFails(fails, FAILS.place)) {
        const { place } = entry.facts
        const known = depots.get(place.depotId)
        if (known === undefined) depots.set(place.depotId, { place, count: 1 })
        else known.count += 1
      }
      if (onlyFails(fails, FAILS.when)) {
        if (entry.isFuture) coming += 1
        else now += 1
      }
      if (onlyFails(fails, FAILS.price)) more(prices, entry.priceMode)
      if (onlyFails(fails, FAILS.origin)) more(origins, entry.origin)
    },
    facets: (kmOf) => ({
      families: [...reference.families.values()].flatMap(({ familyId, groupId, label, leaf }) => {
        const count = families.get(familyId)
        return count === undefined ? [] : [{ familyId, parentId: leaf === undefined ? null : groupId, label, count }]
      }),
      grades: GRADES.flatMap((grade) => countedAs(grades, grade, (count) => ({ grade, count }))),
      when: { now, coming },
      depots: [...depots.values()]
        .map(({ place: { depotId, name, town, geo, ...place }, count }) => ({
          depotId,
          name,
          town,
          geo,
          km: kmOf({ depotId, name, town, geo, ...place }) ?? null,
          count,
        }))
        .sort((a, b) => (a.km ?? 0) - (b.km ?? 0) || (a.depotId < b.depotId ? -1 : 1)),
      priceModes: PRICE_MODES.flatMap((mode) => countedAs(prices, mode, (count) => ({ mode, count }))),
      origins: ORIGINS.flatMap((origin) => countedAs(origins, origin, (count) => ({ origin, count }))),
    }),
  }
}

function countedAs<Key, Item>(counts: ReadonlyMap<Key, number>, key: Key, item: (count: number) => Item): Item[] {
  const count = counts.get(key)
  return count === undefined ? [] : [item(count)]
}

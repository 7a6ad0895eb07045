import type { SearchQuery } from '@filature/contracts/materials/search-shapes'
import { quantityFor } from '../lots/convert.ts'
import type { SearchEntry } from './entry.ts'

/** The filters, a bit each, so that one pass over the lots serves the result and every facet. */
export const FAILS = {
  family: 1,
  grade: 2,
  size: 4,
  quantity: 8,
  place: 16,
  when: 32,
  price: 64,
  origin: 128,
  rep: 256,
  rights: 512,
} as const

export interface Filter {
  /** Bits of the filters that the lot fails; 0: it is found. */
  failsOf(entry: SearchEntry, km: number | undefined): number
}

const fits = (value: number | undefined, min: number | undefined, max: number | undefined, tol = 0): boolean => {
  if (min === undefined && max === undefined) return true
  return value !== undefined && (min === undefined || value >= min - tol) && (max === undefined || value <= max + tol)
}

const setOf = <T>(values: readonly T[] | undefined): ReadonlySet<T> | undefined =>
  values === undefined || values.length === 0 ? undefined : new Set(values)

/** `competent`: may see lots for organisations with lead competence. */
export function filterOf(query: SearchQuery, competent: boolean): Filter {
  const families = setOf(query.family)
  const grades = setOf(query.grade)
  const depots = setOf(query.depot)
  const origins = setOf(query.origin)
  const prices = setOf(query.price)
  const reps = setOf<string>(query.rep)
  const { availableOn } = query

  const isThere = ({ isFuture, from }: SearchEntry): boolean => {
    if (availableOn === undefined) return true
    if (availableOn === 'now' || availableOn === 'coming') return isFuture === (availableOn === 'coming')
    return !isFuture || (from !== undefined && from <= availableOn)
  }
  const isEnough = (entry: SearchEntry): boolean => {
    if (query.qty === undefined) return entry.available > 0
    const needed = quantityFor(entry.facts, query.qty, query.unit ?? entry.facts.unit)
    return needed !== undefined && entry.available >= needed
  }

  return {
    failsOf(entry, km) {
      let fails = 0
      if (entry.restricted && !competent) fails |= FAILS.rights
      if (families !== undefined && !families.has(entry.familyId) && !families.has(entry.groupId)) fails |= FAILS.family
      if (grades !== undefined && (entry.grade === null || !grades.has(entry.grade))) fails |= FAILS.grade
      if (
        !fits(entry.len, query.lenMin, query.lenMax, query.lenTol) ||
        !fits(entry.wid, query.widMin, query.widMax, query.widTol) ||
        !fits(entry.thk, query.thkMin, query.thkMax, query.thkTol)
      ) {
        fails |= FAILS.size
      }
      if (!isEnough(entry)) fails |= FAILS.quantity
      if (depots !== undefined && !depots.has(entry.facts.place.depotId)) fails |= FAILS.place
      if (query.radiusKm !== undefined && (km === undefined || km > query.radiusKm)) fails |= FAILS.place
      if (!isThere(entry)) fails |= FAILS.when
      if (prices !== undefined && !prices.has(entry.priceMode)) fails |= FAILS.price
      if (origins !== undefined && !origins.has(entry.origin)) fails |= FAILS.origin
      if (reps !== undefined && (entry.rep === undefined || !reps.has(entry.rep))) fails |= FAILS.rep
      return fails
    },
  }
}

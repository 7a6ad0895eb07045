import { GRADES, PRICE_MODES } from '@filature/contracts/materials/lists'
import type { Grade, PriceMode } from '@filature/contracts/materials/vocabulary'
import { BASE_UNITS, type BaseUnit } from '@filature/kernel/quantity'
import { type Near, nearOf, pointText } from '../../places/home-town.ts'

/** What the address says, as the router gives it: parameters of the search itself, plus `view`. */
export type SearchParams = Readonly<Record<string, string | undefined>>

export const SIDES = ['len', 'wid', 'thk'] as const
export type Side = (typeof SIDES)[number]
/** How close a size has to be: this much around it, or a bound. */
export const FITS = ['near', 'atLeast', 'atMost'] as const
export type Fit = (typeof FITS)[number]
/** Of `near`, in mm. */
export const TOLERANCE_MM = 10

export const SORTS = ['relevance', 'distance', 'newest', 'price', 'netCo2e'] as const
export type Sort = (typeof SORTS)[number]

export const RADII_KM = [10, 25, 50, 80, 150] as const
export const DEFAULT_RADIUS_KM = 50
/** Further than any two points of the country: no limit, said in words. */
export const ANYWHERE_KM = 2_000

export interface Filters {
  readonly q: string
  /** Family or group ids. */
  readonly families: readonly string[]
  readonly grades: readonly Grade[]
  /** mm */
  readonly sizes: Readonly<Partial<Record<Side, number>>>
  readonly fit: Fit
  /** Base units of `unit`. */
  readonly needed: { readonly qty: number; readonly unit: BaseUnit } | undefined
  readonly near: Near
  readonly radiusKm: number
  readonly depots: readonly string[]
  /** In stock, to come, or there by a civil date. */
  readonly when: string | undefined
  readonly prices: readonly PriceMode[]
  readonly sort: Sort | undefined
  readonly view: 'list' | 'map'
}

const MOST_MM = 100_000

export function readFilters(params: SearchParams): Filters {
  const sizes = Object.fromEntries(
    SIDES.flatMap((side) => {
      const size = whole(params[`${side}Min`], MOST_MM) ?? whole(params[`${side}Max`], MOST_MM)
      return size === undefined ? [] : [[side, size]]
    }),
  )
  const qty = whole(params['qty'], 1_000_000_000)
  const unit = BASE_UNITS.find((one) => one === params['unit'])
  const when = params['availableOn']
  return {
    q: (params['q'] ?? '').trim().slice(0, 120),
    families: listed(params['family']),
    grades: GRADES.filter((grade) => listed(params['grade']).includes(grade)),
    sizes,
    fit: fitOf(params),
    needed: qty === undefined || unit === undefined ? undefined : { qty, unit },
    near: nearOf(params['near']),
    radiusKm: whole(params['radiusKm'], ANYWHERE_KM) ?? DEFAULT_RADIUS_KM,
    depots: listed(params['depot']),
    when: when === 'now' || when === 'coming' || /^\d{4}-\d\d-\d\d$/.test(when ?? '') ? when : undefined,
    prices: PRICE_MODES.filter((mode) => listed(params['price']).includes(mode)),
    sort: SORTS.find((sort) => sort === params['sort']),
    view: params['view'] === 'map' ? 'map' : 'list',
  }
}

/** The search's own query: near and radius always, so that a link says the same to everybody. */
export function writeFilters(filters: Filters): Readonly<Record<string, string>> {
  const { q, families, grades, sizes, fit, needed, near, radiusKm, depots, when, prices, sort } = filters
  const measured = SIDES.flatMap((side) => {
    const size = sizes[side]
    if (size === undefined) return []
    const bounds: [string, string][] = []
    if (fit !== 'atMost') bounds.push([`${side}Min`, String(size)])
    if (fit !== 'atLeast') bounds.push([`${side}Max`, String(size)])
    if (fit === 'near') bounds.push([`${side}Tol`, String(TOLERANCE_MM)])
    return bounds
  })
  return {
    ...(q !== '' && { q }),
    ...(families.length > 0 && { family: families.join(',') }),
    ...(grades.length > 0 && { grade: grades.join(',') }),
    ...Object.fromEntries(measured),
    ...(needed !== undefined && { qty: String(needed.qty), unit: needed.unit }),
    near: pointText(near),
    radiusKm: String(radiusKm),
    ...(depots.length > 0 && { depot: depots.join(',') }),
    ...(when !== undefined && { availableOn: when }),
    ...(prices.length > 0 && { price: prices.join(',') }),
    ...(sort !== undefined && { sort }),
  }
}

/** The whole address: the query, and how the screen shows it. */
export function paramsOf(filters: Filters): Readonly<Record<string, string>> {
  return { ...writeFilters(filters), ...(filters.view === 'map' && { view: 'map' }) }
}

/** Everything that narrows the search is taken away; where one is stays. */
export function withoutNarrowing({ near, radiusKm, sort, view }: Filters): Filters {
  return { ...readFilters({}), near, radiusKm, sort, view }
}

export function narrows(filters: Filters): boolean {
  const { q, families, grades, sizes, needed, depots, when, prices } = filters
  return (
    q !== '' ||
    [families, grades, depots, prices].some((list) => list.length > 0) ||
    Object.keys(sizes).length > 0 ||
    needed !== undefined ||
    when !== undefined
  )
}

/** The smallest circle that reaches so far. */
export function radiusFor(km: number): number {
  return RADII_KM.find((radius) => radius >= km) ?? ANYWHERE_KM
}

export function toggled<Item>(list: readonly Item[], item: Item): readonly Item[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item]
}

function fitOf(params: SearchParams): Fit {
  const given = (bound: 'Min' | 'Max') => SIDES.some((side) => params[`${side}${bound}`] !== undefined)
  if (given('Min') && !given('Max')) return 'atLeast'
  return given('Max') && !given('Min') ? 'atMost' : 'near'
}

function listed(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').filter((item) => item !== '')
}

function whole(text: string | undefined, most: number): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined
  const value = Number(text)
  return value >= 1 && value <= most ? value : undefined
}

import { searchQuery } from '@filature/contracts/materials/search-shapes'
import { expect, test } from 'vitest'
import { paramsOf, radiusFor, readFilters, withoutNarrowing, writeFilters } from './search-filters.ts'

const full = {
  q: 'parquet chêne',
  family: 'wood,joinery.window-wood',
  grade: 'B,C',
  lenMin: '2000',
  lenMax: '2000',
  lenTol: '10',
  widMin: '90',
  widMax: '90',
  widTol: '10',
  qty: '80000',
  unit: 'cm2',
  near: '46.5802,0.3404',
  radiusKm: '80',
  depot: 'dep_1',
  availableOn: 'now',
  price: 'free,fixed',
  sort: 'netCo2e',
  view: 'map',
}

test('an address with every filter comes back as it was written', () => {
  expect(paramsOf(readFilters(full))).toEqual(full)
})

test('the search understands what the address says', () => {
  const parsed = searchQuery.parse(writeFilters(readFilters(full)))
  expect(parsed).toMatchObject({ lenMin: 2_000, lenTol: 10, near: { lat: 46.5802, lon: 0.3404 }, radiusKm: 80, grade: ['B', 'C'] })
})

test('without an address one searches 50 km around the first town of the gazetteer', () => {
  const filters = readFilters({})
  expect(filters.near.town?.name).toBe('Poitiers')
  expect(filters.radiusKm).toBe(50)
  expect(filters.fit).toBe('near')
})

test('a bound on one side is at least, or at most', () => {
  expect(readFilters({ lenMin: '2000' })).toMatchObject({ fit: 'atLeast', sizes: { len: 2_000 } })
  expect(readFilters({ thkMax: '22' })).toMatchObject({ fit: 'atMost', sizes: { thk: 22 } })
  expect(writeFilters(readFilters({ thkMax: '22' }))).toMatchObject({ thkMax: '22' })
})

test('what makes no sense in an address is left aside', () => {
  const filters = readFilters({ near: 'here', radiusKm: '-3', grade: 'Z,A', qty: '12', unit: 'acre', availableOn: 'soon', price: 'gold' })
  expect(filters).toMatchObject({ radiusKm: 50, grades: ['A'], needed: undefined, when: undefined, prices: [] })
  expect(filters.near.town?.name).toBe('Poitiers')
})

test('taking the filters away keeps where one is', () => {
  const cleared = withoutNarrowing(readFilters(full))
  expect(paramsOf(cleared)).toEqual({ near: '46.5802,0.3404', radiusKm: '80', sort: 'netCo2e', view: 'map' })
})

test('the circle offered is the smallest that reaches', () => {
  expect(radiusFor(61)).toBe(80)
  expect(radiusFor(80)).toBe(80)
  expect(radiusFor(400)).toBe(2_000)
})

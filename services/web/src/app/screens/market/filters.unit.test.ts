import type { OfferView } from '@filature/contracts/market/offer'
import { expect, test } from 'vitest'
import { NO_FILTERS, paramsOf, passes, readFilters } from './filters.ts'

const full = { q: 'noix fraîches', allergenFree: 'gluten,nuts', label: 'eu-organic', storage: 'cold', producer: 'prd_01abc' }

test('an address with every filter comes back as it was written', () => {
  expect(paramsOf(readFilters(full))).toEqual(full)
})

test('an address without filters shows everything, and everything is an address without filters', () => {
  expect(readFilters({})).toEqual(NO_FILTERS)
  expect(paramsOf(NO_FILTERS)).toEqual({})
})

test('what makes no sense in an address is left aside', () => {
  expect(readFilters({ allergenFree: 'milk,plutonium', label: 'best', storage: 'attic', producer: '../etc' })).toEqual({
    ...NO_FILTERS,
    without: ['milk'],
  })
})

test('[market 17] without nuts: what contains them, what may hold traces and what has not declared is hidden', () => {
  // Only what the filters look at.
  const offer = (allergens: Partial<OfferView['allergens']>) =>
    ({
      allergens: { contains: [], traces: [], declared: true, ...allergens },
      name: 'Pain',
      variety: '',
      producerName: '',
    }) as unknown as OfferView
  const noNuts = readFilters({ allergenFree: 'nuts' })
  expect(passes(offer({}), noNuts)).toBe(true)
  expect(passes(offer({ contains: ['nuts'] }), noNuts)).toBe(false)
  expect(passes(offer({ traces: ['nuts'] }), noNuts)).toBe(false)
  expect(passes(offer({ declared: false }), noNuts)).toBe(false)
})

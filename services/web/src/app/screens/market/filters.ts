import { ALLERGENS } from '@filature/contracts/market/lists'
import type { OfferView as Offer } from '@filature/contracts/market/offer'

/** What the address says, as the router gives it; the names are those of the market's own queries where it has them. */
export type FilterParams = Readonly<Record<string, string | undefined>>

export type Allergen = (typeof ALLERGENS)[number]

export interface Filters {
  readonly text: string
  readonly without: readonly Allergen[]
  readonly organic: boolean
  readonly cold: boolean
  readonly producer: string | undefined
}

export const NO_FILTERS: Filters = { text: '', without: [], organic: false, cold: false, producer: undefined }

const MOST_LETTERS = 120

/** What makes no sense in an address is left aside. */
export function readFilters(params: FilterParams): Filters {
  const without = (params['allergenFree'] ?? '').split(',')
  const producer = params['producer']
  return {
    text: (params['q'] ?? '').slice(0, MOST_LETTERS),
    without: ALLERGENS.filter((allergen) => without.includes(allergen)),
    organic: params['label'] === 'eu-organic',
    cold: params['storage'] === 'cold',
    producer: /^prd_[0-9A-Za-z]{1,40}$/.test(producer ?? '') ? producer : undefined,
  }
}

/** The address of a stall seen so: it says the same to whoever opens it. */
export function paramsOf({ text, without, organic, cold, producer }: Filters): Readonly<Record<string, string>> {
  return {
    ...(text !== '' && { q: text }),
    ...(without.length > 0 && { allergenFree: without.join(',') }),
    ...(organic && { label: 'eu-organic' }),
    ...(cold && { storage: 'cold' }),
    ...(producer !== undefined && { producer }),
  }
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** An allergen filter hides what contains it, what may hold traces, and what has not declared. */
export function passes(offer: Offer, filters: Filters): boolean {
  const { contains, traces, declared } = offer.allergens
  if (filters.without.some((allergen) => !declared || contains.includes(allergen) || traces.includes(allergen))) return false
  if (filters.organic && !offer.labels.includes('eu-organic')) return false
  if (filters.cold && offer.storage === 'dry') return false
  if (filters.producer !== undefined && offer.producerId !== filters.producer) return false
  const text = filters.text.trim()
  if (text === '') return true
  return plain(`${offer.name} ${offer.variety} ${offer.producerName} ${offer.origin?.place ?? ''}`).includes(plain(text))
}

import { ALLERGENS } from '@filature/contracts/market/lists'
import type { Certificate, ProductBody, VariantBody } from '@filature/contracts/market/producer'
import { type Refusal, refuse } from '@filature/kernel/refusal'

/** What a product must agree with: its producer as it is now. */
export interface ProductMaker {
  readonly name: string
  readonly orgId: string
  readonly regime: 'normal' | 'franchise'
  readonly certificates: readonly Certificate[]
}

/** VAT rates of mainland France for food and drink, and none for sellers in franchise (CGI 278-0 bis, 293 B). */
const VAT_RATES: readonly number[] = [550, 1_000, 2_000, 210]

/** What keeps a product from being published (I5-I8), or undefined. */
export function wrongProduct(product: ProductBody, maker: ProductMaker): Refusal | undefined {
  return (
    undeclaredAllergens(product) ??
    missingOrigin(product) ??
    product.variants.map(unknownUnitPrice).find((wrong) => wrong !== undefined) ??
    unknownVat(product, maker) ??
    uncertified(product, maker)
  )
}

/** I5 (decree 2015-447, INCO art. 14): ingredients and all 14 allergens, told before one buys. */
function undeclaredAllergens({ kind, ingredients, allergens }: ProductBody): Refusal | undefined {
  if (kind !== 'processed' && kind !== 'alcohol') return undefined
  const missing: string[] = ALLERGENS.filter((allergen) => allergens[allergen] === undefined)
  if (ingredients.trim() === '') missing.unshift('ingredients')
  return missing.length === 0 ? undefined : refuse('allergens-undeclared', { missing })
}

/** I6 (arrêté of 3 August 1994): variety and origin of raw fruit and vegetables. */
function missingOrigin({ kind, category, variety, origin }: ProductBody): Refusal | undefined {
  if (kind !== 'raw' || (category !== 'fruit' && category !== 'vegetables')) return undefined
  const missing = [...(variety.trim() === '' ? ['variety'] : []), ...(origin === undefined ? ['origin'] : [])]
  return missing.length === 0 ? undefined : refuse('origin-missing', { missing })
}

/** I7 (arrêté of 3 December 1987): what the price per kg or litre, or the estimate, is computed from. */
function unknownUnitPrice({ id, saleMode, baseUnit, content, lowG, avgG, highG }: VariantBody): Refusal | undefined {
  const unknown = (missing: string) => refuse('unit-price-unknown', { variantId: id, missing })
  if (saleMode === 'bulk') return baseUnit === 'piece' ? unknown('baseUnit in g or ml') : undefined
  if (baseUnit !== 'piece') return unknown('baseUnit piece')
  if (saleMode === 'unit') return content === undefined ? unknown('content') : undefined
  if (lowG === undefined || avgG === undefined || highG === undefined) return unknown('lowG, avgG, highG')
  return lowG <= avgG && avgG <= highG ? undefined : unknown('lowG <= avgG <= highG')
}

/** I8. A seller in franchise has no VAT, everybody else one of the rates. */
function unknownVat({ vat }: ProductBody, { regime }: ProductMaker): Refusal | undefined {
  const wrong = vat.find(({ bp }) => (regime === 'franchise' ? bp !== 0 : !VAT_RATES.includes(bp)))
  return wrong === undefined ? undefined : refuse('vat-rate-unknown', { bp: wrong.bp, regime })
}

/** I3: a certificate that is claimed must be the producer's and cover the category; its dates are judged at each pick-up. */
function uncertified({ certIds, category }: ProductBody, { certificates }: ProductMaker): Refusal | undefined {
  const wrong = certIds.find((certId) => !certificates.some(({ id, categories }) => id === certId && categories.includes(category)))
  return wrong === undefined ? undefined : refuse('label-uncertified', { certId: wrong, category })
}

/** I8: the rate in force on the pick-up day, basis points. */
export function vatOn(vat: ProductBody['vat'], day: string): number {
  const begun = vat.filter(({ from }) => from <= day).sort((a, b) => (a.from < b.from ? 1 : -1))
  return (begun[0] ?? vat[0])?.bp ?? 0
}

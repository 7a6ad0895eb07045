import type { ProductBody } from '@filature/contracts/market/producer'
import { describe, expect, it } from 'vitest'
import { allDeclared, FERME, product } from '../testing/samples.ts'
import { type ProductMaker, vatOn, wrongProduct } from './publishing-rules.ts'

const maker: ProductMaker = {
  name: 'La Ferme',
  orgId: 'org_ferme',
  regime: 'normal',
  certificates: [
    { id: 'crt_1', label: 'eu-organic', body: 'FR-BIO-01', number: '1', from: '2030-01-01', to: '2030-05-10', categories: ['vegetables'] },
  ],
}
const jam = (changes: Partial<ProductBody> = {}): ProductBody => ({
  ...product({
    producerId: FERME,
    name: 'Confiture',
    category: 'grocery',
    kind: 'processed',
    ingredients: 'fraises, sucre',
    allergens: allDeclared,
    variant: {},
  }),
  ...changes,
})
const carrots = (changes: Partial<ProductBody> = {}): ProductBody => ({
  ...product({
    producerId: FERME,
    name: 'Carottes',
    category: 'vegetables',
    kind: 'raw',
    variety: 'Boléro',
    origin: { country: 'FR' },
    variant: {},
  }),
  ...changes,
})

describe('publishing a product', () => {
  it('[market 17] refuses a jam whose sesame is not declared, and names what is missing', () => {
    const { sesame: _unset, ...declared } = allDeclared
    expect(wrongProduct(jam({ allergens: declared }), maker)).toMatchObject({
      code: 'allergens-undeclared',
      figures: { missing: ['sesame'] },
    })
    expect(wrongProduct(jam({ ingredients: ' ' }), maker)).toMatchObject({ figures: { missing: ['ingredients'] } })
    expect(wrongProduct(jam(), maker)).toBeUndefined()
  })

  it('wants variety and origin of raw fruit and vegetables', () => {
    expect(wrongProduct(carrots({ variety: '' }), maker)).toMatchObject({ code: 'origin-missing', figures: { missing: ['variety'] } })
    expect(wrongProduct(carrots({ origin: undefined }), maker)).toMatchObject({ figures: { missing: ['origin'] } })
    expect(wrongProduct(carrots(), maker)).toBeUndefined()
  })

  it('wants what the unit price is computed from', () => {
    const [variant] = jam().variants
    if (variant === undefined) throw new Error('the sample has a variant')
    expect(wrongProduct(jam({ variants: [{ ...variant, content: undefined }] }), maker)).toMatchObject({ code: 'unit-price-unknown' })
    expect(wrongProduct(jam({ variants: [{ ...variant, saleMode: 'weighed-piece', lowG: 10, avgG: 5, highG: 20 }] }), maker)).toMatchObject(
      {
        code: 'unit-price-unknown',
      },
    )
    expect(wrongProduct(jam({ variants: [{ ...variant, saleMode: 'bulk' }] }), maker)).toMatchObject({ code: 'unit-price-unknown' })
  })

  it('knows the VAT rates, and none for a seller in franchise', () => {
    expect(wrongProduct(jam({ vat: [{ from: '2030-01-01', bp: 700 }] }), maker)).toMatchObject({
      code: 'vat-rate-unknown',
      figures: { bp: 700 },
    })
    expect(wrongProduct(jam({ vat: [{ from: '2030-01-01', bp: 0 }] }), maker)).toMatchObject({ code: 'vat-rate-unknown' })
    expect(wrongProduct(jam(), { ...maker, regime: 'franchise' })).toMatchObject({ code: 'vat-rate-unknown' })
    expect(wrongProduct(jam({ vat: [{ from: '2030-01-01', bp: 0 }] }), { ...maker, regime: 'franchise' })).toBeUndefined()
  })

  it('refuses a label that no certificate of the producer covers', () => {
    expect(wrongProduct(jam({ certIds: ['crt_1'] }), maker)).toMatchObject({ code: 'label-uncertified', figures: { category: 'grocery' } })
    expect(wrongProduct(carrots({ certIds: ['crt_2'] }), maker)).toMatchObject({ code: 'label-uncertified' })
    expect(wrongProduct(carrots({ certIds: ['crt_1'] }), maker)).toBeUndefined()
  })

  it('[market 16] takes the VAT rate of the pick-up day', () => {
    const vat = [
      { from: '2027-01-01', bp: 1_000 },
      { from: '2020-01-01', bp: 550 },
    ]
    expect([vatOn(vat, '2026-12-31'), vatOn(vat, '2027-01-02')]).toEqual([550, 1_000])
  })
})

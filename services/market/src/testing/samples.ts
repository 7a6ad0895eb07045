import type { HubBody } from '@filature/contracts/market/hub'
import { hubBody } from '@filature/contracts/market/hub'
import { ALLERGENS } from '@filature/contracts/market/lists'
import { type ProducerBody, type ProductBody, producerBody, productBody } from '@filature/contracts/market/producer'
import type { z } from 'zod'

/** A small invented place: one hub, two producers, a handful of products. Pick-up on Wednesday 13 March 2030. */
export const HUB = 'hub_MILL'
export const HUB_ORG = 'org_mill'
export const POINT = 'pkp_HALL'
export const SMALL_POINT = 'pkp_CAFE'
export const PICKUP_DATE = '2030-03-13'
export const OPENS_AT = '2030-03-06T19:00:00.000Z'
export const CLOSES_AT = '2030-03-12T19:00:00.000Z'
export const DURING_SALE = '2030-03-08T10:00:00.000Z'

const seller = { legalName: 'Exemple', regime: 'normal' as const, address: '1 rue de la Trame, 86240 Ligugé' }
const place = { town: 'Ligugé', lat: 46.5173, lon: 0.3277 }

export const hub: HubBody = hubBody.parse({
  orgId: HUB_ORG,
  name: 'La Filature',
  ...place,
  saleMode: 'direct',
  seller,
  points: [
    {
      id: POINT,
      name: 'Halle',
      address: '3 quai des Bobines',
      ...place,
      cold: true,
      stepFree: true,
      slots: [
        { start: '17:00', end: '17:30', capacity: 25 },
        { start: '17:30', end: '18:00', capacity: 25 },
        { start: '18:00', end: '18:30', capacity: 10 },
        { start: '18:30', end: '19:00', capacity: 25 },
        { start: '19:00', end: '19:30', capacity: 25 },
      ],
    },
    {
      id: SMALL_POINT,
      name: 'Café',
      address: '14 rue des Navettes',
      ...place,
      cold: false,
      stepFree: true,
      slots: [{ start: '18:00', end: '18:30', capacity: 1_000 }],
    },
  ],
  bands: [{ pctBp: 8_000 }, { pctBp: 10_000 }, { pctBp: 12_000 }],
  packagings: [{ id: 'pkg_BOTTLE', name: 'bouteille', depositC: 30 }],
})

export const FOURNIL = 'prd_FOURNIL'
export const FERME = 'prd_FERME'
export const FOURNIL_ORG = 'org_fournil'
export const FERME_ORG = 'org_ferme'

const producer = (orgId: string, name: string): ProducerBody =>
  producerBody.parse({ orgId, name, ...place, seller, hubs: [{ hubId: HUB }] })

export const producers: Readonly<Record<string, ProducerBody>> = {
  [FOURNIL]: producer(FOURNIL_ORG, 'Le Fournil'),
  [FERME]: producer(FERME_ORG, 'La Ferme'),
}

export const allDeclared = Object.fromEntries(ALLERGENS.map((allergen) => [allergen, 'none' as const]))

type Loose = Omit<z.input<typeof productBody>, 'vat' | 'storage' | 'producerId' | 'category' | 'variants'> & {
  readonly producerId: string
  readonly category: string
  readonly variant: Partial<z.input<typeof productBody>['variants'][number]>
}

/** A product sold by the piece unless `variant` says otherwise. */
export function product({ variant, ...rest }: Loose): ProductBody {
  return productBody.parse({
    vat: [{ from: '2020-01-01', bp: 550 }],
    storage: 'dry',
    ...rest,
    variants: [
      {
        id: `var_${rest.name.replace(/[^A-Za-z]/g, '')}`,
        saleMode: 'unit',
        displayUnit: 'pièce',
        baseUnit: 'piece',
        content: { qty: 1_000, unit: 'g' },
        stepB: 1,
        minB: 1,
        maxB: 100,
        priceC: 450,
        ...variant,
      },
    ],
  })
}

export const LOAF = product({
  producerId: FOURNIL,
  name: 'Pain',
  category: 'bread',
  kind: 'processed',
  ingredients: 'farine, eau, sel',
  allergens: { ...allDeclared, gluten: 'contains', sesame: 'traces' },
  variant: {},
})
export const CARROTS = product({
  producerId: FERME,
  name: 'Carottes',
  category: 'vegetables',
  kind: 'raw',
  variety: 'Boléro',
  origin: { country: 'FR', place: 'Iteuil (86)' },
  variant: { saleMode: 'bulk', displayUnit: 'kg', baseUnit: 'g', content: undefined, stepB: 250, minB: 250, maxB: 20_000, priceC: 320 },
})
export const CHICKEN = product({
  producerId: FERME,
  name: 'Poulet',
  category: 'poultry-eggs',
  kind: 'raw',
  variant: { saleMode: 'weighed-piece', content: undefined, lowG: 1_500, avgG: 1_800, highG: 2_200, priceC: 1_200 },
})
export const MILK = product({
  producerId: FERME,
  name: 'Lait',
  category: 'dairy',
  kind: 'raw',
  allergens: { ...allDeclared, milk: 'contains' },
  variant: { content: { qty: 1_000, unit: 'ml' }, priceC: 150, packagingIds: ['pkg_BOTTLE'] },
})

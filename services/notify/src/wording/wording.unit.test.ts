import { money, quantity } from '@filature/service-kit/wording'
import { describe, expect, test } from 'vitest'
import { clockTime, day, dayAndTime } from './format.ts'
import { render } from './render.ts'
import { WORDS, wordsFor } from './words.ts'

/** No-break and thin no-break space made visible. */
const seen = (text: string | undefined) => text?.replaceAll('\u00a0', '_').replaceAll('\u202f', '^')

describe('numbers and dates', () => {
  test('are said as people of each language write them', () => {
    expect(seen(money(320, 'fr'))).toBe('3,20_€')
    expect(seen(money(123_456, 'fr'))).toBe('1^234,56_€')
    expect(money(123_456, 'en')).toBe('€1,234.56')
    expect(seen(quantity(1_900, 'piece', 'fr'))).toBe('1^900_pièces')
    expect(seen(quantity(1, 'piece', 'fr'))).toBe('1_pièce')
    expect(seen(quantity(250, 'g', 'fr'))).toBe('250_g')
    expect(seen(quantity(1_500, 'g', 'fr'))).toBe('1,5_kg')
    expect(seen(quantity(81_000, 'cm2', 'en'))).toBe('8.1_m²')
    expect(seen(quantity(59_400, 'cm2', 'fr'))).toBe('5,94_m²')
    expect(seen(quantity(4_000, 'mm', 'fr'))).toBe('4_m')
  })

  test('instants are told in the place’s time, summer and winter', () => {
    const winter = new Date('2026-12-02T17:00:00.000Z')
    const summer = new Date('2026-07-01T16:30:00.000Z')
    expect(seen(dayAndTime(winter, 'fr'))).toBe('mer. 2_déc., 18_h')
    expect(dayAndTime(winter, 'en')).toBe('Wed 2 Dec, 18:00')
    expect(seen(clockTime(summer, 'fr'))).toBe('18_h_30')
    expect(seen(day(winter, 'fr'))).toBe('mercredi 2_décembre')
  })
})

describe('a text', () => {
  const params = {
    name: 'Mâche',
    totalC: 1_250,
    lines: 1,
    qty: 3,
    unit: 'piece',
    at: '2026-12-02T17:00:00.000Z',
    on: '2026-12-02',
    none: null,
  }

  test('fills its blanks', () => {
    expect(seen(render('{name} : {totalC|money}, {lines|count:article:articles}, {qty|quantity:unit} !', params, 'fr'))).toBe(
      'Mâche_: 12,50_€, 1_article, 3_pièces_!',
    )
    expect(render('{at|when}, {on|day}, {lines|count:item:items}', params, 'en')?.replaceAll('\u00a0', ' ')).toBe(
      'Wed 2 Dec, 18:00, Wednesday 2 December, 1 item',
    )
  })

  test('leaves out a part whose value is missing, and is none at all when it cannot do without', () => {
    expect(render('Retrait[ à {pointName}][ {none|when}].', params, 'fr')).toBe('Retrait.')
    expect(render('Retrait à {pointName}', params, 'fr')).toBeUndefined()
    expect(render('{name|money}', params, 'fr')).toBeUndefined()
    expect(render('{name|when}', params, 'fr')).toBeUndefined()
    expect(render('[{qty|quantity:none}]rest', params, 'fr')).toBe('rest')
  })

  test('of every key has the same blanks in both languages, and falls back to general words without values', () => {
    for (const [source, { templates }] of Object.entries(WORDS)) {
      for (const [key, template] of Object.entries(templates)) {
        const blanks = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name).sort()
        expect(blanks(template.fr.title + template.fr.text), `${source}/${key}`).toEqual(blanks(template.en.title + template.en.text))
        for (const locale of ['fr', 'en'] as const) {
          const bare = wordsFor(source, key, {}, locale)
          expect(`${bare.title} ${bare.text} ${bare.path}`, `${source}/${key} ${locale}`).not.toMatch(/[[\]{}]|undefined/)
        }
      }
    }
  })

  test('of a picked-up lot and of a confirmed order reads as one would say it', () => {
    const lot = {
      designation: 'Solive sapin 63 × 175',
      qty: 6,
      unit: 'piece',
      depotName: 'Ressourcerie du Clain',
      slip: null,
      priceCents: 4_200,
    }
    expect(seen(wordsFor('materials', 'lot-picked-up', lot, 'fr').text)).toBe(
      'Solive sapin 63 × 175, 6_pièces_: remis, Ressourcerie du Clain. 42,00_€.',
    )
    const offer = {
      designation: 'WC à poser',
      code: 'ABC',
      qty: 1,
      unit: 'piece',
      expiresAt: '2026-12-02T17:00:00.000Z',
      depotName: 'Filature',
    }
    expect(seen(wordsFor('materials', 'lot-offered', offer, 'fr').text)).toBe(
      'WC à poser, 1_pièce_: à vous en priorité jusqu’à mer. 2_déc., 18_h, Filature. Acceptez, ou laissez au suivant.',
    )
    const order = { orderId: 'ord_1', lines: 3, totalC: 2_160, startsAt: '2026-12-02T17:00:00.000Z', pointName: 'Café du Fuseau' }
    const words = wordsFor('market', 'order-confirmed', order, 'fr')
    expect(seen(words.text)).toBe('3_articles, environ 21,60_€. Retrait mer. 2_déc., 18_h, Café du Fuseau. Vous payez au retrait.')
    expect(words.path).toBe('/moi/commandes/ord_1')
    expect(wordsFor('market', 'line-lost', { name: '' }, 'fr').text).toBe(
      'Le temps est passé, l’article est libéré. Tout le reste est intact.',
    )
  })
})

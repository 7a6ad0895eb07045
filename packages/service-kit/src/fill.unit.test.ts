import { describe, expect, test } from 'vitest'
import { fill } from './fill.ts'

/** No-break and thin no-break space made visible. */
const seen = (text: string) => text.replaceAll('\u00a0', '_').replaceAll('\u202f', '^')

describe('a text with blanks', () => {
  test('says none, one and many in the words of each language', () => {
    const fr = '{n?Il n’en reste plus.|# lot reste.|# lots restent.}'
    expect([0, 1, 1.5, 2].map((n) => fill(fr, { n }, 'fr'))).toEqual([
      'Il n’en reste plus.',
      '1 lot reste.',
      '1,5 lot reste.',
      '2 lots restent.',
    ])
    const en = '{n?# lot is|# lots are} left.'
    expect([0, 1, 1.5, 2].map((n) => fill(en, { n }, 'en'))).toEqual([
      '0 lots are left.',
      '1 lot is left.',
      '1.5 lots are left.',
      '2 lots are left.',
    ])
  })

  test('says quantities in the unit that people read, and money in euros', () => {
    const text = 'Au plus près : {nearest|quantity:unit}, pour {priceC|money}.'
    const figures = { nearest: [500, 1_250], unit: 'g', priceC: 320 }
    expect(seen(fill(text, figures, 'fr'))).toBe('Au plus près : 500_g / 1,25_kg, pour 3,20_€.')
    expect(seen(fill('{held|quantity:unit?Nothing|# is|# are} held', { held: 1, unit: 'piece' }, 'en'))).toBe('1_piece is held')
  })

  test('writes numbers as the language does, texts as they are, and leaves alone what it has no value for', () => {
    expect(seen(fill('{kg} kg, {word}, {missing}', { kg: 1234.5678, word: '{kg} $&' }, 'fr'))).toBe('1^234,568 kg, {kg} $&, {missing}')
  })
})

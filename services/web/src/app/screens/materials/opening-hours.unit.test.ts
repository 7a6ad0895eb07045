import { expect, test } from 'vitest'
import { openingHours } from './opening-hours.ts'

const openings = [
  ...[2, 3, 4, 5].map((dow) => ({ dow, from: '14:00', to: '18:00' })),
  { dow: 6, from: '10:00', to: '12:30' },
  { dow: 6, from: '14:00', to: '17:00' },
]
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test('days with the same hours are said together, two spans of a day beside each other', () => {
  expect(plain(openingHours(openings, 'fr'))).toBe('mardi à vendredi 14 h – 18 h, samedi 10 h – 12 h 30, 14 h – 17 h')
  expect(plain(openingHours(openings, 'en'))).toBe('Tuesday to Friday 14:00 – 18:00, Saturday 10:00 – 12:30, 14:00 – 17:00')
})

test('two days in a row are joined by a word', () => {
  const two = [3, 4].map((dow) => ({ dow, from: '09:00', to: '12:00' }))
  expect(plain(openingHours(two, 'fr'))).toBe('mercredi et jeudi 9 h – 12 h')
})

test('no hours at all are no words', () => {
  expect(openingHours([], 'fr')).toBe('')
})

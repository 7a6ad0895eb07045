import { expect, test } from 'vitest'
import { nextOpening } from './reservation-opening.ts'

const hours = {
  openings: [
    { dow: 2, from: '14:00', to: '18:00' },
    { dow: 6, from: '10:00', to: '17:00' },
  ],
  exceptions: [],
}
/** Wall time in Paris in winter. */
const at = (wall: string) => Date.parse(`${wall}:00+01:00`)

test('open now says until when', () => {
  expect(nextOpening(hours, at('2026-11-24T15:30'), 'fr')).toEqual({ kind: 'now', until: '18\u00a0h' })
})

test('before opening, later the same day; after closing, the next open day', () => {
  expect(nextOpening(hours, at('2026-11-24T09:00'), 'fr')).toEqual({ kind: 'later', on: '2026-11-24', from: '14\u00a0h' })
  expect(nextOpening(hours, at('2026-11-24T18:00'), 'fr')).toEqual({ kind: 'later', on: '2026-11-28', from: '10\u00a0h' })
})

test('a closed day is passed over, an exceptional opening counts', () => {
  const exceptions = [
    { on: '2026-11-28', closed: true },
    { on: '2026-11-29', closed: false, from: '09:00', to: '12:00' },
  ]
  expect(nextOpening({ ...hours, exceptions }, at('2026-11-24T18:00'), 'fr')).toEqual({ kind: 'later', on: '2026-11-29', from: '9\u00a0h' })
})

test('the day is that of the depot, not of the reader', () => {
  expect(nextOpening(hours, Date.parse('2026-11-23T23:30:00Z'), 'fr')).toEqual({ kind: 'later', on: '2026-11-24', from: '14\u00a0h' })
})

test('nothing announced says nothing', () => {
  expect(nextOpening({ openings: [], exceptions: [] }, at('2026-11-24T09:00'), 'fr')).toBeUndefined()
})

test('the short Sunday of March is looked at, too', () => {
  const sundays = { openings: [{ dow: 7, from: '10:00', to: '12:00' }], exceptions: [] }
  expect(nextOpening(sundays, Date.parse('2026-03-28T23:30:00+01:00'), 'fr')).toEqual({
    kind: 'later',
    on: '2026-03-29',
    from: '10\u00a0h',
  })
})

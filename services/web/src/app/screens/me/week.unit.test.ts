import { expect, test } from 'vitest'
import { weekFrom } from './week.ts'

test('seven days from today, by the clock of the place', () => {
  expect(weekFrom(Date.parse('2026-11-26T23:30:00Z'))).toEqual([
    '2026-11-27',
    '2026-11-28',
    '2026-11-29',
    '2026-11-30',
    '2026-12-01',
    '2026-12-02',
    '2026-12-03',
  ])
})

test.each([
  ['forward', '2026-03-28T23:30:00+01:00'],
  ['back', '2026-10-25T00:30:00+02:00'],
])('no day is left out and none comes twice when the clocks go %s', (_, now) => {
  const days = weekFrom(Date.parse(now))
  const first = Date.parse(days[0] ?? '')
  expect(days).toEqual(days.map((_day, index) => new Date(first + index * 86_400_000).toISOString().slice(0, 10)))
})

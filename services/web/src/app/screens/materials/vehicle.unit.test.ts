import { expect, test } from 'vitest'
import { vehicleFor } from './vehicle.ts'

test('50 boards of 1.80 m go into an estate car, beams of 4.20 m need a large van', () => {
  expect(vehicleFor({ massG: 89_100, volumeCm3: 178_200, longestMm: 1_800 })).toBe('car')
  expect(vehicleFor({ massG: 45_000, volumeCm3: 70_000, longestMm: 4_200 })).toBe('bigVan')
})

test('one of mass, room and length is enough to need more', () => {
  expect(vehicleFor({ massG: 900_000, volumeCm3: 100_000, longestMm: 300 })).toBe('bigVan')
  expect(vehicleFor({ massG: 10_000, volumeCm3: 12_000_000, longestMm: 300 })).toBe('lorry')
  expect(vehicleFor({ massG: 10_000, volumeCm3: 20_000, longestMm: 6_000 })).toBe('lorry')
})

test('what nobody measured or weighed is not guessed', () => {
  expect(vehicleFor({ massG: null, volumeCm3: null, longestMm: 0 })).toBeUndefined()
  expect(vehicleFor({ massG: 12_000, volumeCm3: null, longestMm: 0 })).toBe('bike')
})

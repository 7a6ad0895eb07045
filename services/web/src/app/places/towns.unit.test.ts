import { expect, test } from 'vitest'
import { nearOf, pointText } from './home-town.ts'
import { TOWNS, townsNamed } from './towns.ts'

test('a town is found without its accents and by any of its words', () => {
  expect(townsNamed('chate').map(({ name }) => name)).toContain('Châtellerault')
  expect(townsNamed('larcher').map(({ name }) => name)).toEqual(['Château-Larcher'])
  expect(townsNamed('L ISLE').map(({ name }) => name)).toEqual(['L’Isle-Jourdain'])
  expect(townsNamed('paris')).toEqual([])
  expect(townsNamed('')).toHaveLength(TOWNS.length)
})

test('every town is recognised from the point that addresses carry', () => {
  for (const town of TOWNS) expect(nearOf(pointText(town)).town?.id).toBe(town.id)
})

test('a point in the fields keeps its place and has no name', () => {
  expect(nearOf('46.7,0.9')).toEqual({ lat: 46.7, lon: 0.9, town: undefined })
})

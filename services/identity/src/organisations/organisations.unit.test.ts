import type { Organisation } from '@filature/contracts/identity/http'
import { describe, expect, test } from 'vitest'
import { pageOfOrganisations } from './listing.ts'
import { kmBetween } from './near.ts'
import { openingFromOsm } from './opening.ts'

describe('opening hours as OpenStreetMap writes them', () => {
  test('days, spans of days and several spans a day', () => {
    expect(openingFromOsm('Sa 10:00-18:00; Tu-We 09:00-12:00,14:00-19:00')).toEqual([
      { weekday: 2, from: '09:00', to: '12:00' },
      { weekday: 2, from: '14:00', to: '19:00' },
      { weekday: 3, from: '09:00', to: '12:00' },
      { weekday: 3, from: '14:00', to: '19:00' },
      { weekday: 6, from: '10:00', to: '18:00' },
    ])
    expect(openingFromOsm('Mo,Fr 08:30-19:00').map(({ weekday }) => weekday)).toEqual([1, 5])
  })

  test.each(['every day', 'Tu 9-12', 'Fr-Mo 10:00-12:00', 'Tu 09:00'])('%s is named, not guessed', (text) => {
    expect(() => openingFromOsm(text)).toThrow(`cannot read "${text}"`)
  })
})

test('kilometres as the crow flies: Poitiers to Châtellerault is 30.7', () => {
  expect(kmBetween({ lat: 46.5802, lon: 0.3404 }, { lat: 46.8176, lon: 0.5461 })).toBe(30.7)
})

describe('a list of organisations', () => {
  const named = (id: string, name: string, km?: number) => ({ id, name, ...(km !== undefined && { km }) }) as Organisation
  const all = [named('3', 'Le Rouet', 50.1), named('1', 'Épinette', 4), named('4', 'La Navette'), named('2', 'Fournil', 4)]

  test('is read to its end page by page, each once, by name as French dictionaries sort', () => {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = pageOfOrganisations(all, { after, limit: 1 })
      seen.push(...page.items.map(({ name }) => name))
      after = page.next
    } while (after !== undefined)
    expect(seen).toEqual(['Épinette', 'Fournil', 'La Navette', 'Le Rouet'])
  })

  test('by distance, then id; without a known point last', () => {
    const first = pageOfOrganisations(all, { near: '46.5,0.3', limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual(['1', '2'])
    expect(pageOfOrganisations(all, { near: '46.5,0.3', after: first.next, limit: 5 }).items.map(({ id }) => id)).toEqual(['3', '4'])
  })
})

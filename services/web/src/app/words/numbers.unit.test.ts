import { describe, expect, it } from 'vitest'
import { distance, mass, money, number, quantity, toBase } from './numbers.ts'

const NB = '\u00a0'
const THIN = '\u202f'

describe('numbers as people write them', () => {
  it('groups thousands with a thin space in French and a comma in English', () => {
    expect(number(1_900, 'fr')).toBe(`1${THIN}900`)
    expect(number(1_900, 'en')).toBe('1,900')
  })

  it('keeps at most two decimals, and none that says nothing', () => {
    expect(number(12.5, 'fr')).toBe('12,5')
    expect(number(9.75, 'fr')).toBe('9,75')
    expect(number(3, 'fr')).toBe('3')
    expect(number(0.1 + 0.2, 'en')).toBe('0.3')
  })

  it('writes a minus, not a hyphen', () => {
    expect(number(-11, 'fr')).toBe('\u221211')
    expect(money(-120, 'fr')).toBe(`\u22121,20${NB}€`)
  })

  it('gives money two decimals, the sign after it in French and before it in English', () => {
    expect(money(320, 'fr')).toBe(`3,20${NB}€`)
    expect(money(320, 'en')).toBe('€3.20')
    expect(money(1_174_500, 'fr')).toBe(`11${THIN}745,00${NB}€`)
  })

  it('shows masses in the unit one would say', () => {
    expect(mass(850, 'fr')).toBe(`850${NB}g`)
    expect(mass(1_800, 'fr')).toBe(`1,8${NB}kg`)
    expect(mass(89_000, 'fr')).toBe(`89${NB}kg`)
    expect(mass(20_800_000, 'fr')).toBe(`20,8${NB}t`)
  })

  it('shows base units in display units, pieces without a sign', () => {
    expect(quantity(1_250, 'g', 'fr')).toBe(`1,25${NB}kg`)
    expect(quantity(81_000, 'cm2', 'fr')).toBe(`8,1${NB}m²`)
    expect(quantity(12_000, 'mm', 'en')).toBe(`12${NB}m`)
    expect(quantity(8, 'piece', 'fr')).toBe('8')
  })

  it('reads what one types, with comma or point, unit or not', () => {
    expect(toBase('8,1', 'cm2')).toBe(81_000)
    expect(toBase('8.1 m²', 'cm2')).toBe(81_000)
    expect(toBase('1 900', 'piece')).toBe(1_900)
    expect(toBase('beaucoup', 'piece')).toBeUndefined()
    expect(toBase('', 'g')).toBeUndefined()
    expect(toBase('-2', 'piece')).toBeUndefined()
    expect(toBase('1.5,2', 'g')).toBeUndefined()
  })

  it('takes the unit that one writes for the one that is meant', () => {
    expect(toBase('500 g', 'g')).toBe(500)
    expect(toBase('1,5 kg', 'g')).toBe(1_500)
    expect(toBase('50 cl', 'ml')).toBe(500)
    expect(toBase('1,5 L', 'ml')).toBe(1_500)
    expect(toBase('120 cm', 'mm')).toBe(1_200)
    expect(toBase(`2${NB}bottes`, 'piece')).toBe(2)
  })

  it('gives near distances a decimal and far ones none', () => {
    expect(distance(7, 'fr')).toBe(`7${NB}km`)
    expect(distance(3.42, 'fr')).toBe(`3,4${NB}km`)
    expect(distance(43.4, 'en')).toBe(`43${NB}km`)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { civilDateOf, instantAt, plusDays, weekdayOf } from './civil-time.ts'
import { manualClock, shiftedClock } from './clock.ts'
import { derivedId, newId } from './ids.ts'
import { earliest, type Instant, instantFromMs, MINUTE, msOf, parseInstant, plusMs } from './instant.ts'
import { isRefusal, refuse } from './refusal.ts'
import { mulDivRound, roundHalfAway } from './rounding.ts'

const at = (text: string) => parseInstant(text)

describe('an instant', () => {
  test('has one written form, whose alphabet is the order of time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 0, max: 4e12 }),
        (a, b) => instantFromMs(a) < instantFromMs(b) === a < b,
      ),
    )
  })
  test('is read with any offset and refused without one', () => {
    expect(parseInstant('2026-11-25T20:00:00+01:00')).toBe('2026-11-25T19:00:00.000Z')
    expect(() => parseInstant('2026-11-25 20:00')).toThrow(RangeError)
  })
  test('moves by milliseconds, and the earliest of some is found', () => {
    expect(plusMs(at('2026-11-25T19:00:00Z'), 20 * MINUTE)).toBe('2026-11-25T19:20:00.000Z')
    expect(earliest(undefined, at('2026-11-26T00:00:00Z'), at('2026-11-25T00:00:00Z'))).toBe('2026-11-25T00:00:00.000Z')
    expect(earliest(undefined)).toBeUndefined()
  })
})

describe('civil time at the place', () => {
  test('18:00 stays 18:00 across daylight saving', () => {
    expect(instantAt('2026-10-21', '18:00')).toBe('2026-10-21T16:00:00.000Z')
    expect(instantAt('2026-10-28', '18:00')).toBe('2026-10-28T17:00:00.000Z')
  })
  test('a time that daylight saving skips moves one hour later, one that occurs twice is the first', () => {
    expect(instantAt('2027-03-28', '02:30')).toBe('2027-03-28T01:30:00.000Z')
    expect(instantAt('2026-10-25', '02:30')).toBe('2026-10-25T00:30:00.000Z')
  })
  test('a day begins at midnight in Paris, not in Greenwich', () => {
    expect(civilDateOf(at('2026-07-01T22:30:00Z'))).toBe('2026-07-02')
    expect(plusDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(weekdayOf('2026-11-25')).toBe(3)
  })
})

describe('ids', () => {
  test('derived from the same parts are the same, and parts are not confused', () => {
    expect(derivedId('hld_', 'mbr_1', 'k')).toBe(derivedId('hld_', 'mbr_1', 'k'))
    expect(derivedId('hld_', 'a', 'bc')).not.toBe(derivedId('hld_', 'ab', 'c'))
    expect(derivedId('hld_', 'x')).toMatch(/^hld_[0-9A-HJKMNP-TV-Z]{26}$/)
  })
  test('new ones differ', () => {
    expect(newId('lot_')).not.toBe(newId('lot_'))
  })
})

describe('rounding is half away from zero', () => {
  test.each([
    [0.5, 1],
    [-0.5, -1],
    [2.5, 3],
    [-2.5, -3],
    [2.4999, 2],
    [-0.4, 0],
  ])('%d becomes %d', (value, rounded) => {
    expect(roundHalfAway(value)).toBe(rounded)
  })
  test('products are exact where floating point is not', () => {
    // 2 050 g of chicken at 12.00 EUR a kilogram.
    expect(mulDivRound(2_050, 1_200, 1_000)).toBe(2_460)
    expect(mulDivRound(9_007_199_254_740_991, 3, 3)).toBe(9_007_199_254_740_991)
    expect(mulDivRound(-5, 1, 2)).toBe(-3)
  })
})

describe('clocks', () => {
  test('one set by hand wakes what falls due, in order, and never goes back', () => {
    const clock = manualClock(at('2026-11-25T08:00:00Z'))
    const woken: string[] = []
    clock.wakeAt(plusMs(clock.now(), 2 * MINUTE), () => woken.push('second'))
    clock.wakeAt(plusMs(clock.now(), MINUTE), () => woken.push('first'))
    const forget = clock.wakeAt(plusMs(clock.now(), MINUTE), () => woken.push('forgotten'))
    forget()
    clock.advanceBy(MINUTE)
    expect(woken).toEqual(['first'])
    clock.advanceBy(5 * MINUTE)
    expect(woken).toEqual(['first', 'second'])
    expect(() => clock.advanceTo(at('2026-11-25T08:00:00Z'))).toThrow(/never goes back/)
  })
  test('a shifted one jumps, and its wake-ups with it', async () => {
    const clock = shiftedClock()
    const before = msOf(clock.now())
    const woken = new Promise<void>((resolve) => clock.wakeAt(plusMs(clock.now(), 60 * MINUTE), resolve))
    clock.shiftBy(61 * MINUTE)
    await woken
    expect(msOf(clock.now()) - before).toBeGreaterThanOrEqual(61 * MINUTE)
  })
})

test('a refusal is a value with a code and figures, told from anything else', () => {
  const refusal = refuse('insufficient-stock', { availableB: 3 })
  expect(isRefusal(refusal)).toBe(true)
  expect(isRefusal({ code: 'x' } as unknown)).toBe(false)
  expect(isRefusal('2026-11-25T08:00:00.000Z' as Instant)).toBe(false)
})

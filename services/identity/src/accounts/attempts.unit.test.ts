import { manualClock } from '@filature/kernel/clock'
import { parseInstant } from '@filature/kernel/instant'
import { expect, test } from 'vitest'
import { attemptsWithin } from './attempts.ts'

const limits = { perPair: 5, perAddress: 12, perEmail: 8 }
const start = () => {
  const clock = manualClock(parseInstant('2026-11-25T18:00:00Z'))
  return { clock, attempts: attemptsWithin(limits, clock) }
}

test('five tries a minute for one e-mail from one address; a place frees when the oldest is a minute old', () => {
  const { clock, attempts } = start()
  for (let i = 0; i < 5; i += 1) {
    expect(attempts.note('a@example.org', '192.0.2.1')).toBeUndefined()
    clock.advanceBy(10_000)
  }
  expect(attempts.note('A@example.org', '192.0.2.1')).toMatchObject({ code: 'too-many-attempts', figures: { retryAfterS: 10 } })
  expect(attempts.note('b@example.org', '192.0.2.1')).toBeUndefined()
  clock.advanceBy(9_999)
  expect(attempts.note('a@example.org', '192.0.2.1')).toBeDefined()
  clock.advanceBy(1)
  expect(attempts.note('a@example.org', '192.0.2.1')).toBeUndefined()
})

test('one address tries many e-mails only so often, and one e-mail is tried from many addresses only so often', () => {
  const { attempts } = start()
  const many = Array.from({ length: 13 }, (_, i) => attempts.note(`m${i}@example.org`, '192.0.2.1'))
  expect(many.map((refused) => refused === undefined)).toEqual([...Array(12).fill(true), false])
  const spread = Array.from({ length: 9 }, (_, i) => attempts.note('victim@example.org', `198.51.100.${i}`))
  expect(spread.map((refused) => refused === undefined)).toEqual([...Array(8).fill(true), false])
})

test('addresses of one IPv6 household count as one', () => {
  const { attempts } = start()
  for (let i = 0; i < 5; i += 1) expect(attempts.note('a@example.org', `2001:db8:1:2::${i}`)).toBeUndefined()
  expect(attempts.note('a@example.org', '2001:db8:1:2:ffff::9')).toBeDefined()
  expect(attempts.note('a@example.org', '2001:db8:1:3::1')).toBeUndefined()
  expect(attempts.note('a@example.org', '::ffff:192.0.2.7')).toBeUndefined()
})

test('zero switches a limit off', () => {
  const clock = manualClock(parseInstant('2026-11-25T18:00:00Z'))
  const attempts = attemptsWithin({ perPair: 0, perAddress: 0, perEmail: 0 }, clock)
  for (let i = 0; i < 1_000; i += 1) expect(attempts.note('a@example.org', '192.0.2.1')).toBeUndefined()
})

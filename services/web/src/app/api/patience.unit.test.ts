import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let patience: typeof import('./patience.ts')

beforeEach(async () => {
  vi.useFakeTimers()
  vi.resetModules()
  patience = await import('./patience.ts')
})
afterEach(() => {
  vi.useRealTimers()
})

test('a service that is away is said to be tried on within three seconds, until it answers', () => {
  const call = patience.beginTries()
  call.failed()
  vi.advanceTimersByTime(1_000)
  call.failed()
  expect(patience.isTryingOn()).toBe(false)
  vi.advanceTimersByTime(2_000)
  expect(patience.isTryingOn()).toBe(true)
  call.failed()
  vi.advanceTimersByTime(5_000)
  expect(patience.isTryingOn()).toBe(true)
  call.ended()
  expect(patience.isTryingOn()).toBe(false)
})

test('an answer that takes its time is no word worth, one that does not come is', () => {
  const call = patience.beginTries()
  vi.advanceTimersByTime(5_000)
  expect(patience.isTryingOn()).toBe(false)
  vi.advanceTimersByTime(5_000)
  expect(patience.isTryingOn()).toBe(true)
  call.ended()
})

test('a call that was turned away late says so at once', () => {
  const call = patience.beginTries()
  vi.advanceTimersByTime(4_000)
  call.failed()
  vi.advanceTimersByTime(1)
  expect(patience.isTryingOn()).toBe(true)
  call.ended()
})

test('what ends within three seconds is never mentioned, and one that is answered does not silence the others', () => {
  const [quick, slow] = [patience.beginTries(), patience.beginTries()]
  quick.failed()
  slow.failed()
  quick.ended()
  vi.advanceTimersByTime(10_000)
  expect(patience.isTryingOn()).toBe(true)
  slow.ended()
  vi.advanceTimersByTime(10_000)
  expect(patience.isTryingOn()).toBe(false)
})

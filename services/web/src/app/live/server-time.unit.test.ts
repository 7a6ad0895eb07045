import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const NOW = Date.parse('2026-11-27T09:00:00Z')
const MINUTE = 60_000
let time: typeof import('./server-time.ts')
const at = (ms: number) => new Date(NOW + ms).toISOString()

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW })
  vi.resetModules()
  time = await import('./server-time.ts')
})
afterEach(() => {
  vi.useRealTimers()
})

test('a device whose clock is wrong counts by the server’s', () => {
  time.learnReadTime(at(-5 * MINUTE))
  expect(time.serverNowMs()).toBe(NOW - 5 * MINUTE)
  time.learnServerTime(at(20))
  expect(time.serverNowMs()).toBe(NOW + 20)
})

test('an answer that lay in the browser’s cache does not give a countdown more time than there is', () => {
  time.learnServerTime(at(0))
  vi.advanceTimersByTime(3 * MINUTE)
  time.learnReadTime(at(0))
  expect(time.serverNowMs()).toBe(NOW + 3 * MINUTE)
  time.learnReadTime(at(4 * MINUTE))
  expect(time.serverNowMs()).toBe(NOW + 4 * MINUTE)
})

test('a device whose clock was set meanwhile is put right by the next word of the gateway', () => {
  time.learnServerTime(at(0))
  vi.setSystemTime(NOW + 60 * MINUTE)
  time.learnServerTime(at(0))
  expect(time.serverNowMs()).toBe(NOW)
})

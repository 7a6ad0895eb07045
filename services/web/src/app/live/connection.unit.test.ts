import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let live: typeof import('./connection.ts')

beforeEach(async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-27T09:00:00Z') })
  vi.resetModules()
  live = await import('./connection.ts')
})
afterEach(() => {
  vi.useRealTimers()
})

test('figures are marked three seconds after the first word of a loss, with the time of the loss', () => {
  live.lost()
  vi.advanceTimersByTime(2_000)
  live.lost()
  expect(live.currentConnection().stale).toBe(false)
  vi.advanceTimersByTime(1_000)
  expect(live.currentConnection()).toEqual({ stale: true, since: Date.parse('2026-11-27T09:00:00Z') })
})

test('a loss that ends within three seconds marks nothing', () => {
  live.lost()
  vi.advanceTimersByTime(2_900)
  live.upToDate()
  vi.advanceTimersByTime(10_000)
  expect(live.currentConnection().stale).toBe(false)
})

test('figures stay marked, with the time of the loss, through failed tries until all is told', () => {
  live.lost()
  vi.advanceTimersByTime(20_000)
  live.lost()
  vi.advanceTimersByTime(20_000)
  expect(live.currentConnection()).toEqual({ stale: true, since: Date.parse('2026-11-27T09:00:00Z') })
  live.upToDate()
  expect(live.currentConnection().stale).toBe(false)
})

import type { EventRecord } from '@filature/kernel/event'
import { parseInstant } from '@filature/kernel/instant'
import { describe, expect, test } from 'vitest'
import { sideBySide } from './side-by-side.ts'

const time = parseInstant('2026-05-05T10:00:00Z')
const event = (subject: string, sequence: number): EventRecord => ({
  id: `${subject}/${sequence}`,
  type: 'test.Happened.v1',
  source: 'test',
  subject,
  time,
  sequence,
  data: {},
})

describe('events handled side by side', () => {
  test('wait for the ones of their own key and for no others', async () => {
    const started: string[] = []
    const release = new Map<string, () => void>()
    const counts: number[] = []
    const all = sideBySide(
      [event('a', 1), event('b', 1), event('a', 2), event('c', 1)],
      ({ id }) => {
        started.push(id)
        return new Promise((resolve) => release.set(id, resolve))
      },
      (count) => counts.push(count),
    )
    expect(started).toEqual(['a/1', 'b/1'])
    release.get('a/1')?.()
    release.get('b/1')?.()
    await expect.poll(() => started).toEqual(['a/1', 'b/1', 'a/2', 'c/1'])
    release.get('c/1')?.()
    release.get('a/2')?.()
    await all
    expect(counts).toEqual([2, 4])
  })

  test('that fail are told by their place, and nothing behind them counts as done', async () => {
    const counts: number[] = []
    const handled: string[] = []
    const all = sideBySide(
      [event('a', 1), event('b', 1), event('c', 1)],
      async ({ id }) => {
        if (id === 'b/1') throw new Error('poison')
        handled.push(id)
      },
      (count) => counts.push(count),
    )
    await expect(all).rejects.toThrow('poison')
    expect([counts, handled]).toEqual([[1], ['a/1', 'c/1']])
  })
})

import { describe, expect, test } from 'vitest'
import type { Store } from '../port.ts'
import { at, writeOf } from './samples.ts'

export function describeTimers(open: () => Promise<Store>): void {
  describe('timers', () => {
    test('what is due comes earliest first, the very instant included', async () => {
      const store = await open()
      await store.commit([
        writeOf('lot_3', 0, { dueAt: at(3) }),
        writeOf('lot_1', 0, { dueAt: at(1) }),
        writeOf('lot_4', 0, { dueAt: at(4) }),
        writeOf('lot_2', 0, { dueAt: at(1) }),
        writeOf('lot_0', 0),
      ])
      expect(await store.due('lot', at(0), 10)).toEqual([])
      expect(await store.due('lot', at(3), 10)).toEqual([
        { id: 'lot_1', dueAt: at(1) },
        { id: 'lot_2', dueAt: at(1) },
        { id: 'lot_3', dueAt: at(3) },
      ])
      expect((await store.due('lot', at(9), 2)).map((due) => due.id)).toEqual(['lot_1', 'lot_2'])
    })

    test('the next wake-up moves with each write and goes when nothing is left to wait for', async () => {
      const store = await open()
      expect(await store.nextDue('lot')).toBeUndefined()
      await store.commit([writeOf('lot_1', 0, { dueAt: at(5) }), writeOf('lot_2', 0, { dueAt: at(7) })])
      expect(await store.nextDue('lot')).toBe(at(5))
      await store.commit([writeOf('lot_1', 1, { dueAt: at(9) })])
      expect(await store.nextDue('lot')).toBe(at(7))
      await store.commit([writeOf('lot_1', 2), writeOf('lot_2', 1)])
      expect(await store.nextDue('lot')).toBeUndefined()
      expect(await store.due('lot', at(59), 10)).toEqual([])
    })

    test('a conflicting write sets no timer', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { dueAt: at(5) })])
      await store.commit([writeOf('lot_1', 0, { dueAt: at(1) })])
      expect(await store.nextDue('lot')).toBe(at(5))
    })
  })
}

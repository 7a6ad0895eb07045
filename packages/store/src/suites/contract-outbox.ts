import { describe, expect, test } from 'vitest'
import type { Store } from '../port.ts'
import { eventOf, marksOf, pendingSequences, writeOf } from './samples.ts'

export function describeOutbox(open: () => Promise<Store>): void {
  describe('events waiting to be published', () => {
    test('events wait as they were written, in sequence, by aggregate', async () => {
      const store = await open()
      const told = {
        ...eventOf('lot_1', 1, { quantity: 3 }),
        actor: 'mbr_1',
        traceparent: '00-a-b-01',
        correlationId: 'c',
        causationId: 'd',
      }
      await store.commit([writeOf('lot_1', 0, { events: [told] }), writeOf('lot_2', 0, { version: 2 })])
      expect(await store.pending(100)).toEqual([
        { collection: 'lot', subject: 'lot_1', events: [told] },
        { collection: 'lot', subject: 'lot_2', events: [eventOf('lot_2', 1), eventOf('lot_2', 2)] },
      ])
    })

    test('who has waited longest comes first', async () => {
      const store = await open()
      await store.commit([writeOf('lot_2', 0)])
      await store.commit([writeOf('lot_1', 0)])
      await store.commit([writeOf('lot_2', 1)])
      expect((await store.pending(10)).map(({ subject, events }) => [subject, events.length])).toEqual([
        ['lot_2', 2],
        ['lot_1', 1],
      ])
    })

    test('a limit cuts whole prefixes: no event without all those before it', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { version: 3 }), writeOf('lot_2', 0, { version: 2 })])
      await store.commit([writeOf('lot_1', 3, { version: 5 }), writeOf('lot_3', 0)])
      for (let limit = 1; limit <= 9; limit += 1) {
        const waiting = await pendingSequences(store, limit)
        const taken = Object.values(waiting)
        expect(taken.flat().length).toBe(Math.min(limit, 8))
        for (const sequence of taken) expect(sequence).toEqual(Array.from(sequence, (_, position) => position + 1))
      }
    })

    test('a marked event is not pending any more, at once, and what came later is', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { version: 3 }), writeOf('lot_2', 0)])
      await store.published([{ collection: 'lot', subject: 'lot_1', upTo: 2 }])
      expect(await pendingSequences(store)).toEqual({ lot_1: [3], lot_2: [1] })
      await store.commit([writeOf('lot_1', 3)])
      await store.published([{ collection: 'lot', subject: 'lot_1', upTo: 3 }])
      expect(await pendingSequences(store)).toEqual({ lot_1: [4], lot_2: [1] })
    })

    test('taking, publishing and marking in turns hands out each event once', async () => {
      const store = await open()
      const handedOut: string[] = []
      for (let round = 0; round < 20; round += 1) {
        await store.commit([writeOf('lot_1', round * 2, { version: round * 2 + 2 }), writeOf(`lot_x${round}`, 0)])
        const waiting = await store.pending(2)
        handedOut.push(...waiting.flatMap(({ events }) => events.map((event) => event.id)))
        await store.published(marksOf(waiting))
      }
      for (let waiting = await store.pending(7); waiting.length > 0; waiting = await store.pending(7)) {
        handedOut.push(...waiting.flatMap(({ events }) => events.map((event) => event.id)))
        await store.published(marksOf(waiting))
      }
      expect(handedOut).toHaveLength(60)
      expect(new Set(handedOut).size).toBe(60)
      expect(handedOut.filter((id) => id.startsWith('lot_1/'))).toEqual(Array.from({ length: 40 }, (_, step) => `lot_1/${step + 1}`))
    })

    test('marks in any order, of what was never looked at, or looked at only in part', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { version: 4 }), writeOf('lot_2', 0, { version: 3 }), writeOf('lot_3', 0, { version: 2 })])
      await store.published([{ collection: 'lot', subject: 'lot_3', upTo: 1 }])
      expect(await pendingSequences(store, 2)).toEqual({ lot_1: [1, 2] })
      await store.published([
        { collection: 'lot', subject: 'lot_2', upTo: 2 },
        { collection: 'lot', subject: 'lot_1', upTo: 3 },
        { collection: 'lot', subject: 'lot_1', upTo: 1 },
      ])
      expect(await pendingSequences(store)).toEqual({ lot_1: [4], lot_2: [3], lot_3: [2] })
      await store.published([{ collection: 'lot', subject: 'lot_2', upTo: 3 }])
      expect(await pendingSequences(store)).toEqual({ lot_1: [4], lot_3: [2] })
    })

    test('an old look marks nothing that came after it', async () => {
      const [one, other] = [await open(), await open()]
      await one.commit([writeOf('lot_1', 0, { version: 3 })])
      const looked = await one.pending(10)
      await other.published(marksOf(await other.pending(10)))
      await other.commit([writeOf('lot_2', 0, { version: 3 }), writeOf('lot_1', 3)])
      await one.published(marksOf(looked))
      expect(await pendingSequences(one)).toEqual({ lot_2: [1, 2, 3], lot_1: [4] })
    })

    test('marking again, or what never was, does no harm', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0)])
      for (let turn = 0; turn < 3; turn += 1) {
        await store.published([
          { collection: 'lot', subject: 'lot_1', upTo: 1 },
          { collection: 'lot', subject: 'lot_9', upTo: 5 },
        ])
      }
      await store.published([])
      expect(await store.pending(10)).toEqual([])
      await store.commit([writeOf('lot_1', 1)])
      expect(await pendingSequences(store)).toEqual({ lot_1: [2] })
    })

    test('aggregates of one id in two collections keep their events apart', async () => {
      const store = await open()
      await store.define([{ name: 'order', indexes: {} }])
      await store.commit([writeOf('same', 0), writeOf('same', 0, { collection: 'order' })])
      await store.published([{ collection: 'order', subject: 'same', upTo: 1 }])
      expect(await store.pending(10)).toMatchObject([{ collection: 'lot', subject: 'same' }])
    })

    test('another store on the same data sees the waiting events and the marks', async () => {
      const [one, other] = [await open(), await open()]
      await one.commit([writeOf('lot_1', 0, { version: 2 })])
      expect(await pendingSequences(other)).toEqual({ lot_1: [1, 2] })
      await other.published([{ collection: 'lot', subject: 'lot_1', upTo: 1 }])
      expect(await pendingSequences(one)).toEqual({ lot_1: [2] })
    })

    test('marks outlive the store that made them', async () => {
      const before = await open()
      await before.commit([writeOf('lot_1', 0, { version: 3 })])
      await before.published([{ collection: 'lot', subject: 'lot_1', upTo: 2 }])
      await before.close()
      expect(await pendingSequences(await open())).toEqual({ lot_1: [3] })
    })
  })
}

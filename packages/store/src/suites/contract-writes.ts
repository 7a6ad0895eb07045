import { describe, expect, test } from 'vitest'
import type { Store, Write } from '../port.ts'
import { adding, checkOf, eventOf, pendingSequences, writeOf } from './samples.ts'

export function describeWrites(open: () => Promise<Store>): void {
  describe('guarded writes', () => {
    test('loading keeps the order asked and leaves a hole for what is not there', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0), writeOf('lot_2', 0)])
      const loaded = await store.load('lot', ['lot_2', 'lot_9', 'lot_1', 'lot_2'])
      expect(loaded.map((aggregate) => aggregate?.id)).toEqual(['lot_2', undefined, 'lot_1', 'lot_2'])
      expect(await store.load('lot', [])).toEqual([])
    })

    test('whoever holds a version is given only what is newer', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0), writeOf('lot_2', 0), writeOf('lot_3', 0)])
      await store.commit([writeOf('lot_2', 1, { document: { stock: 4 } })])
      const known = ['lot_1', 'lot_2', 'lot_3', 'lot_9'].map((id) => ({ id, version: id === 'lot_3' ? 0 : 1 }))
      const newer = await store.loadNewer('lot', known)
      expect(newer.map((aggregate) => aggregate?.version)).toEqual([undefined, 2, 1, undefined])
      expect(newer[1]?.document).toEqual({ stock: 4 })
      expect(await store.loadNewer('lot', [{ id: 'lot_2', version: 2 }])).toEqual([undefined])
      expect(await store.loadNewer('lot', [{ id: 'lot_2', version: 1 }])).toMatchObject([{ id: 'lot_2', version: 2 }])
      expect(await store.loadNewer('lot', [])).toEqual([])
    })

    test('an aggregate comes back as it was written', async () => {
      const store = await open()
      const document = { title: 'Solives', holds: [{ quantity: 3 }], note: null, nested: { deep: [true, false, 0.5] } }
      await store.commit([writeOf('lot_1', 0, { version: 3, document })])
      expect(await store.load('lot', ['lot_1'])).toEqual([
        { id: 'lot_1', version: 3, document, memory: { revision: 0, answers: [], passing: [] } },
      ])
    })

    test('creating twice is done once', async () => {
      const store = await open()
      expect(await store.commit([writeOf('lot_1', 0, { document: { by: 'first' } })])).toEqual(['done'])
      expect(await store.commit([writeOf('lot_1', 0, { document: { by: 'second' } })])).toEqual(['conflict'])
      expect(await store.load('lot', ['lot_1'])).toMatchObject([{ version: 1, document: { by: 'first' } }])
    })

    test('a write decided on an older version changes nothing', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0)])
      await store.commit([writeOf('lot_1', 1, { document: { stock: 4 } })])
      expect(await store.commit([writeOf('lot_1', 1, { document: { stock: 99 } })])).toEqual(['conflict'])
      expect(await store.commit([writeOf('lot_1', 3, { document: { stock: 99 } })])).toEqual(['conflict'])
      expect(await store.load('lot', ['lot_1'])).toMatchObject([{ version: 2, document: { stock: 4 } }])
    })

    test('a write on something that does not exist is a conflict', async () => {
      const store = await open()
      expect(await store.commit([writeOf('lot_1', 4)])).toEqual(['conflict'])
      expect(await store.load('lot', ['lot_1'])).toEqual([undefined])
    })

    test("one write's conflict does not touch its neighbours", async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0), writeOf('lot_2', 0)])
      const outcomes = await store.commit([writeOf('lot_1', 1), writeOf('lot_2', 0), writeOf('lot_3', 0), checkOf('lot_4', 1)])
      expect(outcomes).toEqual(['done', 'conflict', 'done', 'conflict'])
      const versions = (await store.load('lot', ['lot_1', 'lot_2', 'lot_3', 'lot_4'])).map((aggregate) => aggregate?.version)
      expect(versions).toEqual([2, 1, 1, undefined])
    })

    test('a conflicting write leaves no event behind', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0)])
      await store.commit([writeOf('lot_1', 0, { version: 3 }), writeOf('lot_1', 7)])
      expect(await pendingSequences(store)).toEqual({ lot_1: [1] })
    })

    test('a check tells whether somebody wrote since, and writes nothing itself', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { version: 2 })])
      const checks = [checkOf('lot_1', 2), checkOf('lot_1', 1), checkOf('lot_1', 0), checkOf('lot_2', 0), checkOf('lot_2', 1)]
      const outcomes = ['done', 'conflict', 'conflict', 'done', 'conflict']
      expect(await store.commit(checks)).toEqual(outcomes)
      // The same beside a write, which takes another way through some adapters.
      expect(await store.commit([...checks, writeOf('lot_3', 0)])).toEqual([...outcomes, 'done'])
      expect(await store.load('lot', ['lot_1', 'lot_2'])).toMatchObject([{ version: 2 }, undefined])
    })

    test('versions that nobody is told of leave no event', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { version: 3, events: [eventOf('lot_1', 2)] })])
      await store.commit([writeOf('lot_1', 3, { version: 5, events: [] })])
      await store.commit([writeOf('lot_1', 5, { version: 6, events: [eventOf('lot_1', 6)] })])
      expect(await store.load('lot', ['lot_1'])).toMatchObject([{ version: 6 }])
      expect(await pendingSequences(store)).toEqual({ lot_1: [2, 6] })
    })

    test('an empty commit is no work', async () => {
      const store = await open()
      expect(await store.commit([])).toEqual([])
    })

    test.each<[string, Partial<Write>]>([
      ['events out of order', { version: 2, events: [eventOf('lot_1', 2), eventOf('lot_1', 1)] }],
      ['the same event twice', { version: 2, events: [eventOf('lot_1', 1), eventOf('lot_1', 1)] }],
      ['an event that was there before', { version: 2, events: [eventOf('lot_1', 1)], expectedVersion: 1 }],
      ['an event beyond the version', { version: 1, events: [eventOf('lot_1', 1), eventOf('lot_1', 2)] }],
      ["another aggregate's event", { events: [eventOf('lot_2', 1)] }],
      ['a version of zero', { version: 0, events: [] }],
      ['a version that goes back', { version: 1, expectedVersion: 2, events: [] }],
      ['no document', { document: undefined }],
      ['neither a version nor an answer', { version: 4, expectedVersion: 4, events: [] }],
      ['a revision of something that does not exist', { expectedRevision: 2 }],
      ['a revision below zero', { version: 3, expectedVersion: 2, events: [], expectedRevision: -1 }],
      ['half an answer to keep', { memory: adding([1], { keep: 0.5 }) }],
    ])('%s is refused and writes nothing, neighbours included', async (_, rest) => {
      const store = await open()
      await expect(store.commit([writeOf('lot_7', 0), writeOf('lot_1', 0, rest)])).rejects.toThrow(TypeError)
      expect(await store.load('lot', ['lot_1', 'lot_7'])).toEqual([undefined, undefined])
      expect(await store.pending(10)).toEqual([])
    })
  })
}

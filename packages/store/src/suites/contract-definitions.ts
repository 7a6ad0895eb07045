import { describe, expect, test } from 'vitest'
import { IndexMissing, type Store, StoreUnavailable } from '../port.ts'
import { LOT_ROWS, LOTS, type StoreHarness } from './harness.ts'
import { adding, at, pendingSequences, rowOf, writeOf } from './samples.ts'

export function describeDefinitions(open: () => Promise<Store>, harness: StoreHarness): void {
  describe('collections', () => {
    test('defining again changes nothing and loses nothing', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { document: { depotId: 'dep_1' } })])
      await store.define([LOTS, LOT_ROWS])
      await store.define([LOTS])
      expect(await store.count('lot', { depotId: 'dep_1' })).toBe(1)
      expect(await store.load('lot', ['lot_1'])).toMatchObject([{ id: 'lot_1', version: 1 }])
    })

    test('an index declared later also finds what was written before', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { document: { family: 'wood' } }), writeOf('lot_2', 0, { document: { family: 'brick' } })])
      await expect(store.find('lot', { where: { family: 'wood' }, limit: 10 })).rejects.toThrow(IndexMissing)
      await store.define([{ name: 'lot', indexes: { ...LOTS.indexes, byFamily: ['family'] } }])
      expect((await store.find('lot', { where: { family: 'wood' }, limit: 10 })).items.map((item) => item.id)).toEqual(['lot_1'])
    })

    test('an index may change its fields, and one that is no longer declared serves no more', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { document: { family: 'wood', depotId: 'dep_1' } })])
      await store.define([{ name: 'lot', indexes: { byDepot: ['family'] } }])
      expect(await store.count('lot', { family: 'wood' })).toBe(1)
      await expect(store.count('lot', { depotId: 'dep_1' })).rejects.toThrow(IndexMissing)
    })

    test.each([
      ['a quote in a collection', { name: 'lot"; drop', indexes: {} }],
      ['an empty collection name', { name: '', indexes: {} }],
      ['an operator as a field', { name: 'lot', indexes: { by: ['$where'] } }],
      ['a prototype as a field', { name: 'lot', indexes: { by: ['__proto__'] } }],
      ['a quote in a field', { name: 'lot', indexes: { by: ["a'b"] } }],
      ['an empty step in a field', { name: 'lot', indexes: { by: ['place..insee'] } }],
      ['the id, which every index has', { name: 'lot', indexes: { by: ['id'] } }],
      ['an index without field', { name: 'lot', indexes: { by: [] } }],
      ['a field twice', { name: 'lot', indexes: { by: ['depotId', 'depotId'] } }],
      ['a space in an index name', { name: 'lot', indexes: { 'by depot': ['depotId'] } }],
    ])('%s is refused by name', async (_, definition) => {
      const store = await open()
      await expect(store.define([definition])).rejects.toThrow(TypeError)
    })

    test('the same collection twice in one definition is refused', async () => {
      const store = await open()
      await expect(store.define([LOTS, { name: 'lot', indexes: {} }])).rejects.toThrow(/"lot" is defined twice/)
    })

    test('a collection that was never defined is named in the error', async () => {
      const store = await harness.open()
      try {
        await expect(store.load('lot', ['lot_1'])).rejects.toThrow(/"lot" is not defined/)
        await expect(store.commit([writeOf('lot_1', 0)])).rejects.toThrow(/"lot" is not defined/)
      } finally {
        await store.close()
      }
    })
  })

  describe('opening and closing', () => {
    test('closing and opening again keeps everything', async () => {
      const before = await open()
      const memory = adding([{ answer: 1 }], { passing: [{ answer: 2 }] })
      await before.commit([writeOf('lot_1', 0, { version: 2, document: { depotId: 'dep_1' }, memory, dueAt: at(5) })])
      await before.project([rowOf('row_1', 0, 'lot_1', 2, { town: '75011' })])
      await before.close()

      const after = await open()
      const remembered = { revision: 1, answers: [{ answer: 1 }], passing: [{ answer: 2 }] }
      expect(await after.load('lot', ['lot_1'])).toEqual([{ id: 'lot_1', version: 2, document: { depotId: 'dep_1' }, memory: remembered }])
      expect(await after.loadRows('lot-row', ['row_1'])).toMatchObject([{ version: 1, document: { town: '75011' }, sources: { lot_1: 2 } }])
      expect(await after.nextDue('lot')).toBe(at(5))
      expect(await pendingSequences(after)).toEqual({ lot_1: [1, 2] })
      expect((await after.find('lot', { where: { depotId: 'dep_1' }, limit: 5 })).items).toHaveLength(1)
    })

    test('two stores on the same data see each other at once', async () => {
      const [one, other] = [await open(), await open()]
      await one.commit([writeOf('lot_1', 0)])
      expect(await other.load('lot', ['lot_1'])).toMatchObject([{ version: 1 }])
      expect(await other.commit([writeOf('lot_1', 0), writeOf('lot_1', 1)])).toEqual(['conflict', 'done'])
      expect(await one.load('lot', ['lot_1'])).toMatchObject([{ version: 2 }])
    })

    test('an open store answers; a closed one is unavailable, and closing twice does no harm', async () => {
      const store = await open()
      await store.ping()
      await store.close()
      await store.close()
      await expect(store.ping()).rejects.toThrow(StoreUnavailable)
      await expect(store.load('lot', ['lot_1'])).rejects.toThrow(StoreUnavailable)
      await expect(store.commit([writeOf('lot_1', 0)])).rejects.toThrow(StoreUnavailable)
    })
  })
}

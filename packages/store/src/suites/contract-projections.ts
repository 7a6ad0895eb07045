import { describe, expect, test } from 'vitest'
import type { Store } from '../port.ts'
import { deletionOf, rowOf } from './samples.ts'

export function describeProjections(open: () => Promise<Store>): void {
  describe('projection rows', () => {
    test('a row is made, then moved on, and remembers how far it followed', async () => {
      const store = await open()
      expect(await store.project([rowOf('row_1', 0, 'lot_1', 1, { stock: 5 })])).toEqual(['done'])
      expect(await store.project([rowOf('row_1', 1, 'lot_1', 2, { stock: 3 })])).toEqual(['done'])
      expect(await store.loadRows('lot-row', ['row_1'])).toEqual([
        { id: 'row_1', version: 2, document: { stock: 3 }, sources: { lot_1: 2 } },
      ])
    })

    test('an event that was already applied is seen and changes nothing, however often it comes', async () => {
      const store = await open()
      await store.project([rowOf('row_1', 0, 'lot_1', 4, { stock: 5 })])
      const repeats = [
        rowOf('row_1', 1, 'lot_1', 4, { stock: 99 }),
        rowOf('row_1', 1, 'lot_1', 2, { stock: 99 }),
        rowOf('row_1', 0, 'lot_1', 4, { stock: 99 }),
      ]
      for (const repeat of repeats) expect(await store.project([repeat])).toEqual(['seen'])
      expect(await store.loadRows('lot-row', ['row_1'])).toMatchObject([{ version: 1, document: { stock: 5 }, sources: { lot_1: 4 } }])
    })

    test('a row computed from an older version is a conflict and changes nothing', async () => {
      const store = await open()
      await store.project([rowOf('row_1', 0, 'lot_1', 1), rowOf('row_2', 0, 'lot_1', 1)])
      expect(await store.project([rowOf('row_1', 0, 'lot_2', 1), rowOf('row_2', 7, 'lot_1', 2), rowOf('row_3', 1, 'lot_1', 1)])).toEqual([
        'conflict',
        'conflict',
        'conflict',
      ])
      expect(await store.loadRows('lot-row', ['row_1', 'row_2', 'row_3'])).toMatchObject([{ version: 1 }, { version: 1 }, undefined])
    })

    test("one row's conflict does not touch the others", async () => {
      const store = await open()
      await store.project([rowOf('row_1', 0, 'lot_1', 1)])
      const outcomes = await store.project([rowOf('row_2', 0, 'lot_1', 2), rowOf('row_1', 0, 'lot_1', 2), rowOf('row_3', 0, 'lot_1', 2)])
      expect(outcomes).toEqual(['done', 'conflict', 'done'])
    })

    test('a row with several sources follows each on its own', async () => {
      const store = await open()
      await store.project([rowOf('row_1', 0, 'lot_1', 7)])
      await store.project([rowOf('row_1', 1, 'lot_2', 2)])
      expect(await store.project([rowOf('row_1', 2, 'lot_2', 1)])).toEqual(['seen'])
      expect(await store.project([rowOf('row_1', 2, 'lot_1', 8)])).toEqual(['done'])
      expect((await store.loadRows('lot-row', ['row_1']))[0]?.sources).toEqual({ lot_1: 8, lot_2: 2 })
    })

    test('a deleted row keeps its sequences, so a late repeat does not bring it back', async () => {
      const store = await open()
      await store.project([rowOf('row_1', 0, 'lot_1', 1, { stock: 5 })])
      expect(await store.project([deletionOf('row_1', 1, 'lot_1', 3)])).toEqual(['done'])
      expect(await store.project([rowOf('row_1', 1, 'lot_1', 1, { stock: 5 })])).toEqual(['seen'])
      expect(await store.project([rowOf('row_1', 2, 'lot_1', 2, { stock: 4 })])).toEqual(['seen'])
      expect(await store.loadRows('lot-row', ['row_1'])).toEqual([{ id: 'row_1', version: 2, document: undefined, sources: { lot_1: 3 } }])
    })

    test('a deleted row may come back by a later event', async () => {
      const store = await open()
      await store.project([rowOf('row_1', 0, 'lot_1', 1)])
      await store.project([deletionOf('row_1', 1, 'lot_1', 2)])
      expect(await store.project([rowOf('row_1', 2, 'lot_1', 3, { town: '75011' })])).toEqual(['done'])
      expect((await store.find('lot-row', { where: { town: '75011' }, limit: 5 })).items).toMatchObject([{ id: 'row_1', version: 3 }])
    })

    test('rows load in the order asked, with a hole for what is not there', async () => {
      const store = await open()
      await store.project([rowOf('row_1', 0, 'lot_1', 1), rowOf('row_2', 0, 'lot_1', 1)])
      expect((await store.loadRows('lot-row', ['row_2', 'row_9', 'row_1'])).map((row) => row?.id)).toEqual(['row_2', undefined, 'row_1'])
      expect(await store.project([])).toEqual([])
    })
  })
}

import { describe, expect, test } from 'vitest'
import { CursorInvalid, IndexMissing, type Query, type Store } from '../port.ts'
import { deletionOf, rowOf, writeOf } from './samples.ts'

const LOTS_ON_SHELF: Readonly<Record<string, unknown>> = {
  lot_1: { depotId: 'dep_1', status: 'open', price: 10, createdAt: '2026-01-01', place: { insee: '75011' } },
  lot_2: { depotId: 'dep_1', status: 'held', price: 20, createdAt: '2026-01-03', place: { insee: '75011' } },
  lot_3: { depotId: 'dep_2', status: 'open', price: 20, createdAt: '2026-01-02', place: { insee: '93008' } },
  lot_4: { depotId: 'dep_1', status: 'open', price: null, createdAt: '2026-01-03', place: { insee: null } },
  lot_5: { depotId: 'dep_2', status: 'open', price: 5, createdAt: '2026-01-04' },
  lot_6: { depotId: 'dep_1', status: 'open', createdAt: '2026-01-01', place: {} },
}

export function describeFinding(open: () => Promise<Store>): void {
  async function shelf(): Promise<Store> {
    const store = await open()
    await store.commit(Object.entries(LOTS_ON_SHELF).map(([id, document]) => writeOf(id, 0, { document })))
    return store
  }
  const ids = async (store: Store, query: Partial<Query>) => (await store.find('lot', { limit: 50, ...query })).items.map((item) => item.id)

  describe('finding by declared indexes', () => {
    test('a found document comes with its id and version', async () => {
      const store = await shelf()
      const page = await store.find('lot', { where: { 'place.insee': '93008' }, limit: 5 })
      expect(page).toEqual({ items: [{ id: 'lot_3', version: 1, document: LOTS_ON_SHELF['lot_3'] }] })
    })

    test('without condition everything comes by id', async () => {
      const store = await shelf()
      expect(await ids(store, {})).toEqual(['lot_1', 'lot_2', 'lot_3', 'lot_4', 'lot_5', 'lot_6'])
      expect(await ids(store, { orderBy: { field: 'id', direction: 'desc' } })).toEqual([
        'lot_6',
        'lot_5',
        'lot_4',
        'lot_3',
        'lot_2',
        'lot_1',
      ])
    })

    test('equality on the first fields of an index, in whatever order they are named', async () => {
      const store = await shelf()
      expect(await ids(store, { where: { depotId: 'dep_1' } })).toEqual(['lot_1', 'lot_2', 'lot_4', 'lot_6'])
      expect(await ids(store, { where: { depotId: 'dep_1', status: 'open' } })).toEqual(['lot_1', 'lot_4', 'lot_6'])
      expect(await ids(store, { where: { status: 'held', depotId: 'dep_2' } })).toEqual([])
    })

    test('order by the field after them, ties by id in the same direction', async () => {
      const store = await shelf()
      expect(await ids(store, { where: { depotId: 'dep_1' }, orderBy: { field: 'createdAt', direction: 'asc' } })).toEqual([
        'lot_1',
        'lot_6',
        'lot_2',
        'lot_4',
      ])
      expect(await ids(store, { where: { depotId: 'dep_1' }, orderBy: { field: 'createdAt', direction: 'desc' } })).toEqual([
        'lot_4',
        'lot_2',
        'lot_6',
        'lot_1',
      ])
    })

    test('nothing and null are alike and come before everything', async () => {
      const store = await shelf()
      expect(await ids(store, { orderBy: { field: 'price', direction: 'asc' } })).toEqual([
        'lot_4',
        'lot_6',
        'lot_5',
        'lot_1',
        'lot_2',
        'lot_3',
      ])
      expect(await ids(store, { orderBy: { field: 'price', direction: 'desc' } })).toEqual([
        'lot_3',
        'lot_2',
        'lot_1',
        'lot_5',
        'lot_6',
        'lot_4',
      ])
      expect(await ids(store, { where: { price: null } })).toEqual(['lot_4', 'lot_6'])
      expect(await ids(store, { where: { 'place.insee': null } })).toEqual(['lot_4', 'lot_5', 'lot_6'])
      expect(await ids(store, { where: { price: { in: [5, null] } } })).toEqual(['lot_4', 'lot_5', 'lot_6'])
    })

    test('one of several values, still in one order', async () => {
      const store = await shelf()
      const orderBy = { field: 'createdAt', direction: 'asc' } as const
      expect(await ids(store, { where: { depotId: { in: ['dep_2', 'dep_1', 'dep_2'] } }, orderBy })).toEqual([
        'lot_1',
        'lot_6',
        'lot_3',
        'lot_2',
        'lot_4',
        'lot_5',
      ])
      expect(await ids(store, { where: { depotId: { in: [] } }, orderBy })).toEqual([])
    })

    test('a range holds its beginning and not its end, and meets no null', async () => {
      const store = await shelf()
      expect(await ids(store, { where: { price: { from: 10, below: 20 } } })).toEqual(['lot_1'])
      expect(await ids(store, { where: { price: { from: 10 } } })).toEqual(['lot_1', 'lot_2', 'lot_3'])
      expect(await ids(store, { where: { price: { below: 20 } } })).toEqual(['lot_5', 'lot_1'])
      const orderBy = { field: 'createdAt', direction: 'desc' } as const
      expect(await ids(store, { where: { depotId: 'dep_1', createdAt: { from: '2026-01-02' } }, orderBy })).toEqual(['lot_4', 'lot_2'])
    })

    test('a range of numbers meets no text, a range of texts no number', async () => {
      const store = await open()
      await store.commit([
        writeOf('lot_1', 0, { document: { price: 7 } }),
        writeOf('lot_2', 0, { document: { price: '7' } }),
        writeOf('lot_3', 0, { document: { price: '' } }),
      ])
      expect(await ids(store, { where: { price: { from: 0 } } })).toEqual(['lot_1'])
      expect(await ids(store, { where: { price: { below: 'z' } } })).toEqual(['lot_3', 'lot_2'])
    })

    test('truth values are searched and ordered, false first', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { document: { status: true } }), writeOf('lot_2', 0, { document: { status: false } })])
      expect(await ids(store, { where: { status: true } })).toEqual(['lot_1'])
      expect(await ids(store, { orderBy: { field: 'status', direction: 'asc' } })).toEqual(['lot_2', 'lot_1'])
    })

    test('a document is found where it is now and no longer where it was', async () => {
      const store = await shelf()
      await store.commit([writeOf('lot_3', 1, { document: { depotId: 'dep_9' } })])
      expect(await ids(store, { where: { depotId: 'dep_9' } })).toEqual(['lot_3'])
      expect(await ids(store, { where: { depotId: 'dep_2' } })).toEqual(['lot_5'])
    })

    test('counting follows the same rules', async () => {
      const store = await shelf()
      expect(await store.count('lot')).toBe(6)
      expect(await store.count('lot', { depotId: 'dep_1' })).toBe(4)
      expect(await store.count('lot', { depotId: { in: ['dep_1', 'dep_2'] } })).toBe(6)
      expect(await store.count('lot', { price: { from: 10 } })).toBe(3)
      expect(await store.count('lot', { price: null })).toBe(2)
      expect(await store.count('lot', { depotId: { in: [] } })).toBe(0)
      await expect(store.count('lot', { createdAt: '2026-01-01' })).rejects.toThrow(IndexMissing)
    })

    test('projection rows are found alike, and a deleted row is not', async () => {
      const store = await open()
      await store.project([
        rowOf('row_1', 0, 'lot_1', 1, { town: '75011', price: 1 }),
        rowOf('row_2', 0, 'lot_2', 1, { town: '75011', price: 2 }),
      ])
      await store.project([deletionOf('row_1', 1, 'lot_1', 2)])
      expect((await store.find('lot-row', { where: { town: '75011' }, limit: 5 })).items).toMatchObject([{ id: 'row_2', version: 1 }])
      expect((await store.find('lot-row', { limit: 5 })).items).toHaveLength(1)
      expect(await store.count('lot-row', { town: '75011' })).toBe(1)
      expect(await store.count('lot-row')).toBe(1)
    })

    test.each<[string, Partial<Query>]>([
      ['a field of no index', { where: { title: 'x' } }],
      ['a field that is not the first of an index', { where: { createdAt: '2026-01-01' } }],
      ['an order by a field that does not follow', { where: { depotId: 'dep_1' }, orderBy: { field: 'price', direction: 'asc' } }],
      ['an order on no index at all', { orderBy: { field: 'createdAt', direction: 'asc' } }],
      ['a range before the order', { where: { price: { from: 1 } }, orderBy: { field: 'id', direction: 'asc' } }],
      ['two ranges', { where: { status: 'open', depotId: { from: 'a' }, price: { from: 1 } } }],
      ["the prototype's name", { where: JSON.parse('{"__proto__": "x"}') }],
      ["an object's own method", { where: { constructor: 'x' } }],
    ])('%s is told as a missing index', async (_, query) => {
      const store = await shelf()
      await expect(store.find('lot', { limit: 5, ...query })).rejects.toThrow(IndexMissing)
    })

    test.each<[string, unknown]>([
      ['no value', undefined],
      ['an operator', { $ne: null }],
      ['a list', ['dep_1']],
      ['an operator inside a list', { in: [{ $gt: '' }] }],
      ['something that is no number', Number.NaN],
      ['a range without bounds', { from: undefined }],
      ['a range between kinds', { from: 1, below: 'z' }],
    ])('%s as a condition is refused and never widens a search', async (_, condition) => {
      const store = await shelf()
      // Deliberately outside the type: what unchecked input could bring.
      const where = { depotId: condition } as NonNullable<Query['where']>
      await expect(store.find('lot', { where, limit: 5 })).rejects.toThrow(TypeError)
      await expect(store.count('lot', where)).rejects.toThrow(TypeError)
    })

    test.each([0, -1, 1.5, Number.NaN])('a limit of %s is refused', async (limit) => {
      const store = await shelf()
      await expect(store.find('lot', { limit })).rejects.toThrow(RangeError)
    })

    test('a page mark that was not made here, or for another order, is refused', async () => {
      const store = await shelf()
      const { next } = await store.find('lot', { limit: 2 })
      const forged = Buffer.from(JSON.stringify(['id', 'asc', { $gt: '' }, 'lot_1'])).toString('base64url')
      for (const after of ['', 'x', '%%%', forged, Buffer.from('[]').toString('base64url'), Buffer.from('"id"').toString('base64url')]) {
        await expect(store.find('lot', { after, limit: 2 })).rejects.toThrow(CursorInvalid)
      }
      await expect(store.find('lot', { after: next ?? '', orderBy: { field: 'price', direction: 'asc' }, limit: 2 })).rejects.toThrow(
        CursorInvalid,
      )
    })
  })
}

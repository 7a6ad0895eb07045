import { describe, expect, test } from 'vitest'
import type { Condition, Query, Scalar, Store } from '../port.ts'
import { roundsOf, type StoreHarness } from './harness.ts'
import { type Random, randomFrom, withSeeds } from './random.ts'
import { writeOf } from './samples.ts'

interface Shelved {
  readonly id: string
  readonly document: Readonly<Record<'depotId' | 'createdAt' | 'status' | 'price', Scalar>>
}

export function describePaging(open: () => Promise<Store>, harness: StoreHarness): void {
  describe('paging', () => {
    test('pages follow each other over ties without repeating or leaving out anything, both ways', async () => {
      const store = await open()
      const ids = Array.from({ length: 30 }, (_, number) => `lot_${String(number).padStart(2, '0')}`)
      await store.commit(
        ids.map((id, number) => writeOf(id, 0, { document: { depotId: 'dep_1', createdAt: `2026-01-0${1 + (number % 2)}` } })),
      )
      const even = ids.filter((_, number) => number % 2 === 0)
      const odd = ids.filter((_, number) => number % 2 === 1)
      for (const limit of [1, 4, 7, 15, 29, 30, 31]) {
        const asc = await pages(store, { where: { depotId: 'dep_1' }, orderBy: { field: 'createdAt', direction: 'asc' }, limit })
        expect(asc).toEqual([...even, ...odd])
        const desc = await pages(store, { where: { depotId: 'dep_1' }, orderBy: { field: 'createdAt', direction: 'desc' }, limit })
        expect(desc).toEqual([...even, ...odd].reverse())
      }
    })

    test('the last page has no next, even when it is full', async () => {
      const store = await open()
      await store.commit(['lot_1', 'lot_2'].map((id) => writeOf(id, 0)))
      expect((await store.find('lot', { limit: 2 })).next).toBeUndefined()
      expect((await store.find('lot', { limit: 1 })).next).toBeTypeOf('string')
    })

    test('what is written before the mark while somebody pages does not shift the pages', async () => {
      const store = await open()
      await store.commit(['lot_2', 'lot_4', 'lot_6', 'lot_8'].map((id) => writeOf(id, 0)))
      const first = await store.find('lot', { limit: 2 })
      await store.commit(['lot_1', 'lot_3', 'lot_7'].map((id) => writeOf(id, 0)))
      const second = await store.find('lot', { limit: 5, after: first.next ?? '' })
      expect(second.items.map((item) => item.id)).toEqual(['lot_6', 'lot_7', 'lot_8'])
    })

    test('a page mark leads nowhere that the range does not, even if the range has moved since', async () => {
      const store = await open()
      const prices = [10, 20, 30, 40, 50]
      await store.commit(prices.map((price) => writeOf(`lot_${price}`, 0, { document: { price } })))
      for (const direction of ['asc', 'desc'] as const) {
        const orderBy = { field: 'price', direction }
        const inOrder = direction === 'asc' ? prices : prices.toReversed()
        for (let read = 1; read <= 4; read += 1) {
          const { next } = await store.find('lot', { orderBy, limit: read })
          const page = await store.find('lot', { where: { price: { from: 20, below: 50 } }, orderBy, limit: 9, after: next ?? '' })
          const expected = inOrder.slice(read).filter((price) => price >= 20 && price < 50)
          expect(page.items.map((item) => item.id)).toEqual(expected.map((price) => `lot_${price}`))
        }
      }
    })

    test('any shelf, any question: the pages together are what a plain look through everything gives', async () => {
      const store = await open()
      const shelf: Shelved[] = []
      await withSeeds(roundsOf(harness, 60), async (seed) => {
        const random = randomFrom(seed)
        // Questions are asked on a shelf that grows, so its size varies with the rounds.
        const arrived = Array.from({ length: random.below(12) }, (_, number) =>
          randomLot(random, `lot_${shelf.length}_${number}_${random.one(['a', 'é', '𝛑', '￼'])}`),
        )
        await store.commit(arrived.map(({ id, document }) => writeOf(id, 0, { document })))
        shelf.push(...arrived)
        for (let question = 0; question < 6; question += 1) {
          const query = randomQuery(random)
          const expected = lookThrough(shelf, query)
          expect(await pages(store, query), JSON.stringify(query)).toEqual(expected)
          if (query.orderBy === undefined) expect(await store.count('lot', query.where), JSON.stringify(query)).toBe(expected.length)
        }
      })
    }, 120_000)
  })
}

const MORE_THAN_ANY_SHELF = 10_000

async function pages(store: Store, query: Query): Promise<readonly string[]> {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = await store.find('lot', { ...query, ...(after === undefined ? {} : { after }) })
    ids.push(...page.items.map((item) => item.id))
    if (page.items.length > query.limit) throw new Error(`a page of ${page.items.length}, asked ${query.limit}`)
    if (ids.length > MORE_THAN_ANY_SHELF) throw new Error('paging does not come to an end')
    after = page.next
  } while (after !== undefined)
  return ids
}

const DEPOTS: readonly [Scalar, ...Scalar[]] = ['dep_1', 'dep_2', 'dep_é', null]
const STATUSES: readonly [Scalar, ...Scalar[]] = ['open', 'held', null]
const PRICES: readonly [Scalar, ...Scalar[]] = [0, 5, -3, 2.5, 1_000_000, 'free', '', null]
const DAYS: readonly [Scalar, ...Scalar[]] = ['2026-01-01', '2026-01-02', '2026-01-03', null]

function randomLot(random: Random, id: string): Shelved {
  return {
    id,
    document: { depotId: random.one(DEPOTS), createdAt: random.one(DAYS), status: random.one(STATUSES), price: random.one(PRICES) },
  }
}

function randomQuery(random: Random): Query {
  const several = (values: readonly [Scalar, ...Scalar[]]): Condition =>
    random.below(2) === 0 ? random.one(values) : { in: random.some(values, random.below(values.length + 1)) }
  const direction = random.one(['asc', 'desc'])
  const limit = 1 + random.below(9)
  const day = { from: '2026-01-02', ...(random.below(2) === 0 ? { below: '2026-01-03' } : {}) }
  const status = several(STATUSES)
  const depotId = several(DEPOTS)
  const inStock = { from: 0, ...(random.below(2) === 0 ? { below: 1_000 } : {}) }
  return random.one<Query>([
    { limit },
    { limit, where: { depotId } },
    { limit, where: { status, depotId } },
    { limit, where: { status, depotId, price: several(PRICES) } },
    { limit, where: { depotId, createdAt: day } },
    { limit, where: { status, depotId, price: inStock } },
    { limit, where: { price: { below: 'zzz' } } },
    { limit, where: { price: { below: 6 } } },
    { limit, orderBy: { field: 'id', direction } },
    { limit, orderBy: { field: 'price', direction } },
    { limit, orderBy: { field: 'status', direction } },
    { limit, where: { status }, orderBy: { field: 'status', direction } },
    { limit, where: { status }, orderBy: { field: 'depotId', direction } },
    { limit, where: { depotId }, orderBy: { field: 'createdAt', direction } },
    { limit, where: { depotId }, orderBy: { field: 'id', direction } },
    { limit, where: { depotId, createdAt: day }, orderBy: { field: 'createdAt', direction } },
    { limit, where: { status, depotId }, orderBy: { field: 'price', direction } },
    { limit, where: { price: inStock }, orderBy: { field: 'price', direction } },
  ])
}

/** The same question answered without any index. */
function lookThrough(shelf: readonly Shelved[], { where = {}, orderBy }: Query): readonly string[] {
  const range = Object.entries(where).find(([, condition]) => typeof condition === 'object' && condition !== null && !('in' in condition))
  const { field, direction } = orderBy ?? { field: range?.[0] ?? 'id', direction: 'asc' }
  // The questions above name these fields and no others.
  const valueAt = ({ id, document }: Shelved, path: string): Scalar => (path === 'id' ? id : document[path as keyof Shelved['document']])
  const found = shelf.filter((lot) => Object.entries(where).every(([path, condition]) => meets(valueAt(lot, path), condition)))
  const sorted = found.sort((a, b) => compare(valueAt(a, field), valueAt(b, field)) || compare(a.id, b.id))
  return (direction === 'asc' ? sorted : sorted.reverse()).map((lot) => lot.id)
}

function meets(value: Scalar, condition: Condition): boolean {
  if (typeof condition !== 'object' || condition === null) return value === condition
  if ('in' in condition) return condition.in.includes(value)
  const kind = typeof (condition.from ?? condition.below)
  if (typeof value !== kind) return false
  return (
    (condition.from === undefined || compare(value, condition.from) >= 0) &&
    (condition.below === undefined || compare(value, condition.below) < 0)
  )
}

function compare(a: Scalar, b: Scalar): number {
  const kinds = ['object', 'number', 'string']
  if (typeof a !== typeof b) return kinds.indexOf(typeof a) - kinds.indexOf(typeof b)
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return Number(a) - Number(b)
}

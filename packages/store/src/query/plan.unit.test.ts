import { describe, expect, test } from 'vitest'
import type { CollectionDefinition, Query } from '../port.ts'
import { planQuery } from './plan.ts'

const LOT: CollectionDefinition = {
  name: 'lot',
  indexes: { byStatusDepotPrice: ['status', 'depotId', 'price'], byStatus: ['status'], byDepotCreated: ['depotId', 'createdAt'] },
}

describe('choosing the index that serves a question', () => {
  test.each<[string, Query['where'], Query['orderBy'], string | undefined]>([
    ['nothing asked: the primary key', undefined, undefined, undefined],
    ['by id: the primary key', {}, { field: 'id', direction: 'desc' }, undefined],
    ['the shortest that begins with the field', { status: 'open' }, undefined, 'byStatus'],
    ['the one that goes on with the order', { status: 'open' }, { field: 'depotId', direction: 'asc' }, 'byStatusDepotPrice'],
    [
      'equality in any order, then the range',
      { depotId: 'd', status: { in: ['a', 'b'] }, price: { from: 1 } },
      undefined,
      'byStatusDepotPrice',
    ],
    ['an order by a field that is compared for equality', { depotId: 'd' }, { field: 'depotId', direction: 'asc' }, 'byDepotCreated'],
    ['an order alone', undefined, { field: 'depotId', direction: 'desc' }, 'byDepotCreated'],
  ])('%s', (_, where, orderBy, index) => {
    expect(planQuery(LOT, where, orderBy).index).toBe(index)
  })

  test('a missing index says what was wanted, what is there and what to declare', () => {
    expect(() => planQuery(LOT, { price: 3 }, { field: 'createdAt', direction: 'asc' })).toThrow(
      'no index of "lot" serves price, then createdAt; declared: byStatusDepotPrice(status, depotId, price); byStatus(status); byDepotCreated(depotId, createdAt). Declare one that begins with the fields compared for equality, followed by the one field of the range and order',
    )
  })
})

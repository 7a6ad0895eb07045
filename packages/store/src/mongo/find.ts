import type { FindOptions } from 'mongodb'
import type { Scalar, Store } from '../port.ts'
import { decodeCursor, encodeCursor, type Position } from '../query/cursor.ts'
import { checkLimit } from '../query/limit.ts'
import { planQuery, type QueryPlan } from '../query/plan.ts'
import { type Collection, type Collections, indexName, pathOf, type Stored } from './collections.ts'
import type { Connection } from './connection.ts'
import { conditionsOf, stretchesOf } from './stretches.ts'
import { originalValue } from './values.ts'

/** Every search names the index it runs on, so it either runs on it or fails; nothing ever scans. */
export function finderOf(connection: Connection, collections: Collections): Pick<Store, 'find' | 'count'> {
  async function documentsOf(collection: Collection, plan: QueryPlan, after: Position | undefined, limit: number) {
    const direction = plan.order.direction === 'asc' ? 1 : -1
    const path = pathOf(plan.order.field)
    const options: FindOptions = {
      projection: { version: 1, document: 1 },
      sort: { ...(path === '_id' ? {} : { [path]: direction }), _id: direction },
      hint: indexName(collection, plan.index),
    }
    const conditions = conditionsOf(plan)
    const found: Stored[] = []
    for (const stretch of stretchesOf(plan, after)) {
      const filter = { $and: [...conditions, stretch] }
      found.push(...(await collection.documents.find(filter, { ...options, limit: limit - found.length }).toArray()))
      if (found.length === limit) break
    }
    return found
  }

  return {
    async find(name, query) {
      checkLimit(query.limit)
      const collection = collections.get(name)
      const plan = planQuery(collection.definition, query.where, query.orderBy)
      const after = query.after === undefined ? undefined : decodeCursor(plan.order, query.after)
      if (asksForNothing(plan)) return { items: [] }
      // One more than asked tells whether there is a next page.
      const found = await connection.attempt(() => documentsOf(collection, plan, after, query.limit + 1))
      const items = found
        .slice(0, query.limit)
        .map(({ _id, version, document }) => ({ id: _id, version, document: originalValue(document) }))
      const last = items.at(-1)
      if (found.length <= query.limit || last === undefined) return { items }
      return { items, next: encodeCursor(plan.order, { value: orderValue(plan, last, name), id: last.id }) }
    },

    async count(name, where) {
      const collection = collections.get(name)
      const plan = planQuery(collection.definition, where, undefined)
      if (asksForNothing(plan)) return 0
      const hint = indexName(collection, plan.index)
      return connection.attempt(() => collection.documents.countDocuments({ $and: [...conditionsOf(plan)] }, { hint }))
    },
  }
}

const asksForNothing = ({ equalities }: QueryPlan) => equalities.some(({ anyOf }) => anyOf.length === 0)

function orderValue({ order }: QueryPlan, item: { readonly id: string; readonly document: unknown }, collection: string): Scalar {
  if (order.field === 'id') return item.id
  let value: unknown = item.document
  for (const step of order.field.split('.')) {
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined
  }
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new TypeError(`${collection} ${item.id}: "${order.field}" holds a list or an object: a field of an index holds one value`)
}

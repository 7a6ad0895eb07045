import type { Scalar, Store } from '../port.ts'
import { decodeCursor, encodeCursor, type Position } from '../query/cursor.ts'
import { checkLimit } from '../query/limit.ts'
import { planQuery, type QueryPlan } from '../query/plan.ts'
import { type Collection, type Collections, quotedIndex } from './collections.ts'
import type { Connection } from './connection.ts'
import { inOrder } from './engine-order.ts'
import { jsonValue } from './json.ts'
import { fieldSql } from './maintained.ts'
import { allOf, lanesOf, stretchesOf } from './stretches.ts'

type FoundRow = readonly [id: string, version: number, document: string, orderValue: Scalar]

/**
 * Every statement names the index it runs on, so it either runs on it or fails; nothing ever scans. `in` lists (lanes)
 * and page marks (stretches) are split into searches that are each one piece of the index.
 */
export function finderOf(connection: Connection, collections: Collections): Pick<Store, 'find' | 'count'> {
  const { file, statement } = connection

  function rowsOf(collection: Collection, plan: QueryPlan, after: Position | undefined, limit: number): readonly FoundRow[] {
    const select = `SELECT id, version, document, ${fieldSql(plan.order.field)} FROM ${sourceOf(collection, plan)}`
    const lanes = lanesOf(plan)
    const stretches = stretchesOf(plan, after)
    const rows: FoundRow[] = []
    for (const lane of lanes) {
      let wanted = limit
      for (const stretch of stretches) {
        const where = allOf([lane, stretch])
        const sql = `${select} WHERE ${where.sql} ORDER BY ${stretch.orderBy} LIMIT ?`
        // The columns of the select, which the engine's types do not know.
        const found = statement(sql).all(...where.values, wanted) as unknown as readonly FoundRow[]
        rows.push(...found)
        wanted -= found.length
        if (wanted === 0) break
      }
    }
    if (lanes.length === 1) return rows
    return rows.sort((a, b) => inOrder(plan.order.direction, [a[3], a[0]], [b[3], b[0]])).slice(0, limit)
  }

  function countOf(collection: Collection, plan: QueryPlan): number {
    let count = 0
    for (const lane of lanesOf(plan)) {
      for (const stretch of stretchesOf(plan, undefined)) {
        const where = allOf([lane, stretch])
        const row = statement(`SELECT count(*) FROM ${sourceOf(collection, plan)} WHERE ${where.sql}`).get(...where.values)
        // One column, always there.
        count += (row as unknown as readonly [number])[0]
      }
    }
    return count
  }

  return {
    async find(name, query) {
      checkLimit(query.limit)
      const collection = collections.get(name)
      const plan = planQuery(collection.definition, query.where, query.orderBy)
      const after = query.after === undefined ? undefined : decodeCursor(plan.order, query.after)
      // One more than asked tells whether there is a next page.
      const rows = await connection.read(() => rowsOf(collection, plan, after, query.limit + 1))
      const items = rows
        .slice(0, query.limit)
        .map(([id, version, document]) => ({ id, version, document: jsonValue(document, file, `${name} ${id}`) }))
      const last = rows[query.limit - 1]
      if (rows.length <= query.limit || last === undefined) return { items }
      return { items, next: encodeCursor(plan.order, { value: last[3], id: last[0] }) }
    },

    async count(name, where) {
      const collection = collections.get(name)
      const plan = planQuery(collection.definition, where, undefined)
      return connection.read(() => countOf(collection, plan))
    },
  }
}

function sourceOf(collection: Collection, plan: QueryPlan): string {
  return plan.index === undefined ? collection.table : `${collection.table} INDEXED BY ${quotedIndex(collection, plan.index)}`
}

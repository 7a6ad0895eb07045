import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Query } from '../port.ts'
import { LOTS } from '../suites/harness.ts'
import { writeOf } from '../suites/samples.ts'
import { aggregatesOf } from './aggregates.ts'
import { collectionsOf } from './collections.ts'
import type { Connection } from './connection.ts'
import { finderOf } from './find.ts'
import { openFile } from './open-file.ts'

describe('searches on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'filature-find-'))
  const asked = new Set<string>()
  let connection: Connection
  let finder: ReturnType<typeof finderOf>

  beforeAll(async () => {
    connection = await openFile(join(folder, 'lots.sqlite'), 1_000)
    const collections = collectionsOf(connection)
    await collections.define([LOTS])
    const documents = Array.from({ length: 300 }, (_, number) => ({
      depotId: `dep_${number % 3}`,
      createdAt: number % 7 === 0 ? null : `2026-01-0${1 + (number % 5)}`,
      status: number % 2 === 0 ? 'open' : null,
      price: number % 11,
    }))
    await aggregatesOf(connection, collections).commit(documents.map((document, number) => writeOf(`lot_${number}`, 0, { document })))
    const listening: Connection = {
      ...connection,
      statement(sql) {
        asked.add(sql)
        return connection.statement(sql)
      },
    }
    finder = finderOf(listening, collections)
  })

  afterAll(() => {
    connection.close()
    rmSync(folder, { recursive: true })
  })

  const questions: readonly Omit<Query, 'limit'>[] = [
    {},
    { where: { depotId: 'dep_1' }, orderBy: { field: 'createdAt', direction: 'asc' } },
    { where: { depotId: 'dep_1' }, orderBy: { field: 'createdAt', direction: 'desc' } },
    { where: { depotId: { in: ['dep_1', 'dep_2'] } }, orderBy: { field: 'createdAt', direction: 'desc' } },
    { where: { depotId: 'dep_1', createdAt: { from: '2026-01-02', below: '2026-01-04' } } },
    { where: { status: 'open', depotId: 'dep_1', price: { from: 3 } }, orderBy: { field: 'price', direction: 'desc' } },
    { where: { status: null, depotId: 'dep_1', price: 4 } },
    { where: { price: 4 }, orderBy: { field: 'price', direction: 'desc' } },
    { orderBy: { field: 'price', direction: 'desc' } },
    { orderBy: { field: 'price', direction: 'asc' } },
  ]

  test.each(questions)('%j reads a piece of an index and sorts nothing, on every page', async (question) => {
    asked.clear()
    let after: string | undefined
    do {
      const page = await finder.find('lot', { ...question, limit: 7, ...(after === undefined ? {} : { after }) })
      after = page.next
    } while (after !== undefined)
    expect(asked.size).toBeGreaterThan(0)
    for (const sql of asked) {
      const steps = connection
        .statement(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => Object.values(row).at(-1))
      expect(steps, sql).toEqual([expect.stringMatching(/^(SEARCH|SCAN) \S+ USING INDEX/)])
    }
  })

  test('more combinations than anybody needs are refused', async () => {
    const many = Array.from({ length: 40 }, (_, number) => `x${number}`)
    await expect(finder.find('lot', { where: { status: { in: many }, depotId: { in: many } }, limit: 5 })).rejects.toThrow(/fewer values/)
  })
})

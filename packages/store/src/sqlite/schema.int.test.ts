import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CollectionDefinition, Store } from '../port.ts'
import { LOT_ROWS, LOTS } from '../suites/harness.ts'
import { adding, at, checkOf, eventOf, rowOf, writeOf } from '../suites/samples.ts'
import { openSqliteStore } from './store.ts'

/** As the first version of the program made it. */
const VERSION_1 = `
  CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    subject TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    event TEXT NOT NULL
  );
  CREATE TABLE "doc_lot" (id TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL, due_at TEXT, document TEXT, memory TEXT, sources TEXT);
  CREATE INDEX "doc_lot:byDepot" ON "doc_lot" (json_extract(document, '$.depotId'), id) WHERE document IS NOT NULL;
  CREATE TABLE "doc_lot-row" (id TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL, due_at TEXT, document TEXT, memory TEXT, sources TEXT);
  PRAGMA application_id = 1179208769;
  PRAGMA user_version = 1;
`

describe('a file of the first version', () => {
  let folder = ''
  let store: Store

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'filature-schema-'))
    const file = join(folder, 'market.sqlite')
    const before = new DatabaseSync(file)
    before.exec(VERSION_1)
    const lot = before.prepare('INSERT INTO doc_lot (id, version, due_at, document, memory) VALUES (?, ?, ?, ?, ?)')
    lot.run('lot_1', 3, at(5), '{"depotId":"dep_1"}', '[{"k":"a"},{"k":"b"}]')
    lot.run('lot_2', 1, null, '{"depotId":"dep_1"}', 'null')
    lot.run('lot_3', 1, null, '{"depotId":"dep_2"}', null)
    before
      .prepare('INSERT INTO "doc_lot-row" (id, version, document, sources) VALUES (?, ?, ?, ?)')
      .run('row_1', 1, '{"a":1}', '{"lot_1":2}')
    const event = before.prepare("INSERT INTO outbox (collection, subject, sequence, event) VALUES ('lot', 'lot_1', ?, ?)")
    event.run(3, JSON.stringify(eventOf('lot_1', 3)))
    before.close()
    store = await openSqliteStore({ file })
    await store.define([LOTS, LOT_ROWS])
  })
  afterEach(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })

  test('is taken over with its documents, what they remember, their timers, rows and unpublished events', async () => {
    expect(await store.load('lot', ['lot_1', 'lot_2', 'lot_3'])).toEqual([
      { id: 'lot_1', version: 3, document: { depotId: 'dep_1' }, memory: { revision: 2, answers: [{ k: 'a' }, { k: 'b' }], passing: [] } },
      { id: 'lot_2', version: 1, document: { depotId: 'dep_1' }, memory: { revision: 0, answers: [], passing: [] } },
      { id: 'lot_3', version: 1, document: { depotId: 'dep_2' }, memory: { revision: 0, answers: [], passing: [] } },
    ])
    expect(await store.nextDue('lot')).toBe(at(5))
    expect(await store.count('lot', { depotId: 'dep_1' })).toBe(2)
    expect(await store.pending(5)).toMatchObject([{ subject: 'lot_1', events: [{ sequence: 3 }] }])
    expect(await store.project([rowOf('row_1', 1, 'lot_1', 2), rowOf('row_2', 0, 'lot_1', 2)])).toEqual(['seen', 'done'])
  })

  test('is written on like any other', async () => {
    expect(await store.commit([checkOf('lot_1', 3, 2), writeOf('lot_2', 1, { memory: adding(['c']) })])).toEqual(['done', 'done'])
    expect(await store.commit([writeOf('lot_1', 3, { expectedRevision: 2, memory: adding([{ k: 'c' }]) })])).toEqual(['done'])
    expect((await store.load('lot', ['lot_1', 'lot_2'])).map((found) => found?.memory.answers)).toEqual([
      [{ k: 'a' }, { k: 'b' }, { k: 'c' }],
      ['c'],
    ])
  })
})

describe('columns of declared fields', () => {
  let folder = ''
  let file = ''

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'filature-fields-'))
    file = join(folder, 'market.sqlite')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const FAMILIES = { name: 'lot', indexes: { byFamily: ['family'] } }

  test('are right for a store whose program does not know of the field', async () => {
    const knowing = await openSqliteStore({ file })
    const other = await openSqliteStore({ file })
    await other.define([{ name: 'lot', indexes: {} }])
    await knowing.define([FAMILIES])
    await other.commit([writeOf('lot_1', 0, { document: { family: 'wood' } }), writeOf('lot_2', 0, { document: { family: 'brick' } })])
    await other.commit([writeOf('lot_1', 1, { document: { family: 'brick' } })])
    expect(await knowing.count('lot', { family: 'brick' })).toBe(2)
    expect(await knowing.count('lot', { family: 'wood' })).toBe(0)
    await Promise.all([knowing.close(), other.close()])
  })

  test('are made right when a field is declared again that nobody kept meanwhile', async () => {
    const store = await openSqliteStore({ file })
    await store.define([FAMILIES])
    await store.commit([writeOf('lot_1', 0, { document: { family: 'wood' } })])
    await store.define([{ name: 'lot', indexes: {} }])
    await store.commit([writeOf('lot_1', 1, { document: { family: 'brick' } })])
    await store.define([FAMILIES])
    expect(await store.count('lot', { family: 'brick' })).toBe(1)
    await store.close()
  })

  test('spare their indexes when what changes is something else', async () => {
    const { indexes } = LOTS
    expect(Object.keys(indexes).length).toBeGreaterThan(2)
    expect(await bytesOfChange(indexes, { note: 'after' })).toBe(await bytesOfChange({}, { note: 'after' }))
    expect(await bytesOfChange(indexes, { depotId: 'dep_new' })).toBeGreaterThan(await bytesOfChange({}, { depotId: 'dep_new' }))
  })

  /** What one change of one of many documents adds to the write-ahead log. */
  async function bytesOfChange(indexes: CollectionDefinition['indexes'], change: object): Promise<number> {
    const place = join(mkdtempSync(join(folder, 'change-')), 'market.sqlite')
    const store = await openSqliteStore({ file: place })
    await store.define([{ name: 'lot', indexes }])
    const documentOf = (at: number) => ({ depotId: `dep_${at % 7}`, createdAt: `2026-01-${at}`, note: 'before', filling: 'x'.repeat(900) })
    await store.commit(Array.from({ length: 400 }, (_, at) => writeOf(`lot_${at}`, 0, { document: documentOf(at), events: [] })))
    const beside = new DatabaseSync(place)
    beside.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    expect(await store.commit([writeOf('lot_200', 1, { document: { ...documentOf(200), ...change }, events: [] })])).toEqual(['done'])
    const { size } = statSync(`${place}-wal`)
    beside.close()
    await store.close()
    return size
  }
})

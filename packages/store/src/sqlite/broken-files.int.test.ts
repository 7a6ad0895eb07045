import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreCorrupt, StoreUnavailable } from '../port.ts'
import { LOT_ROWS, LOTS } from '../suites/harness.ts'
import { adding, rowOf, writeOf } from '../suites/samples.ts'
import { openSqliteStore } from './store.ts'

describe('a file or folder that cannot be used is told in words', () => {
  let folder = ''
  let file = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'filature-broken-'))
    file = join(folder, 'market.sqlite')
  })
  afterEach(() => {
    chmodSync(folder, 0o755)
    rmSync(folder, { recursive: true })
  })

  const openError = () =>
    openSqliteStore({ file }).then(
      (store) => store.close(),
      (error: unknown) => error,
    )

  async function writtenStore(): Promise<void> {
    const store = await openSqliteStore({ file })
    await store.define([LOTS, LOT_ROWS])
    await store.commit(
      Array.from({ length: 200 }, (_, number) =>
        writeOf(`lot_${number}`, 0, { document: { depotId: 'dep_1', text: 'x'.repeat(500) }, memory: adding([number]) }),
      ),
    )
    await store.project([rowOf('row_1', 0, 'lot_1', 1)])
    await store.close()
  }

  function change(sql: string): void {
    const database = new DatabaseSync(file)
    database.exec(sql)
    database.close()
  }

  test('a missing folder is made', async () => {
    file = join(folder, 'not', 'yet', 'there', 'market.sqlite')
    await (await openSqliteStore({ file })).close()
    expect(statSync(file).isFile()).toBe(true)
  })

  test('an empty file is a new store', async () => {
    writeFileSync(file, '')
    await (await openSqliteStore({ file })).close()
  })

  test.each([
    ['a short text', 'hello'],
    ['a long text', 'Solives en chêne, 4 m. '.repeat(2_000)],
  ])('%s in place of the file', async (_, text) => {
    writeFileSync(file, text)
    const error = await openError()
    expect(error).toBeInstanceOf(StoreCorrupt)
    expect(String(error)).toContain(file)
    expect(String(error)).toMatch(/not a database file.*backup/)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test("another program's database is refused and left as it was", async () => {
    change('CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES (1)')
    const before = readFileSync(file)
    const error = await openError()
    expect(error).toBeInstanceOf(StoreCorrupt)
    expect(String(error)).toMatch(/database of another program/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('a file of a newer version is refused, with both numbers', async () => {
    await writtenStore()
    change('PRAGMA user_version = 7')
    const error = await openError()
    expect(error).toBeInstanceOf(StoreCorrupt)
    expect(String(error)).toMatch(/newer version.*schema 7.*up to 2/)
  })

  test('damage behind an intact beginning is told when it is met, by every method', async () => {
    await writtenStore()
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0xaa, 18 * 4096))
    const store = await openSqliteStore({ file })
    await store.define([LOTS, LOT_ROWS])
    for (const meeting of [
      () => store.load('lot', ['lot_100']),
      () => store.find('lot', { where: { depotId: 'dep_1' }, limit: 5 }),
      () => store.commit([writeOf('lot_150', 1)]),
      () => store.pending(10),
    ]) {
      const error = await meeting().catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(StoreCorrupt)
      expect(String(error)).toContain(`${file} is damaged`)
    }
    await store.close()
  })

  test('a document that is no JSON is named', async () => {
    await writtenStore()
    change(`UPDATE remembered SET answers = '[{"a":' WHERE id = 'lot_5'; UPDATE outbox SET event = 'x'`)
    const store = await openSqliteStore({ file })
    await store.define([LOTS])
    await expect(store.load('lot', ['lot_4', 'lot_5'])).rejects.toThrow(/market\.sqlite: lot lot_5 does not hold JSON/)
    await expect(store.pending(1)).rejects.toThrow(StoreCorrupt)
    await store.close()
  })

  test('a file where the folder should be', async () => {
    writeFileSync(join(folder, 'data'), '')
    file = join(folder, 'data', 'market.sqlite')
    const error = await openError()
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(String(error)).toContain(`the folder ${dirname(file)} cannot be made`)
  })

  test('a folder where the file should be', async () => {
    mkdirSync(file)
    const error = await openError()
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(String(error)).toContain(`${file} cannot be written`)
  })

  test('a folder that may only be read: without a file, with one, and for a folder inside it', async () => {
    chmodSync(folder, 0o555)
    const fresh = await unprivileged(openError)
    chmodSync(folder, 0o755)
    await writtenStore()
    chmodSync(folder, 0o555)
    const existing = await unprivileged(openError)
    chmodSync(file, 0o666)
    const writable = await unprivileged(openError)
    for (const error of [fresh, existing, writable]) {
      expect(error).toBeInstanceOf(StoreUnavailable)
      expect(String(error)).toContain(`${file} cannot be written`)
      expect(String(error)).toContain(`its folder ${folder}`)
    }
    file = join(folder, 'deeper', 'market.sqlite')
    const nested = await unprivileged(openError)
    expect(nested).toBeInstanceOf(StoreUnavailable)
    expect(String(nested)).toContain(`the folder ${dirname(file)} cannot be made`)
  })

  test('a file that vanished while open fails the readiness check', async () => {
    const store = await openSqliteStore({ file })
    await store.ping()
    unlinkSync(file)
    await expect(store.ping()).rejects.toThrow(StoreUnavailable)
    await expect(store.ping()).rejects.toThrow(/removed or replaced/)
    await store.close()
  })
})

/** Rights do not bind root, which is who runs many a container: for the length of `work` this process is somebody else. */
async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work()
  process.seteuid?.(65_534)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

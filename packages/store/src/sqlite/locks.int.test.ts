import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../port.ts'
import { LOTS } from '../suites/harness.ts'
import { writeOf } from '../suites/samples.ts'
import { openSqliteStore } from './store.ts'

describe('a file that somebody else is writing', () => {
  let folder = ''
  let file = ''
  let other: DatabaseSync

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'filature-locks-'))
    file = join(folder, 'store.sqlite')
    await (await openSqliteStore({ file })).close()
    other = new DatabaseSync(file)
  })
  afterEach(() => {
    other.close()
    rmSync(folder, { recursive: true })
  })

  test('a write waits for its turn without stopping the rest of the process, and reads do not wait', async () => {
    const store = await openSqliteStore({ file })
    await store.define([LOTS])
    other.exec('BEGIN IMMEDIATE')
    let settled = false
    const commit = store.commit([writeOf('lot_1', 0)]).finally(() => {
      settled = true
    })
    // The process keeps turning while the write waits.
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
    expect(await store.load('lot', ['lot_1'])).toEqual([undefined])
    expect(settled).toBe(false)
    other.exec('COMMIT')
    expect(await commit).toEqual(['done'])
    await store.close()
  })

  test('a lock that outlasts the patience is told as unavailable, and the same call succeeds later', async () => {
    const store = await openSqliteStore({ file, busyTimeoutMs: 60 })
    await store.define([LOTS])
    other.exec('BEGIN IMMEDIATE')
    const refused = await store.commit([writeOf('lot_1', 0)]).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(StoreUnavailable)
    expect(String(refused)).toContain(`${file} has been locked by another process for 60 ms`)
    await expect(store.published([{ collection: 'lot', subject: 'lot_1', upTo: 1 }])).rejects.toThrow(StoreUnavailable)
    other.exec('COMMIT')
    expect(await store.commit([writeOf('lot_1', 0)])).toEqual(['done'])
    await store.close()
  })

  test('a write still waiting when the store is closed is told so', async () => {
    const store = await openSqliteStore({ file })
    await store.define([LOTS])
    other.exec('BEGIN IMMEDIATE')
    const commit = store.commit([writeOf('lot_1', 0)])
    const told = expect(commit).rejects.toThrow(/was closed/)
    await store.close()
    await told
  })

  test('a file that is locked while it is opened is waited for, then told', async () => {
    other.exec('BEGIN IMMEDIATE')
    await expect(openSqliteStore({ file, busyTimeoutMs: 60 })).rejects.toThrow(/locked by another process/)
    const opening = openSqliteStore({ file })
    other.exec('COMMIT')
    await (await opening).close()
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connection, Survives } from './connection.ts'
import { openFile } from './open-file.ts'

/** https://www.sqlite.org/pragma.html#pragma_synchronous */
const NORMAL = 1
const FULL = 2

describe('what a transaction waits for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'filature-connection-'))
  let connection: Connection
  const pragma = (name: string) => Object.values(connection.statement(`PRAGMA ${name}`).get() ?? {})[0]

  beforeAll(async () => {
    connection = await openFile(join(folder, 'store.sqlite'), 1_000)
  })
  afterAll(() => {
    connection.close()
    rmSync(folder, { recursive: true })
  })

  test('a commit waits for the disk, also right after a mark that did not', async () => {
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(FULL)
    expect(await connection.write('power-loss', () => pragma('synchronous'))).toBe(FULL)
    expect(await connection.write('process-end', () => pragma('synchronous'))).toBe(NORMAL)
    expect(await connection.write('power-loss', () => pragma('synchronous'))).toBe(FULL)
  })

  test('work that would be done again spares the disk, and what comes after it waits as ever', async () => {
    let most: Survives = 'process-end'
    const hurried = await openFile(join(folder, 'hurried.sqlite'), 1_000, () => most)
    const level = () => Object.values(hurried.statement('PRAGMA synchronous').get() ?? {})[0]
    expect(await hurried.write('power-loss', level)).toBe(NORMAL)
    most = 'power-loss'
    expect(await hurried.write('process-end', level)).toBe(NORMAL)
    expect(await hurried.write('power-loss', level)).toBe(FULL)
    hurried.close()
  })

  test('a job that throws leaves nothing behind and the connection usable', async () => {
    const mark = "INSERT INTO outbox (collection, subject, sequence, event) VALUES ('lot', 'lot_1', 1, '{}')"
    const job = () => {
      connection.statement(mark).run()
      throw new RangeError('stopped')
    }
    await expect(connection.write('power-loss', job)).rejects.toThrow(RangeError)
    await expect(connection.write('process-end', job)).rejects.toThrow(RangeError)
    expect(await connection.read(() => connection.statement('SELECT count(*) FROM outbox').get())).toEqual([0])
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../port.ts'
import type { Connection, Survives } from './connection.ts'
import { openFile } from './open-file.ts'

/** https://www.sqlite.org/pragma.html#pragma_synchronous: the engine leaves the waiting to us. */
const NORMAL = 1

describe('what a transaction waits for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'filature-connection-'))
  let connection: Connection

  beforeAll(async () => {
    connection = await openFile(join(folder, 'store.sqlite'), 1_000)
  })
  afterAll(async () => {
    await connection.close()
    rmSync(folder, { recursive: true })
  })

  test('a commit waits for the disk beside the engine; a mark, and work that would be done again, do not', async () => {
    let most: Survives = 'power-loss'
    const file = join(folder, 'watched.sqlite')
    const watched = await openFile(file, 1_000, () => most)
    const look = () => Object.values(watched.statement('PRAGMA synchronous').get() ?? {})[0]
    expect(await watched.write('process-end', look)).toBe(NORMAL)
    // Whoever waits for the disk opens the write-ahead log: with the file's name gone, that fails, and nobody is told "done".
    rmSync(`${file}-wal`)
    expect(await watched.write('process-end', look)).toBe(NORMAL)
    most = 'process-end'
    expect(await watched.write('power-loss', look)).toBe(NORMAL)
    await watched.durable()
    most = 'power-loss'
    await expect(watched.write('power-loss', look)).rejects.toThrow(StoreUnavailable)
    await expect(watched.durable()).rejects.toThrow(/the disk does not take/)
    await watched.close()
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

  test('jobs of one turn share a transaction; one that throws undoes itself alone', async () => {
    const tried: number[] = []
    const mark = (sequence: number) => () => {
      connection.statement(`INSERT INTO outbox (collection, subject, sequence, event) VALUES ('lot', 'lot_2', ${sequence}, '{}')`).run()
      tried.push(sequence)
      if (sequence === 2) throw new RangeError('stopped')
      return sequence
    }
    const count = () => connection.read(() => connection.statement("SELECT count(*) FROM outbox WHERE subject = 'lot_2'").get())
    const all = await Promise.allSettled([
      connection.write('process-end', mark(1)),
      connection.write('power-loss', mark(2)),
      connection.write('process-end', mark(3)),
    ])
    expect(all.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.name))).toEqual([1, 'RangeError', 3])
    expect(await count()).toEqual([2])
    // Together as far as the one that threw, then each alone.
    expect(tried).toEqual([1, 2, 1, 2, 3])
  })
})

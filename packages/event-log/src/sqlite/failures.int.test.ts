import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EventLog, LogCorrupt, LogUnavailable } from '../port.ts'
import { keys, recordOf, recordsOf } from '../suites/events.ts'
import { reading } from '../suites/reading.ts'
import { connect, type Survives } from './connection.ts'
import { asLogFailure } from './failures.ts'
import { openQuietly } from './harness.ts'
import { openSqliteEventLog } from './open.ts'

const TOPIC = 'filature.market'
let folder = ''
let file = ''
let logs: EventLog[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'filature-log-'))
  file = join(folder, 'log.sqlite')
})
afterEach(async () => {
  await Promise.all(logs.map((log) => log.close()))
  logs = []
  rmSync(folder, { recursive: true })
})

async function openWithTopic(): Promise<EventLog> {
  const log = await openQuietly({ file })
  logs.push(log)
  await log.define([{ name: TOPIC, partitions: 1, compacted: false }])
  return log
}

describe('a file that cannot be used', () => {
  it('is told to be no event log, and left as it is, when it is no database', async () => {
    const content = 'a shopping list, longer than the header of a database: '.repeat(40)
    writeFileSync(file, content)
    const refused = await openQuietly({ file }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(LogCorrupt)
    expect(String(refused)).toContain(file)
    expect(String(refused)).toContain('backup')
    expect(readFileSync(file, 'utf8')).toBe(content)
  })

  it('is left as it is when it belongs to another program', async () => {
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE guest (name TEXT)')
    other.close()
    const before = readFileSync(file)
    await expect(openQuietly({ file })).rejects.toThrow(/another program/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('is refused when a newer version wrote it', async () => {
    await (await openQuietly({ file })).close()
    const newer = new DatabaseSync(file)
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    const refused = await openQuietly({ file }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(LogCorrupt)
    expect(String(refused)).toMatch(/format 99.*later one/)
  })

  it('is told with what to do when its folder cannot be made', async () => {
    writeFileSync(join(folder, 'taken'), '')
    const refused = await openQuietly({ file: join(folder, 'taken', 'log.sqlite') }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(LogUnavailable)
    expect(String(refused)).toContain('another data folder')
  })

  it('is told when a folder lies in its place', async () => {
    const refused = await openQuietly({ file: folder }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(LogUnavailable)
    expect(String(refused)).toContain(folder)
  })

  it('shows damage in its middle to ping, and delivery says which group and partition', async () => {
    const log = await openWithTopic()
    await log.append(recordsOf(TOPIC, keys(50), 40))
    await log.close()
    const bytes = readFileSync(file)
    // The first pages hold the small tables, the rest the records.
    bytes.fill(0xa5, 50 * 4_096, statSync(file).size)
    writeFileSync(file, bytes)
    const told = Promise.withResolvers<string>()
    const damaged = await openSqliteEventLog({ file, warn: told.resolve })
    logs.push(damaged)
    damaged.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning' }, async () => {})
    expect(await told.promise).toContain('group stock')
    await expect(damaged.ping()).rejects.toThrow(LogCorrupt)
  })

  it('shows to ping that it was removed while in use', async () => {
    const log = await openWithTopic()
    rmSync(file)
    await expect(log.ping()).rejects.toThrow(/removed or replaced/)
    await log.close()
  })

  it.each(['pollMs', 'leaseMs', 'compactAfter'])('is not opened with a %s that makes no sense', async (option) => {
    await expect(openQuietly({ file, [option]: -1 })).rejects.toThrow(option)
  })
})

describe('a file that another program has locked', () => {
  it('is waited for, while the process goes on', async () => {
    const log = await openWithTopic()
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    let appended = false
    const appending = log.append([recordOf(TOPIC, 'lot_1', 1)]).then(() => {
      appended = true
    })
    // Reads are not held up by a writer; that this comes back shows that the process is not either.
    await log.ping()
    await new Promise((resolve) => setImmediate(resolve))
    expect(appended).toBe(false)
    other.exec('COMMIT')
    other.close()
    await appending
  })

  it('is given up after 5 s with a word on what to do', async () => {
    const log = await openWithTopic()
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    const refused = await log.append([recordOf(TOPIC, 'lot_1', 1)]).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(LogUnavailable)
    expect(String(refused)).toMatch(/another program.*repeat/)
    expect(String(refused)).not.toContain('database is locked')
    other.exec('COMMIT')
    other.close()
    await log.append([recordOf(TOPIC, 'lot_1', 1)])
    const read = reading(20_000)
    log.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning' }, read.handler)
    await read.untilAll(['lot_1/1'])
    expect(read.records).toHaveLength(1)
  })
})

it('tells of a full disk in words', () => {
  const small = new DatabaseSync(':memory:')
  small.exec('PRAGMA max_page_count = 2; CREATE TABLE record (event TEXT)')
  let failure: unknown
  try {
    small.prepare('INSERT INTO record VALUES (?)').run('x'.repeat(100_000))
  } catch (error) {
    failure = error
  }
  const told = asLogFailure(failure, file)
  expect(told).toBeInstanceOf(LogUnavailable)
  expect(String(told)).toMatch(/disk is full.*Free some space/)
})

it('passes on what is not about the file', () => {
  const mistake = new TypeError('a mistake of the program')
  expect(asLogFailure(mistake, file)).toBe(mistake)
})

it('waits for the disk beside the engine, and spares it only as long as it is told to', async () => {
  let most: Survives = 'process-end'
  const connection = await connect(file, () => most)
  connection.prepare('PRAGMA journal_mode = WAL').get()
  // Who waits for the disk opens the write-ahead log: with the file's name gone, that fails.
  await connection.transact(() => connection.prepare('CREATE TABLE something (id INTEGER)').run())
  expect(connection.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 1 })
  rmSync(`${file}-wal`)
  await connection.durable()
  most = 'power-loss'
  await expect(connection.durable()).rejects.toThrow(/the disk does not take/)
  await connection.close()
})

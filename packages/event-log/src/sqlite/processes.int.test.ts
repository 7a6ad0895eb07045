import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventLog } from '../port.ts'
import { idsOf, keys, recordsOf } from '../suites/events.ts'
import { type OtherProcess, startProcess } from '../suites/other-process.ts'
import { allRead, reading } from '../suites/reading.ts'
import { openQuietly } from './harness.ts'
import type { SqliteEventLogOptions } from './open.ts'
import { hasEnded, thisProcess } from './process-identity.ts'

const TOPIC = 'filature.market'
const NEVER_MS = 600_000
const PATIENCE_MS = 20_000
let folder = ''
let logs: EventLog[] = []
let processes: OtherProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'filature-log-'))
})
afterEach(async () => {
  await Promise.all(processes.map((other) => other.kill()))
  await Promise.all(logs.map((log) => log.close()))
  logs = []
  processes = []
  rmSync(folder, { recursive: true })
})

const options = (more: Partial<SqliteEventLogOptions> = {}) => ({ file: join(folder, 'log.sqlite'), pollMs: 5, firstRetryMs: 1, ...more })

async function open(more: Partial<SqliteEventLogOptions> = {}): Promise<EventLog> {
  const log = await openQuietly(options(more))
  logs.push(log)
  await log.define([{ name: TOPIC, partitions: 2, compacted: false }])
  return log
}

async function start(more: Partial<SqliteEventLogOptions> = {}): Promise<OtherProcess> {
  const opener = { module: new URL('./harness.ts', import.meta.url).href, exported: 'openQuietly', argument: options(more) }
  const other = await startProcess({ opener, open, dispose: async () => {} }, PATIENCE_MS)
  processes.push(other)
  return other
}

describe('handles of one file in one process', () => {
  it('wake each other at once, by whatever path they opened it', async () => {
    const log = await open({ pollMs: NEVER_MS })
    symlinkSync(folder, join(folder, 'link'))
    const other = await openQuietly(options({ file: join(folder, 'link', 'log.sqlite'), pollMs: NEVER_MS }))
    logs.push(other)
    const read = reading(PATIENCE_MS)
    await other.subscribe({ topics: [TOPIC], group: 'stock', from: 'end' }, read.handler).ready
    const records = recordsOf(TOPIC, keys(4), 2)
    await log.append(records)
    await read.untilAll(idsOf(records))
  })

  it('hand partitions over at once', async () => {
    const log = await open({ pollMs: NEVER_MS, leaseMs: NEVER_MS })
    const other = await open({ pollMs: NEVER_MS, leaseMs: NEVER_MS })
    await log.subscribe({ topics: [TOPIC], group: 'stock', from: 'end' }, async () => {}).ready
    const read = reading(PATIENCE_MS)
    await other.subscribe({ topics: [TOPIC], group: 'stock', from: 'end' }, read.handler).ready
    await log.close()
    const records = recordsOf(TOPIC, keys(20), 2)
    await other.append(records)
    await read.untilAll(idsOf(records))
  })
})

describe('a process that ends', () => {
  it('is missed at once, long before its lease is over', async () => {
    const log = await open({ leaseMs: NEVER_MS })
    const other = await start({ leaseMs: NEVER_MS })
    await other.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning' })
    await other.kill()
    const read = reading(PATIENCE_MS)
    await log.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning' }, read.handler).ready
    const records = recordsOf(TOPIC, keys(20), 2)
    await log.append(records)
    await read.untilAll(idsOf(records))
  })

  it('is told from one that has its number now, and from one on another machine', () => {
    const here = thisProcess()
    expect(hasEnded(here, here)).toBe(false)
    expect(hasEnded({ ...here, started: 'earlier' }, here)).toBe(true)
    expect(hasEnded({ ...here, machine: 'elsewhere', started: 'earlier' }, here)).toBe(false)
    expect(hasEnded({ ...here, pid: 2 ** 30 }, here)).toBe(true)
    const parent = { ...here, pid: process.ppid }
    expect(hasEnded(parent, here)).toBe(process.platform === 'linux')
  })
})

it('loses nothing while several processes append and read, and readers are killed one after another', async () => {
  const log = await open({ leaseMs: NEVER_MS })
  const producer = await start()
  const readers = [await start({ leaseMs: NEVER_MS }), await start({ leaseMs: NEVER_MS })]
  const join = (reader: OtherProcess) => reader.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning', batch: 5 })
  for (const reader of readers) await join(reader)
  const ids: string[] = []
  for (let sequence = 1; sequence <= 30; sequence++) {
    const [ours, theirs] = [recordsOf(TOPIC, keys(20, 'lot_'), 1, sequence), recordsOf(TOPIC, keys(20, 'off_'), 1, sequence)]
    await Promise.all([log.append(ours), producer.append(theirs)])
    ids.push(...idsOf(ours), ...idsOf(theirs))
    const dying = readers.at(-2)
    if (sequence % 10 !== 0 || dying === undefined) continue
    await dying.read.until(() => dying.read.batches.length > 0, 'a batch before it dies')
    await dying.kill()
    const next = await start({ leaseMs: NEVER_MS })
    readers.push(next)
    await join(next)
  }
  await allRead(
    PATIENCE_MS,
    readers.map(({ read }) => read),
    ids,
  )
})

describe('a process that froze', () => {
  // Only its lease is short: ours must not end when the machine is busy.
  it('loses its partitions when its lease is over, and what it commits later does not count', async () => {
    const log = await open({ leaseMs: NEVER_MS })
    const records = recordsOf(TOPIC, keys(20), 5)
    await log.append(records)
    const other = await start({ leaseMs: 600 })
    other.subscribeAndHold({ topics: [TOPIC], group: 'stock', from: 'beginning', batch: 1_000 })
    await other.read.until(() => other.read.batches.length === 2, 'a batch of each partition in the other process')
    other.freeze()
    // The survivor has everything in hand and takes none of it, so the group stands at the beginning.
    const gate = Promise.withResolvers<void>()
    const held = reading(PATIENCE_MS, () => gate.promise)
    const survivor = log.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning', batch: 1_000 }, held.handler)
    await held.until(() => held.batches.length === 2, 'both batches again')
    other.letGo()
    other.thaw()
    await other.stop()
    expect((await log.lag('stock')).reduce((sum, { behind }) => sum + behind, 0)).toBe(records.length)
    gate.resolve()
    await survivor.stop()
    expect((await log.lag('stock')).reduce((sum, { behind }) => sum + behind, 0)).toBe(0)
  })

  it('takes part again when it wakes', async () => {
    const log = await open({ leaseMs: NEVER_MS })
    const other = await start({ leaseMs: 600 })
    await other.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning' })
    other.freeze()
    const ours = reading(PATIENCE_MS)
    await log.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning' }, ours.handler).ready
    await log.append(recordsOf(TOPIC, keys(20), 1))
    await ours.untilAll(idsOf(recordsOf(TOPIC, keys(20), 1)))
    other.thaw()
    for (let sequence = 2; other.read.batches.length === 0; sequence++) {
      const records = recordsOf(TOPIC, keys(20), 1, sequence)
      await log.append(records)
      await Promise.any([ours.untilAll(idsOf(records)), other.read.until(() => other.read.batches.length > 0, 'a batch')])
    }
  })
})

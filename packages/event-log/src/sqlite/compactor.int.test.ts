import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keys, recordsOf } from '../suites/events.ts'
import { reading } from '../suites/reading.ts'
import { openQuietly } from './harness.ts'

const TOPIC = 'filature.stock'
const PATIENCE_MS = 20_000
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'filature-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = async (groupRetentionMs = 1e9) => {
  const log = await openQuietly({ file: join(folder, 'log.sqlite'), compactAfter: 100, groupRetentionMs })
  await log.define([{ name: TOPIC, partitions: 1, compacted: true }])
  return log
}

/** Looks into the file, which is closed and therefore at rest. */
function look(sql: string): readonly unknown[] {
  const database = new DatabaseSync(join(folder, 'log.sqlite'))
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

it('keeps a compacted topic small however often its keys change, and lag counts what is left', async () => {
  const log = await open()
  for (let round = 1; round <= 100; round++) await log.append(recordsOf(TOPIC, keys(10), 5, round * 5 - 4))
  const behind = reading(PATIENCE_MS, () => Promise.reject(new Error('never')))
  await log.subscribe({ topics: [TOPIC], group: 'behind', from: 'beginning' }, behind.handler).ready
  const [lag] = await log.lag('behind')
  await log.close()
  const [{ left }] = look('SELECT count(*) AS left FROM record') as [{ left: number }]
  // 5 000 were appended; at most what came since the last compaction, and one of each key, are left.
  expect(left).toBeLessThan(200)
  expect(left).toBeGreaterThanOrEqual(10)
  expect(lag?.behind).toBe(left)
})

it('lets an erasure go only when every group has read it', async () => {
  const log = await open()
  const stuck = reading(PATIENCE_MS, () => Promise.reject(new Error('never')))
  await log.subscribe({ topics: [TOPIC], group: 'stuck', from: 'end' }, stuck.handler).ready
  await log.append(recordsOf(TOPIC, ['lot_1'], 1))
  await log.append([{ topic: TOPIC, key: 'lot_1', event: null }])
  const fill = async (from: number) => {
    for (let round = 0; round < 5; round++) await log.append(recordsOf(TOPIC, ['noise'], 100, from + round * 100))
  }
  await fill(1)
  await log.close()
  const ofLot = "SELECT event FROM record WHERE key = 'lot_1'"
  expect(look(ofLot)).toEqual([{ event: null }])

  const again = await open()
  const read = reading(PATIENCE_MS)
  const subscription = again.subscribe({ topics: [TOPIC], group: 'stuck', from: 'end' }, read.handler)
  await read.untilAll(['noise/500'])
  await subscription.stop()
  for (let round = 0; round < 5; round++) await again.append(recordsOf(TOPIC, ['noise'], 100, 501 + round * 100))
  await again.close()
  expect(look(ofLot)).toEqual([])
})

it('forgets a group that had no member for the retention', async () => {
  const log = await open()
  await log.subscribe({ topics: [TOPIC], group: 'gateway.1', from: 'end' }, async () => {}).ready
  await log.close()
  await (await open()).close()
  expect(look('SELECT name FROM consumer_group')).toEqual([{ name: 'gateway.1' }])
  look('UPDATE consumer_group SET seen_at = seen_at - 1000')
  await (await open(1_000)).close()
  expect(look('SELECT name FROM consumer_group')).toEqual([])
  expect(look('SELECT * FROM claim')).toEqual([])
})

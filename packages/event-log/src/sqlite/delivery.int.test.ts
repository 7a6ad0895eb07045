import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { recordOf } from '../suites/events.ts'
import { reading } from '../suites/reading.ts'
import { openSqliteEventLog } from './open.ts'

const TOPIC = 'filature.market'
const PATIENCE_MS = 20_000
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'filature-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function openWith(firstRetryMs: number, longestRetryMs: number, warn: (message: string) => void) {
  const log = await openSqliteEventLog({ file: join(folder, 'log.sqlite'), firstRetryMs, longestRetryMs, warn })
  await log.define([{ name: TOPIC, partitions: 1, compacted: false }])
  await log.append([recordOf(TOPIC, 'lot_1', 1)])
  return log
}

it('doubles the pause after each rejection up to the longest, and tells of each', async () => {
  const warnings: string[] = []
  const log = await openWith(10, 40, (message) => warnings.push(message))
  const times: number[] = []
  const read = reading(PATIENCE_MS, async () => {
    times.push(performance.now())
    throw new Error('the shelf is locked')
  })
  log.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning' }, read.handler)
  await read.until(() => read.batches.length === 12, 'twelve tries')
  const pauses = times.slice(1).map((time, at) => time - (times[at] ?? 0))
  for (const [at, atLeast] of [10, 20, 40, 40, 40, 40, 40].entries()) expect(pauses[at]).toBeGreaterThanOrEqual(atLeast)
  // Without a longest pause the fifth would be 160 ms, and each further one longer.
  expect(Math.min(...pauses.slice(4))).toBeLessThan(160)
  await log.close()
  expect(warnings[0]).toBe(`group stock, ${TOPIC}/0: the handler rejected the batch from offset 0, trying again: the shelf is locked`)
})

it('does not make a stop wait for the pause', async () => {
  const pausing = Promise.withResolvers<unknown>()
  const log = await openWith(600_000, 600_000, pausing.resolve)
  const subscription = log.subscribe({ topics: [TOPIC], group: 'stock', from: 'beginning' }, () => Promise.reject(new Error('not now')))
  await pausing.promise
  await subscription.stop()
  await log.close()
})

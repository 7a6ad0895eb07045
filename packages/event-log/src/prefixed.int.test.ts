import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventRecord } from '@filature/kernel/event'
import { parseInstant } from '@filature/kernel/instant'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EventLog } from './port.ts'
import { prefixed, splitPrefix } from './prefixed.ts'
import { openSqliteEventLog } from './sqlite/open.ts'

let folder: string
let shared: EventLog
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-log-prefixed-'))
  shared = await openSqliteEventLog({ file: join(folder, 'log.sqlite') })
})
afterEach(async () => {
  await shared.close()
  await rm(folder, { recursive: true, force: true })
})

const said = (data: string): EventRecord => ({
  id: `sub_1/${data}`,
  type: 'market.Said.v1',
  source: 'market',
  subject: 'sub_1',
  time: parseInstant('2026-12-04T09:00:00Z'),
  sequence: 1,
  data,
})

test('two places on one cluster do not hear each other, and see their names as if they were alone', async () => {
  const heard: string[] = []
  for (const place of ['lyon', 'poitiers']) {
    const log = prefixed(shared, place)
    await log.define([{ name: 'filature.market', partitions: 1, compacted: false }])
    log.subscribe({ topics: ['filature.market'], group: 'notify.asks', from: 'beginning' }, async (records) => {
      for (const { topic, event } of records) heard.push(`${place} ${topic} ${event?.data}`)
    })
    await log.append([{ topic: 'filature.market', key: 'sub_1', event: said(`of ${place}`) }])
  }
  await expect.poll(() => heard.toSorted()).toEqual(['lyon filature.market of lyon', 'poitiers filature.market of poitiers'])
  await expect.poll(() => prefixed(shared, 'lyon').lag('notify.asks')).toEqual([{ topic: 'filature.market', partition: 0, behind: 0 }])
  expect(await shared.lag('notify.asks'), 'nobody is in a group without a prefix').toEqual([])
})

test.for([
  ['kafka:9092', { brokers: 'kafka:9092', prefix: undefined }],
  ['kafka:9092,[::1]:9093/', { brokers: 'kafka:9092,[::1]:9093', prefix: undefined }],
  ['plaintext://kafka:9092', { brokers: 'plaintext://kafka:9092', prefix: undefined }],
  ['one:9092, two:9092/lyon-2', { brokers: 'one:9092, two:9092', prefix: 'lyon-2' }],
] as const)('%s', ([given, expected]) => {
  expect(splitPrefix(given)).toEqual(expected)
})

test('a prefix that cannot be is named', () => {
  expect(() => splitPrefix('kafka:9092/2 lyon')).toThrow('KAFKA_BROKERS: what follows the brokers ("2 lyon")')
})

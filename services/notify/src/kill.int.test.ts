import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forgetTestData, openTestLog, openTestStore, testEngines } from '@filature/aggregates/testing/engines'
import { eventType, topicOf } from '@filature/contracts/events/registry'
import type { NotificationAsked } from '@filature/contracts/notify/events'
import type { EventLog, LogRecord } from '@filature/event-log/port'
import { systemClock } from '@filature/kernel/clock'
import type { Store } from '@filature/store/port'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Inbox, inboxId } from './inbox/inbox.ts'

const MEMBERS = Array.from({ length: 40 }, (_, at) => `mbr_${at}`)
const EVENTS = 12
const EXPECTED = MEMBERS.length * EVENTS

let dataDir: string
let log: EventLog
let store: Store
let running: ChildProcess | undefined

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'filature-notify-kill-'))
  log = await openTestLog(dataDir)
  store = await openTestStore('notify', dataDir)
  await log.define([{ name: topicOf('market'), partitions: 4, compacted: false }])
})
afterEach(async () => {
  running?.kill('SIGKILL')
  await log.close()
  await store.close()
  await forgetTestData(dataDir)
})

async function startProcess() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))], {
    env: { ...process.env, ...testEngines(dataDir).variables, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running = child
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with ${code}`)))])
}

async function killProcess() {
  const child = running
  running = undefined
  child?.kill('SIGKILL')
  if (child !== undefined) await once(child, 'exit')
}

const askFor = (at: number): LogRecord => {
  const subject = `ord_${at}`
  const data: NotificationAsked = {
    key: 'order-confirmed',
    recipients: MEMBERS,
    params: { orderId: subject },
    dedupeKey: `order-confirmed/${subject}`,
  }
  const event = {
    id: `${subject}/1`,
    type: eventType('market', 'NotificationAsked'),
    source: 'market',
    subject,
    time: systemClock.now(),
    sequence: 1,
    data,
  }
  return { topic: topicOf('market'), key: subject, event }
}

/** Messages in inboxes, as the store has it now. */
async function shown(): Promise<number> {
  const counts = await Promise.all(MEMBERS.map((recipient) => store.count('message', { recipient, shown: true })))
  return counts.reduce((sum, count) => sum + count, 0)
}

const unreadNow = async () =>
  // The inbox's own decider is the only writer of these documents.
  (await store.load('inbox', MEMBERS.map(inboxId))).map((found) => (found?.document as Inbox | undefined)?.unread ?? [])

const seed = Math.floor(Math.random() * 2 ** 31)

test(`killed in the middle three times, every person has every message exactly once (seed ${seed})`, async () => {
  const asks = Array.from({ length: EVENTS }, (_, at) => askFor(at))
  await startProcess()
  await store.define([
    { name: 'message', indexes: { byRecipient: ['recipient', 'shown', 'shownAt'] } },
    { name: 'inbox', indexes: {} },
  ])
  await log.append(asks)
  for (const kill of [1, 2, 3]) {
    // Somewhere in each third, drawn by the seed.
    const at = Math.floor(((kill - ((seed / 7 ** kill) % 1)) * EXPECTED) / 4)
    await expect.poll(shown, { timeout: 30_000, interval: 1 }).toBeGreaterThanOrEqual(at)
    await killProcess()
    await log.append(asks.slice(0, 3))
    await startProcess()
  }
  await expect
    .poll(async () => (await unreadNow()).reduce((sum, unread) => sum + unread.length, 0), { timeout: 60_000 })
    .toBeGreaterThanOrEqual(EXPECTED)
  await expect.poll(async () => (await log.lag('notify.asks')).every(({ behind }) => behind === 0), { timeout: 60_000 }).toBe(true)
  expect(await shown()).toBe(EXPECTED)
  for (const unread of await unreadNow()) {
    expect(unread).toHaveLength(EVENTS)
    expect(new Set(unread).size).toBe(EVENTS)
  }
}, 240_000)

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openEventLog } from '@filature/event-log/open'
import type { DeliveredRecord, EventLog, LogRecord } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'
import type { Instant } from '@filature/kernel/instant'
import { openStore } from '@filature/store/open'
import type { Store, StoredAggregate } from '@filature/store/port'
import { randomFrom, withSeeds } from '@filature/store/suites/random'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Relay, startRelay } from './relay.ts'

const AT = '2026-11-25T08:00:00.000Z' as Instant
const EVENTS = 'filature.stall'
const STATES = 'filature.states'
const SEEDS = 15

let dataDir: string
let store: Store
let log: EventLog
const opened: { close(): Promise<void> }[] = []
const relays: Relay[] = []
const failures: unknown[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'filature-relay-'))
  store = await aStore()
  log = await openEventLog({ dataDir })
  opened.push(log)
  await log.define([
    { name: EVENTS, partitions: 1, compacted: false },
    { name: STATES, partitions: 1, compacted: true },
  ])
})
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()))
  expect(failures.splice(0)).toEqual([])
  for (const one of opened.splice(0).reverse()) await one.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** A handle of its own on the service's file, as each process has. */
async function aStore(): Promise<Store> {
  const handle = await openStore({ service: 'stall', dataDir })
  await handle.define([{ name: 'stall', indexes: {} }])
  opened.push(handle)
  return handle
}

/** One change: the document is its version, so that a state tells how old it is. */
async function change(id: string, version: number): Promise<void> {
  const event = {
    id: `${id}/${version}`,
    type: 'stall.Changed.v1',
    source: 'stall',
    subject: id,
    time: AT,
    sequence: version,
    data: version,
  }
  const guard = { collection: 'stall', id, expectedVersion: version - 1, expectedRevision: 0 }
  const memory = { added: [], passing: [], keep: 0 }
  expect(await store.commit([{ kind: 'write', ...guard, version, document: version, memory, dueAt: undefined, events: [event] }])).toEqual([
    'done',
  ])
}

const stateOf = (event: EventRecord): readonly LogRecord[] => [
  { topic: STATES, key: event.subject, event: { ...event, type: 'stall.State.v1' } },
]
const standing = (_collection: string, { id, version, document }: StoredAggregate): readonly LogRecord[] =>
  stateOf({ id: `${id}/${version}`, type: '', source: 'stall', subject: id, time: AT, sequence: version, data: document })

/** A relay as a process of its own has it; `slow` is waited for between its look at the outbox and its append. */
async function aRelay(slow: () => Promise<void> = async () => {}): Promise<Relay> {
  const append = async (records: readonly LogRecord[]) => {
    await slow()
    await log.append(records)
  }
  const onError = (error: unknown) => void failures.push(error)
  const parts = { store: await aStore(), log: { ...log, append }, topic: EVENTS, onError, pollMs: 5 }
  const relay = startRelay({ ...parts, alongside: stateOf, standing })
  relays.push(relay)
  return relay
}

/** The last state of each key, which is all that compaction leaves of it. */
async function lastStates(): Promise<Readonly<Record<string, unknown>>> {
  const last: Record<string, unknown> = {}
  const group = `reader-${crypto.randomUUID()}`
  const take = async (records: readonly DeliveredRecord[]) => {
    for (const { key, event } of records) last[key] = event?.data
  }
  const reading = log.subscribe({ topics: [STATES], group, from: 'beginning' }, take)
  await reading.ready
  while ((await log.lag(group)).some(({ behind }) => behind > 0)) await pause(5)
  await reading.stop()
  return last
}

/** A relay that has looked and waits, just before its append, to be told to go on. */
async function aRelayHeldUp() {
  const asked = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const late = await aRelay(() => {
    asked.resolve()
    return gate.promise
  })
  await asked.promise
  return { late, goOn: gate.resolve }
}

describe('two relays over one store', () => {
  test('a relay that is held up before its append does not leave an old state as the last word', async () => {
    await change('stall_1', 1)
    const { late, goOn } = await aRelayHeldUp()
    await change('stall_1', 2)
    const quick = await aRelay()
    await quick.drained()
    expect(await lastStates()).toEqual({ stall_1: 2 })

    goOn()
    await late.drained()
    expect(await lastStates()).toEqual({ stall_1: 2 })
  })

  test('a relay that is stopped right after such an append says the newest state before it goes', async () => {
    await change('stall_1', 1)
    const { late, goOn } = await aRelayHeldUp()
    await change('stall_1', 2)
    await (await aRelay()).drained()
    const stopped = late.stop()
    goOn()
    await stopped
    expect(await lastStates()).toEqual({ stall_1: 2 })
  })

  test('a relay alone says each state once', async () => {
    const said: unknown[] = []
    const alone = await aRelay()
    for (const version of [1, 2, 3]) {
      await change('stall_1', version)
      await alone.drained()
    }
    const reading = log.subscribe({ topics: [STATES], group: 'all', from: 'beginning' }, async (records) => {
      for (const { event } of records) said.push(event?.data)
    })
    await expect.poll(() => said.at(-1)).toBe(3)
    await reading.stop()
    expect(said).toEqual([1, 2, 3])
  })

  test('the last word is the newest state, however three relays fall over each other', async () => {
    await withSeeds(SEEDS, async (seed) => {
      const { below } = randomFrom(seed)
      // Falls anywhere between another's look, append and mark.
      const slow = () => pause(below(12))
      const [id, other] = [`stall_${seed}`, `stall_${seed}b`]
      const started = [await aRelay(slow), await aRelay(slow), await aRelay(slow)]
      for (let version = 1; version <= 12; version += 1) {
        await change(id, version)
        if (version <= 5) await change(other, version)
        await pause(below(8))
      }
      await Promise.all(started.map((relay) => relay.drained()))
      await Promise.all(relays.splice(0).map((relay) => relay.stop()))
      expect(await lastStates()).toMatchObject({ [id]: 12, [other]: 5 })
    })
  })
})

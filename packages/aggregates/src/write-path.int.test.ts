import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemActor } from '@filature/kernel/actor'
import { manualClock } from '@filature/kernel/clock'
import { type Instant, MINUTE, plusMs } from '@filature/kernel/instant'
import type { WriteLimits } from '@filature/kernel/write-limits'
import { openStore } from '@filature/store/open'
import { type Store, StoreUnavailable } from '@filature/store/port'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AnyDecider } from './any-decider.ts'
import { type StallCommand, stallDecider } from './suites/stall.ts'
import { createWritePath } from './write-path.ts'

const START = '2026-11-25T08:00:00.000Z' as Instant
const decider = stallDecider as unknown as AnyDecider
let dataDir: string
let stores: Store[]

async function freshStore(): Promise<Store> {
  const store = await openStore({ service: 'suite', dataDir })
  await store.define([{ name: 'stall', indexes: {} }])
  stores.push(store)
  return store
}

function pathOver(store: Store, limits: Partial<WriteLimits> = {}) {
  const path = createWritePath({ service: 'suite', store, clock: manualClock(START), limits })
  const execute = (command: StallCommand, key?: string, more: { actor?: string; ifVersion?: number; id?: string; asked?: unknown } = {}) =>
    path.execute(decider, more.id ?? 'stall_1', command, {
      actor: systemActor(more.actor ?? 'anouk'),
      idempotencyKey: key,
      ...(more.ifVersion !== undefined && { ifVersion: more.ifVersion }),
      ...(more.asked !== undefined && { asked: more.asked }),
    })
  return { ...path, execute }
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'filature-path-'))
  stores = []
})
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()))
  await rm(dataDir, { recursive: true, force: true })
})

describe('an Idempotency-Key', () => {
  test('sent again with the same command gets the first answer, also after a restart', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    const first = await path.execute({ type: 'Take', quantity: 2 }, 'k1')
    const again = await path.execute({ type: 'Take', quantity: 2 }, 'k1')
    const restarted = await pathOver(await freshStore()).execute({ type: 'Take', quantity: 2 }, 'k1')
    expect(first).toMatchObject({ version: 2, repeated: false, reply: { left: 3 } })
    for (const answer of [again, restarted]) expect(answer).toEqual({ ...first, repeated: true })
  })

  test('is about what was asked for, where the command says more than that', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    const first = await path.execute({ type: 'Take', quantity: 2 }, 'k1', { asked: 'two' })
    expect(await path.execute({ type: 'Take', quantity: 1 }, 'k1', { asked: 'two' })).toEqual({ ...first, repeated: true })
    expect(await path.execute({ type: 'Take', quantity: 2 }, 'k1', { asked: 'one' })).toMatchObject({ code: 'idempotency-mismatch' })
  })

  test('sent again with another command is a mismatch and changes nothing', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    await path.execute({ type: 'Take', quantity: 2 }, 'k1')
    expect(await path.execute({ type: 'Take', quantity: 3 }, 'k1')).toMatchObject({
      refused: true,
      code: 'idempotency-mismatch',
      version: 2,
    })
  })

  test('belongs to its actor: two people may use the same one', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    await path.execute({ type: 'Take', quantity: 2 }, 'k1', { actor: 'anouk' })
    expect(await path.execute({ type: 'Take', quantity: 3 }, 'k1', { actor: 'basile' })).toMatchObject({
      repeated: false,
      reply: { left: 0 },
    })
  })

  test('five at once in one commit are one command', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    const answers = await Promise.all(Array.from({ length: 5 }, () => path.execute({ type: 'Take', quantity: 2 }, 'k1')))
    expect(answers.filter((answer) => answer.refused !== true && !answer.repeated)).toHaveLength(1)
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([2]))
  })

  test('of a command that changed nothing is remembered too, so that a late repeat undoes nothing', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 1 })
    expect(await path.execute({ type: 'Sweep' }, 'k1')).toMatchObject({ version: 1, repeated: false })
    const later = plusMs(START, -MINUTE)
    await path.execute({ type: 'Take', quantity: 1, until: later }, 'k2')
    expect(await path.execute({ type: 'Sweep' }, 'k1')).toMatchObject({ version: 1, repeated: true })
    expect(await path.execute({ type: 'Sweep' }, 'k3')).toMatchObject({ version: 3, repeated: false })
  })

  test('of a command that changed nothing is known to another process too, whatever it held in memory', async () => {
    const [one, two] = [pathOver(await freshStore()), pathOver(await freshStore())]
    await one.execute({ type: 'Fill', quantity: 1 })
    // Both hold version 1 now, and no event will tell them of each other.
    for (const path of [one, two]) await path.execute({ type: 'Take', quantity: 9 })
    expect(await one.execute({ type: 'Sweep' }, 'k1')).toMatchObject({ version: 1, repeated: false })
    expect(await two.execute({ type: 'Sweep' }, 'k1')).toMatchObject({ version: 1, repeated: true })
    expect(await one.execute({ type: 'Sweep' }, 'k2')).toMatchObject({ version: 1, repeated: false })
    // Refused by what this process holds, but the key is another command's.
    expect(await two.execute({ type: 'Take', quantity: 9 }, 'k2')).toMatchObject({ code: 'idempotency-mismatch' })
  })

  test('sent to two processes at once is one command, also when none of them makes an event', async () => {
    const paths = [pathOver(await freshStore()), pathOver(await freshStore())]
    await paths[0]?.execute({ type: 'Fill', quantity: 1 })
    for (let round = 0; round < 20; round += 1) {
      const keys = Array.from({ length: 10 }, (_, number) => `${round}/${number}`)
      const answers = await Promise.all(
        keys.flatMap((key) => [...paths, ...paths].map((path) => path.execute({ type: 'Sweep' }, key).then((answer) => ({ key, answer })))),
      )
      const first = answers.filter(({ answer }) => answer.refused !== true && !answer.repeated)
      expect(first.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
    }
    const [stored] = (await stores[0]?.load('stall', ['stall_1'])) ?? []
    expect(stored).toMatchObject({ version: 1, memory: { revision: 200 } })
  })

  test('is remembered for as many commands with a key as the setting says; those without one push nothing out', async () => {
    const path = pathOver(await freshStore(), { rememberedAnswers: 3 })
    const restarted = async () => pathOver(await freshStore(), { rememberedAnswers: 3 })
    const fill = { type: 'Fill', quantity: 1 } as const
    for (const key of ['k1', 'k2', 'k3']) await path.execute(fill, key)
    await Promise.all(Array.from({ length: 9 }, () => path.execute(fill)))
    for (const one of [path, await restarted()]) {
      for (const [index, key] of ['k1', 'k2', 'k3'].entries()) {
        expect(await one.execute(fill, key), key).toMatchObject({ version: index + 1, repeated: true })
      }
    }
    expect(await path.execute(fill, 'k4')).toMatchObject({ repeated: false })
    for (const one of [path, await restarted()]) expect(await one.execute(fill, 'k2')).toMatchObject({ version: 2, repeated: true })
    expect(await (await restarted()).execute(fill, 'k1')).toMatchObject({ version: 14, repeated: false })
  })

  test('of a refused command is free again: a refusal changed nothing', async () => {
    const path = pathOver(await freshStore())
    expect(await path.execute({ type: 'Take', quantity: 1 }, 'k1')).toMatchObject({ code: 'insufficient-stock' })
    await path.execute({ type: 'Fill', quantity: 1 })
    expect(await path.execute({ type: 'Take', quantity: 1 }, 'k1')).toMatchObject({ repeated: false, reply: { left: 0 } })
  })
})

describe('commands for one aggregate', () => {
  test('are decided one after another, however many come at once', async () => {
    const store = await freshStore()
    const path = pathOver(store)
    await path.execute({ type: 'Fill', quantity: 50 })
    const answers = await Promise.all(Array.from({ length: 500 }, (_, i) => path.execute({ type: 'Take', quantity: 1 }, `k${i}`)))
    expect(answers.filter((answer) => answer.refused !== true)).toHaveLength(50)
    expect(answers.filter((answer) => answer.refused === true && answer.code === 'insufficient-stock')).toHaveLength(450)
    const [pending] = await store.pending(1_000)
    expect(pending?.events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 51 }, (_, i) => i + 1))
  })

  test('written meanwhile by another process are decided again, unseen by the caller', async () => {
    const [one, two] = [pathOver(await freshStore()), pathOver(await freshStore())]
    await one.execute({ type: 'Fill', quantity: 60 })
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? one : two).execute({ type: 'Take', quantity: 1 }, `k${i}`)),
    )
    expect(answers.filter((answer) => answer.refused !== true)).toHaveLength(60)
    expect(
      answers.filter((answer) => answer.refused === true).every((answer) => answer.refused && answer.code === 'insufficient-stock'),
    ).toBe(true)
  })

  test('refused on an old state are checked against the store before they are answered', async () => {
    const [one, two] = [pathOver(await freshStore()), pathOver(await freshStore())]
    expect(await one.execute({ type: 'Take', quantity: 1 })).toMatchObject({ code: 'insufficient-stock' })
    await two.execute({ type: 'Fill', quantity: 1 })
    expect(await one.execute({ type: 'Take', quantity: 1 }, 'k1')).toMatchObject({ reply: { left: 0 } })
  })

  test('with another version in If-Match are refused with the current one', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 1 })
    expect(await path.execute({ type: 'Fill', quantity: 1 }, 'k1', { ifVersion: 0 })).toMatchObject({
      code: 'stale-version',
      figures: { currentVersion: 1 },
    })
  })

  test('beyond the queue are told to come back, never refused by the domain', async () => {
    const path = pathOver(await freshStore(), { queuedPerAggregate: 10 })
    const answers = await Promise.all(Array.from({ length: 12 }, () => path.execute({ type: 'Fill', quantity: 1 })))
    expect(answers.slice(10)).toEqual(Array(2).fill({ refused: true, code: 'busy', figures: { retryAfterS: 1 }, version: 0 }))
  })

  test('fail alone when a decider has a bug', async () => {
    const store = await freshStore()
    const buggy: AnyDecider = {
      ...decider,
      decide(state, command, context) {
        if (command.type === 'Sweep') throw new TypeError('bug')
        return decider.decide(state, command, context)
      },
    }
    const path = createWritePath({ service: 'suite', store, clock: manualClock(START) })
    const actor = systemActor('anouk')
    const outcomes = await Promise.allSettled([
      path.execute(buggy, 'stall_1', { type: 'Fill', quantity: 1 } as StallCommand, { actor }),
      path.execute(buggy, 'stall_1', { type: 'Sweep' }, { actor }),
      path.execute(buggy, 'stall_1', { type: 'Fill', quantity: 1 } as StallCommand, { actor }),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await path.read(buggy, ['stall_1']))[0]?.state).toMatchObject({ stock: 2 })
  })
})

describe('what is published', () => {
  test('an event that nobody is told of is a version without an event in the outbox', async () => {
    const store = await freshStore()
    const path = createWritePath({ service: 'suite', store, clock: manualClock(START) })
    const discreet = { ...decider, publish: ({ type, data }: { type: string; data: unknown }) => (type === 'Filled' ? undefined : data) }
    const execute = (command: StallCommand) => path.execute(discreet, 'stall_1', command, { actor: systemActor('anouk') })
    for (const command of [
      { type: 'Fill', quantity: 5 },
      { type: 'Take', quantity: 2 },
      { type: 'Fill', quantity: 1 },
    ] as const)
      await execute(command)
    expect((await path.read(discreet, ['stall_1']))[0]).toMatchObject({ version: 3, state: { stock: 6 } })
    const pending = await store.pending(10)
    expect(pending.map(({ events }) => events.map(({ sequence, type }) => [sequence, type]))).toEqual([[[2, 'suite.Taken.v1']]])
  })
})

describe('what is read', () => {
  test('waits for what is being written, and sees what another process wrote', async () => {
    const [one, other] = [pathOver(await freshStore()), pathOver(await freshStore())]
    await one.execute({ type: 'Fill', quantity: 5 })
    const stockOf = async (path: typeof one) => (await path.read(decider, ['stall_1']))[0]
    expect(await stockOf(other)).toMatchObject({ version: 1, state: { stock: 5 } })
    const taking = one.execute({ type: 'Fill', quantity: 2 })
    await new Promise(setImmediate)
    expect(await stockOf(one)).toMatchObject({ version: 2, state: { stock: 7 } })
    await taking
    expect(await stockOf(other)).toMatchObject({ version: 2, state: { stock: 7 } })
    await other.execute({ type: 'Fill', quantity: 1 })
    expect(await stockOf(one)).toMatchObject({ version: 3, state: { stock: 8 } })
    expect(await one.read(decider, ['stall_1', 'stall_9'])).toMatchObject([{ version: 3 }, undefined])
  })
})

describe('when the store is away', () => {
  test('commands wait and go on by themselves; past their deadline they are answered unavailable', async () => {
    const real = await freshStore()
    let away = true
    const flaky: Store = {
      ...real,
      load: (...given) => (away ? Promise.reject(new StoreUnavailable('away')) : real.load(...given)),
    }
    const path = pathOver(flaky, { deadlineMs: 300 })
    expect(await path.execute({ type: 'Fill', quantity: 1 }, 'k1')).toMatchObject({ code: 'unavailable', figures: { retryAfterS: 1 } })
    const patient = pathOver(flaky, { deadlineMs: 20_000 }).execute({ type: 'Fill', quantity: 1 }, 'k2')
    away = false
    expect(await patient).toMatchObject({ version: 1 })
  })

  test('a commit whose answer got lost is recognised by its key and not done twice', async () => {
    const real = await freshStore()
    let lose = true
    const lossy: Store = {
      ...real,
      async commit(operations) {
        const outcomes = await real.commit(operations)
        if (lose) {
          lose = false
          throw new StoreUnavailable('the answer got lost')
        }
        return outcomes
      },
    }
    const path = pathOver(lossy)
    // With a key of the caller's and without one: the runtime's own key serves the same end.
    expect(await path.execute({ type: 'Fill', quantity: 5 })).toMatchObject({ version: 1, repeated: true })
    lose = true
    expect(await path.execute({ type: 'Take', quantity: 2 }, 'k1')).toMatchObject({ version: 2, repeated: true, reply: { left: 3 } })
  })
})

test('an aggregate that wants to be woken is due at that instant, by the same write', async () => {
  const store = await freshStore()
  const path = pathOver(store)
  await path.execute({ type: 'Fill', quantity: 1 })
  const until = plusMs(START, 20 * MINUTE)
  await path.execute({ type: 'Take', quantity: 1, until })
  expect(await store.nextDue('stall')).toBe(until)
  expect(await store.due('stall', until, 10)).toEqual([{ id: 'stall_1', dueAt: until }])
})

import { systemActor } from '@filature/kernel/actor'
import { manualClock } from '@filature/kernel/clock'
import { MINUTE, plusMs } from '@filature/kernel/instant'
import { type Store, StoreUnavailable } from '@filature/store/port'
import { describe, expect, test } from 'vitest'
import type { AnyDecider } from './any-decider.ts'
import type { StallCommand } from './suites/stall.ts'
import { decider, pathOver, START, storesOfEachTest } from './suites/write-path-stage.ts'
import { createWritePath } from './write-path.ts'

const freshStore = storesOfEachTest()

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

import { setTimeout as pause } from 'node:timers/promises'
import { type StallState, stallDecider } from '@filature/aggregates/suites/stall'
import { createWritePath } from '@filature/aggregates/write-path'
import { systemActor } from '@filature/kernel/actor'
import { systemClock } from '@filature/kernel/clock'
import { openStore } from '@filature/store/open'
import { type Store, StoreUnavailable } from '@filature/store/port'
import { LOTS } from '@filature/store/suites/harness'
import { randomFrom, withSeeds } from '@filature/store/suites/random'
import { pendingSequences, sequences, writeOf } from '@filature/store/suites/samples'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningMongo, startMongo } from './start.ts'
import { describeOnStartable } from './startable.ts'

const MINUTE = 60_000
/** What a caller waits at most, and what a machine that does many things at once adds. */
const AWAY_MS = 5_000 + 2_500

const stateOf = (store: Store) =>
  store.ping().then(
    () => 'answers',
    () => 'away',
  )

await describeOnStartable('a MongoDB that goes away', (kind) => {
  let server: RunningMongo
  const opened: Store[] = []

  beforeEach(async () => {
    server = await startMongo({ kind })
  })
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
    await server.stop()
  })

  const reach = () => openStore({ service: 'suite', dataDir: 'unused', mongodbUri: server.uri })
  async function open(): Promise<Store> {
    const store = await reach()
    opened.push(store)
    await store.define([LOTS, { name: 'stall', indexes: {} }])
    return store
  }

  /** One writer of one lot: what it was told for certain, and what was under way when the server went. */
  function writerOf(store: Store, id: string, going: () => boolean) {
    const writer = { certain: 0, underWay: 0, outages: 0 }
    const done = (async () => {
      while (going()) {
        try {
          const [lot] = await store.load('lot', [id])
          const version = lot?.version ?? 0
          expect([writer.certain, writer.underWay], `${id}: what was acknowledged is there`).toContain(version)
          writer.underWay = version + 2
          // Nobody else writes this lot. A conflict is its own write, of which the answer got lost and which the driver sent
          // again; a server that forgot what it answered before it died (a stand-in does) then says so. It is there all the same.
          await store.commit([writeOf(id, version, { version: version + 2 })])
          writer.certain = writer.underWay
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error
          writer.outages += 1
        }
      }
    })()
    return { ...writer, state: writer, done }
  }

  test('killed and started again in the middle of the work: nothing acknowledged is lost, nothing is half done, all goes on', {
    timeout: 5 * MINUTE,
  }, async () => {
    const stores = [await open(), await open()] as const
    const ids = Array.from({ length: 6 }, (_, number) => `lot_${number}`)
    let going = true
    const writers = ids.map((id, number) => writerOf(stores[number % 2 === 0 ? 0 : 1], id, () => going))
    const failed = Promise.all(writers.map((writer) => writer.done))
    const progress = () => writers.map(({ state }) => state.certain)
    const allPassed = (before: readonly number[], by: number) =>
      Promise.race([
        failed,
        expect.poll(() => progress().every((certain, at) => certain >= (before[at] ?? 0) + by), { timeout: MINUTE }).toBe(true),
      ])

    try {
      await withSeeds(1, async (seed) => {
        const random = randomFrom(seed)
        for (let kill = 0; kill < 3; kill += 1) {
          await allPassed(progress(), 2 * (1 + random.below(20)))
          await server.kill()
          await expect.poll(() => writers.every(({ state }) => state.outages > kill), { timeout: MINUTE }).toBe(true)
          await server.restart()
        }
      })
      await allPassed(progress(), 10)
    } finally {
      going = false
    }
    await failed

    const lots = await stores[0].load('lot', ids)
    const waiting = await pendingSequences(stores[1])
    for (const [at, id] of ids.entries()) {
      expect([writers[at]?.state.certain, writers[at]?.state.underWay], id).toContain(lots[at]?.version)
      expect(waiting[id], `${id}: every event, once, without gap`).toEqual(sequences(1, lots[at]?.version ?? 0))
    }
  })

  test('while it is away commands are answered "unavailable" within 5 s, and the same keys are carried out once when it is back', {
    timeout: 3 * MINUTE,
  }, async () => {
    const store = await open()
    const path = createWritePath({ service: 'suite', store, clock: systemClock })
    const actor = systemActor('anouk')
    // The runtime's own types know no particular decider.
    const decider = stallDecider as unknown as Parameters<typeof path.execute>[0]
    await path.execute(decider, 'stall_1', { type: 'Fill', quantity: 100 } as { type: string }, { actor })
    const keys = Array.from({ length: 40 }, (_, number) => `key_${number}`)
    const take = (key: string) =>
      path.execute(decider, 'stall_1', { type: 'Take', quantity: 1 } as { type: string }, { actor, idempotencyKey: key })

    const underWay = keys.map(take)
    await underWay[0]
    await server.kill()
    const began = performance.now()
    const answers = await Promise.all([...underWay, ...keys.map(take)])
    expect(performance.now() - began).toBeLessThan(AWAY_MS)
    expect(answers.at(-1)).toMatchObject({ refused: true, code: 'unavailable', figures: { retryAfterS: expect.any(Number) } })

    await server.restart()
    for (const key of keys) {
      let answer = await take(key)
      while (answer.refused === true && answer.code === 'unavailable') answer = await take(key)
      expect(answer, key).toMatchObject({ reply: { takeId: expect.any(String) } })
    }
    const [stall] = await store.load('stall', ['stall_1'])
    expect(stall?.version).toBe(1 + keys.length)
    // Written by this test alone.
    expect(Object.keys((stall?.document as StallState | undefined)?.takes ?? {})).toHaveLength(keys.length)
    expect(await pendingSequences(store)).toEqual({ stall_1: sequences(1, 1 + keys.length) })
  })

  test('readiness says that the database does not answer, in time, and that it does again', { timeout: MINUTE }, async () => {
    const store = await open()
    await store.ping()
    await server.kill()
    const began = performance.now()
    await expect(store.ping()).rejects.toThrow(StoreUnavailable)
    await expect(reach()).rejects.toThrow(/filature_suite on 127\.0\.0\.1:\d+ does not answer/)
    expect(performance.now() - began).toBeLessThan(2 * AWAY_MS)
    await server.restart()
    await expect.poll(() => stateOf(store), { timeout: MINUTE }).toBe('answers')
  })

  test('a server that hangs is as good as away, and what it was asked is carried out at most once when it goes on', {
    timeout: 2 * MINUTE,
  }, async () => {
    const store = await open()
    await store.commit([writeOf('lot_1', 0)])
    server.freeze()
    await expect.poll(() => Promise.race([stateOf(store), pause(500, 'silent')]), { timeout: MINUTE }).toBe('silent')
    const began = performance.now()
    const [ping, commit] = await Promise.allSettled([store.ping(), store.commit([writeOf('lot_1', 1, { version: 3 })])])
    expect(performance.now() - began).toBeLessThan(3 * AWAY_MS)
    for (const outcome of [ping, commit]) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) })
    server.thaw()
    await expect.poll(() => stateOf(store), { timeout: MINUTE }).toBe('answers')
    const [lot] = await store.load('lot', ['lot_1'])
    expect([1, 3]).toContain(lot?.version)
    const [outcome] = await store.commit([writeOf('lot_1', lot?.version ?? 0)])
    expect(await pendingSequences(store)).toEqual({ lot_1: sequences(1, (lot?.version ?? 0) + (outcome === 'done' ? 1 : 2)) })
  })
})

import type { EventLog } from '@filature/event-log/port'
import { systemActor } from '@filature/kernel/actor'
import { type ShiftedClock, shiftedClock } from '@filature/kernel/clock'
import type { EventRecord } from '@filature/kernel/event'
import { HOUR, MINUTE, plusMs } from '@filature/kernel/instant'
import type { Store } from '@filature/store/port'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Projection } from '../projection.ts'
import { createServiceRuntime, type Reactions, type ServiceRuntime } from '../runtime.ts'
import { basketProcess } from './basket.ts'
import { type StallState, stallDecider } from './stall.ts'

export interface RuntimeHarness {
  create(): Promise<{ store(): Promise<Store>; log(): Promise<EventLog>; destroy(): Promise<void> }>
}

const TOPIC = 'filature.suite'
const DLQ = 'filature.suite.dlq'
const actor = systemActor('anouk')

interface Shelf {
  readonly filled: number
  readonly takes: number
}

/** Counts by event, so that a double delivery would show. */
const shelfProjection: Projection<Shelf> = {
  collection: { name: 'shelves', indexes: { byTakes: ['takes'] } },
  topics: [TOPIC],
  types: ['suite.Filled.v1', 'suite.Taken.v1', 'suite.GivenBack.v1'],
  rowsOf: (event) => [event.subject],
  apply(row = { filled: 0, takes: 0 }, event) {
    if (event.type === 'suite.Filled.v1') return { ...row, filled: row.filled + 1 }
    return { ...row, takes: row.takes + (event.type === 'suite.Taken.v1' ? 1 : -1) }
  },
}

/** The runtime over a pair of adapters: relay, projections, reactions, processes, timers, dead letters. */
export function describeRuntime(name: string, harness: RuntimeHarness): void {
  describe(`service runtime on ${name}`, () => {
    let place: Awaited<ReturnType<RuntimeHarness['create']>>
    let clock: ShiftedClock
    const opened: { close(): Promise<void> }[] = []
    const running: ServiceRuntime[] = []

    beforeEach(async () => {
      place = await harness.create()
      clock = shiftedClock()
    })
    afterEach(async () => {
      for (const runtime of running.splice(0)) await runtime.stop()
      for (const port of opened.splice(0)) await port.close()
      await place.destroy()
    })

    async function begin(options: { reactions?: Reactions; errors?: unknown[]; projectionName?: string } = {}) {
      const [store, log] = [await place.store(), await place.log()]
      opened.push(store, log)
      await log.define([
        { name: TOPIC, partitions: 4, compacted: false },
        { name: DLQ, partitions: 1, compacted: false },
      ])
      const runtime = createServiceRuntime({
        service: 'suite',
        store,
        log,
        clock,
        topic: TOPIC,
        deadLetterTopic: DLQ,
        onError: (error) => options.errors?.push(error),
      })
      const stalls = runtime.aggregate(stallDecider)
      const baskets = runtime.process(basketProcess)
      runtime.projection(options.projectionName ?? 'shelves', shelfProjection)
      if (options.reactions !== undefined) runtime.react('reaction', [TOPIC], options.reactions)
      await runtime.start()
      running.push(runtime)
      const shelf = async (id: string) => (await store.loadRows('shelves', [id]))[0]?.document
      const fill = (id: string, quantity: number, key?: string) =>
        stalls.execute(id, { type: 'Fill', quantity }, { actor, idempotencyKey: key })
      return { runtime, store, log, stalls, baskets, shelf, fill }
    }

    test('what is written reaches the read model by itself, each event once', async () => {
      const { runtime, stalls, shelf, fill } = await begin()
      await fill('a', 5)
      await Promise.all(
        Array.from({ length: 5 }, (_, i) => stalls.execute('a', { type: 'Take', quantity: 1 }, { actor, idempotencyKey: `k${i}` })),
      )
      await runtime.settled()
      expect(await shelf('a')).toEqual({ filled: 1, takes: 5 })
    })

    test('a read model built again from zero is the same', async () => {
      const { runtime, store, stalls, fill } = await begin()
      for (const id of ['a', 'b', 'c']) await fill(id, 9)
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          stalls.execute('abc'[i % 3] ?? 'a', { type: 'Take', quantity: 1 }, { actor, idempotencyKey: `k${i}` }),
        ),
      )
      await runtime.settled()
      const rows = (await store.loadRows('shelves', ['a', 'b', 'c'])).map((row) => row?.document)
      const again = await begin({ projectionName: 'shelves-again' })
      await again.runtime.settled()
      expect((await again.store.loadRows('shelves', ['a', 'b', 'c'])).map((row) => row?.document)).toEqual(rows)
    })

    test('a process takes from all or from none, and gives back what it took', async () => {
      const { runtime, stalls, baskets, fill } = await begin()
      await fill('a', 1)
      await fill('b', 1)
      const deadline = plusMs(clock.now(), MINUTE)
      await baskets.execute('bsk_1', { type: 'FillBasket', stalls: ['a', 'b'], deadline }, { actor })
      expect((await baskets.until('bsk_1', ({ phase }) => phase === 'filled', 5_000))?.state.takes).toEqual({ a: 'taken', b: 'taken' })
      await fill('a', 1)
      await baskets.execute('bsk_2', { type: 'FillBasket', stalls: ['a', 'b'], deadline }, { actor })
      expect((await baskets.until('bsk_2', ({ phase }) => phase === 'refused', 5_000))?.state.takes).toEqual({
        a: 'given-back',
        b: 'refused',
      })
      await runtime.settled()
      expect(Object.keys((await stalls.read('a'))?.state.takes ?? {})).toHaveLength(1)
    })

    test('a process that was cut off between two steps goes on after the next start', async () => {
      const first = await begin()
      await first.fill('a', 3)
      await first.runtime.stop()
      running.splice(0)
      // Written by a process that died before it could drive it: the row itself says what is to be done.
      const { createWritePath } = await import('../write-path.ts')
      const path = createWritePath({ service: 'suite', store: first.store, clock })
      const due = { ...basketProcess, nextDue: () => plusMs(clock.now(), 1) }
      await path.execute(due as never, 'bsk_1', { type: 'FillBasket', stalls: ['a'], deadline: plusMs(clock.now(), HOUR) } as never, {
        actor,
      })
      const { baskets } = await begin()
      expect((await baskets.until('bsk_1', ({ phase }) => phase === 'filled', 10_000))?.state.phase).toBe('filled')
    })

    test('timers are rows: what falls due is done by whoever runs, once, also after a restart', async () => {
      const { runtime, stalls, fill } = await begin()
      await fill('a', 2)
      const until = plusMs(clock.now(), 20 * MINUTE)
      await stalls.execute('a', { type: 'Take', quantity: 2, until }, { actor, idempotencyKey: 'k1' })
      await runtime.stop()
      running.splice(0)
      clock.shiftBy(21 * MINUTE)
      const again = await begin()
      const free = (state: StallState) => Object.keys(state.takes).length === 0
      expect((await again.stalls.until('a', free, 5_000))?.version).toBe(3)
      // And while running: the next one is waited for exactly.
      await again.stalls.execute('a', { type: 'Take', quantity: 1, until: plusMs(clock.now(), 2 * HOUR) }, { actor, idempotencyKey: 'k2' })
      clock.shiftBy(2 * HOUR)
      expect((await again.stalls.until('a', free, 5_000))?.version).toBe(5)
    })

    test('an event that cannot be handled parks its key in order, others go on, and a replay sets it free', async () => {
      let broken = true
      const handled: string[] = []
      const errors: unknown[] = []
      const { runtime, fill } = await begin({
        errors,
        reactions: {
          'suite.Filled.v1': async (event: EventRecord) => {
            if (broken && event.subject === 'poison' && event.sequence === 1) throw new Error('cannot be read')
            handled.push(event.id)
          },
        },
      })
      await fill('poison', 1)
      await fill('poison', 2)
      for (const id of ['a', 'b', 'c', 'd', 'e']) await fill(id, 1)
      await runtime.settled()
      await fill('poison', 3)
      await runtime.settled()
      const consumer = runtime.consumers().find(({ group }) => group === 'suite.reaction')
      expect(handled.sort()).toEqual(['a/1', 'b/1', 'c/1', 'd/1', 'e/1'])
      const parked = (await consumer?.deadLetters.list()) ?? []
      expect(parked.map(({ key, reason, events }) => [key, reason, events.map(({ id }) => id)])).toEqual([
        ['poison', 'cannot be read', ['poison/1', 'poison/2', 'poison/3']],
      ])
      expect(await consumer?.deadLetters.replay('poison')).toBe(false)
      broken = false
      handled.splice(0)
      expect(await consumer?.deadLetters.replay('poison')).toBe(true)
      expect(handled).toEqual(['poison/1', 'poison/2', 'poison/3'])
      await fill('poison', 4)
      await runtime.settled()
      expect(handled.at(-1)).toBe('poison/4')
      expect(errors.length).toBeGreaterThan(0)
    })
  })
}

import { describe, expect, test } from 'vitest'
import type { Memory, Store } from '../port.ts'
import { roundsOf, type StoreHarness } from './harness.ts'
import { randomFrom, withSeeds } from './random.ts'
import { adding, sequences, writeOf } from './samples.ts'

export function describeRememberedAnswers(open: () => Promise<Store>, harness: StoreHarness): void {
  const memoryOf = async (store: Store): Promise<Memory> => {
    const [found] = await store.load('lot', ['lot_1'])
    if (found === undefined) throw new Error('the lot is gone')
    return found.memory
  }

  /** Remembers `key` unless it is remembered already; a conflict is decided again, as the runtime does. */
  async function remembered(store: Store, key: string, held: Memory): Promise<'new' | 'repeat'> {
    for (let memory = held; ; memory = await memoryOf(store)) {
      if (memory.answers.includes(key)) return 'repeat'
      const write = { version: 1, events: [], expectedRevision: memory.revision, memory: adding([key]) }
      const [outcome] = await store.commit([writeOf('lot_1', 1, write)])
      if (outcome === 'done') return 'new'
    }
  }

  describe('commands accepted without an event, by two stores', () => {
    test('of two at the same revision one is written, the other decides again and nothing is lost', async () => {
      const stores = [await open(), await open()] as const
      await stores[0].commit([writeOf('lot_1', 0)])
      const held = await Promise.all(stores.map(memoryOf))
      const write = (key: string) => writeOf('lot_1', 1, { version: 1, events: [], memory: adding([key]) })
      const outcomes = (await Promise.all(stores.map((store, index) => store.commit([write(`key_${index}`)])))).flat()
      expect(outcomes.toSorted()).toEqual(['conflict', 'done'])
      const answers = await Promise.all(
        stores.map((store, index) => remembered(store, `key_${index}`, held[index] ?? { revision: 0, answers: [], passing: [] })),
      )
      // Who was written is a repeat now, for whoever held the memory from before, too.
      expect(answers.toSorted()).toEqual(['new', 'repeat'])
      expect((await memoryOf(stores[0])).answers.toSorted()).toEqual(['key_0', 'key_1'])
    })

    test('the same keys sent to both at once are new once each, however stale what a store holds', async () => {
      await withSeeds(roundsOf(harness, 3), async (seed) => {
        const random = randomFrom(seed)
        const stores = [await open(), await open()] as const
        const [found] = await stores[0].load('lot', ['lot_1'])
        if (found === undefined) await stores[0].commit([writeOf('lot_1', 0)])
        const before = await memoryOf(stores[0])
        const keys = sequences(1, 30).map((number) => `${seed}/${number}`)
        const asked = keys.flatMap((key) => Array.from({ length: 3 }, () => ({ key, store: random.one(stores) })))
        const outcomes = await Promise.all(asked.map(({ key, store }) => remembered(store, key, before)))
        expect(outcomes.filter((outcome) => outcome === 'new')).toHaveLength(keys.length)
        const after = await memoryOf(stores[1])
        expect(after.answers.slice(before.answers.length).map(String).toSorted()).toEqual(keys.toSorted())
        expect(after.revision).toBe(before.revision + keys.length)
      })
    })
  })
}

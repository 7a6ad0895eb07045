import { describe, expect, test } from 'vitest'
import type { Memory, Store } from '../port.ts'
import { adding, checkOf, sequences, writeOf } from './samples.ts'

export function describeMemory(open: () => Promise<Store>): void {
  describe('what the runtime remembers', () => {
    const memoryOf = async (store: Store, id = 'lot_1'): Promise<Memory | undefined> => (await store.load('lot', [id]))[0]?.memory

    test('is only added to, oldest first; what is passing lasts until the next write', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { memory: adding([{ key: 'a' }, { key: 'b' }], { passing: [{ key: '~1' }] }) })])
      expect(await memoryOf(store)).toEqual({ revision: 2, answers: [{ key: 'a' }, { key: 'b' }], passing: [{ key: '~1' }] })
      await store.commit([writeOf('lot_1', 1, { expectedRevision: 2, memory: adding([{ key: 'c' }]) })])
      expect(await memoryOf(store)).toEqual({ revision: 3, answers: [{ key: 'a' }, { key: 'b' }, { key: 'c' }], passing: [] })
      await store.commit([writeOf('lot_1', 2, { expectedRevision: 3, memory: adding([], { passing: ['x'] }) })])
      expect(await memoryOf(store)).toMatchObject({ revision: 3, answers: [{ key: 'a' }, { key: 'b' }, { key: 'c' }], passing: ['x'] })
      const newer = await store.loadNewer('lot', [{ id: 'lot_1', version: 2 }])
      expect(newer[0]?.memory).toEqual(await memoryOf(store))
    })

    test('belongs to one aggregate of one collection', async () => {
      const store = await open()
      await store.define([{ name: 'order', indexes: {} }])
      await store.commit([
        writeOf('same', 0, { memory: adding(['of the lot']) }),
        writeOf('same', 0, { collection: 'order', memory: adding(['of the order']) }),
        writeOf('same2', 0, { memory: adding(['of another lot']) }),
      ])
      expect(await memoryOf(store, 'same')).toMatchObject({ answers: ['of the lot'] })
      expect((await store.load('order', ['same', 'same2'])).map((found) => found?.memory.answers)).toEqual([['of the order'], undefined])
    })

    test.each([
      ['one at a time', 1],
      ['several at a time', 7],
      ['more at a time than are kept', 40],
    ])('keeps the newest, %s, and does not grow without end', async (_, together) => {
      const store = await open()
      const keep = 20
      let revision = 0
      for (let version = 0; version < 150; version += 1) {
        const added = sequences(revision + 1, revision + together)
        const write = writeOf('lot_1', version, { expectedRevision: revision, events: [], memory: adding(added, { keep }) })
        expect(await store.commit([write])).toEqual(['done'])
        revision += together
      }
      const memory = await memoryOf(store)
      const answers = memory?.answers ?? []
      expect(memory?.revision).toBe(150 * together)
      expect(answers).toEqual(sequences(revision - answers.length + 1, revision))
      expect(answers.length).toBeGreaterThanOrEqual(keep)
      expect(answers.length).toBeLessThanOrEqual(keep + 100)
    })

    test('may grow without an event, and then guards the next write and check like a version', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { memory: adding(['a']) })])
      const still = { version: 1, events: [] }
      expect(await store.commit([writeOf('lot_1', 1, { ...still, expectedRevision: 1, memory: adding(['b']) })])).toEqual(['done'])
      // Somebody who decided on version 1 as it was before.
      for (const late of [still, {}]) {
        expect(await store.commit([writeOf('lot_1', 1, { ...late, expectedRevision: 1, memory: adding(['c']) })])).toEqual(['conflict'])
      }
      const [held] = await store.load('lot', ['lot_1'])
      expect(held).toMatchObject({ version: 1, memory: { revision: 2, answers: ['a', 'b'] } })
      const checks = [
        checkOf('lot_1', 1, 1),
        checkOf('lot_1', 1, 2),
        checkOf('lot_1', 1, 3),
        checkOf('lot_1', 2, 2),
        checkOf('lot_2', 0, 1),
      ]
      const outcomes = ['conflict', 'done', 'conflict', 'conflict', 'conflict']
      expect(await store.commit(checks)).toEqual(outcomes)
      expect(await store.commit([...checks, writeOf('lot_3', 0)])).toEqual([...outcomes, 'done'])
      expect(await store.commit([writeOf('lot_1', 1, { expectedRevision: 2, memory: adding(['c']) })])).toEqual(['done'])
      expect(await memoryOf(store)).toMatchObject({ revision: 3, answers: ['a', 'b', 'c'] })
    })

    test('is not touched by a write that came too late', async () => {
      const store = await open()
      await store.commit([writeOf('lot_1', 0, { memory: adding(['a'], { passing: ['p'] }) })])
      const late = adding(['z'], { passing: ['q'], keep: 0 })
      const outcomes = await store.commit([writeOf('lot_1', 0, { memory: late }), writeOf('lot_2', 0, { memory: adding(['b']) })])
      expect(outcomes).toEqual(['conflict', 'done'])
      expect(await store.commit([writeOf('lot_1', 3, { expectedRevision: 1, memory: late })])).toEqual(['conflict'])
      expect(await memoryOf(store)).toEqual({ revision: 1, answers: ['a'], passing: ['p'] })
    })
  })
}

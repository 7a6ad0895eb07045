import { describe, expect, test } from 'vitest'
import type { Store } from '../port.ts'
import { type Child, startChildren } from './children.ts'
import { roundsOf, type StoreHarness } from './harness.ts'
import { withSeeds } from './random.ts'
import { pendingSequences, sequences } from './samples.ts'

export function describeConflictStorms(open: () => Promise<Store>, harness: StoreHarness): void {
  describe('several processes on one store', () => {
    test.each([
      { processes: 2, rounds: 4, successes: 400 },
      { processes: 4, rounds: 3, successes: 250 },
    ])(
      'a conflict storm of $processes processes loses nothing, doubles nothing and shows nobody a lock',
      async ({ processes, rounds, successes }) => {
        let conflicts = 0
        await withSeeds(roundsOf(harness, rounds), async (seed) => {
          await harness.reset()
          const ids = Array.from({ length: 6 }, (_, number) => `lot_${number}`)
          const store = await harness.spawnable()
          const numbers = Array.from({ length: processes }, (_, number) => number)
          const children = await startChildren(
            numbers.map((number) => ({ store, job: { kind: 'storm', seed: seed + number, ids, successes } })),
          )
          await Promise.all(children.map((child) => child.ended()))

          const results = children.map(stormed)
          const moved = ids.map((id) => results.reduce((sum, result) => sum + (result.moved[id] ?? 0), 0))
          const added = ids.map((id) => results.map((result) => result.added[id] ?? []))
          expect(added.flat(2).length).toBeGreaterThanOrEqual(processes * successes)
          conflicts += results.reduce((sum, result) => sum + result.conflicts, 0)

          const after = await open()
          const loaded = await after.load('lot', ids)
          expect(loaded.map((lot) => lot?.version)).toEqual(moved)
          expect(loaded.map((lot) => lot?.document)).toEqual(moved.map((moves) => ({ moves })))
          expect(await pendingSequences(after)).toEqual(
            Object.fromEntries(ids.map((id, position) => [id, sequences(1, moved[position] ?? 0)])),
          )
          for (const [position, ofEach] of added.entries()) {
            const { revision, answers = [] } = loaded[position]?.memory ?? {}
            expect(revision, ids[position]).toBe(ofEach.flat().length)
            expect(answers.toSorted(), `${ids[position]}: all answers, each once`).toEqual(ofEach.flat().toSorted())
            const own = ofEach.map((some) => answers.filter((answer) => some.includes(String(answer))))
            expect(own, `${ids[position]}: each process's in its own order`).toEqual(ofEach)
          }
          await after.close()
        })
        // Without a single conflict nothing was tried at all.
        expect(conflicts).toBeGreaterThan(0)
      },
      120_000,
    )
  })
}

function stormed(child: Child) {
  const result = child.told.find((message) => message.kind === 'stormed')
  if (result === undefined) throw new Error('a storm ended without telling')
  return result
}

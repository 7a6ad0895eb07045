import { describe, expect, test } from 'vitest'
import type { Store } from '../port.ts'
import { type ChildMessage, KEPT, type Sequences } from './child-jobs.ts'
import { startChildren } from './children.ts'
import { roundsOf, type StoreHarness } from './harness.ts'
import { randomFrom, withSeeds } from './random.ts'
import { sequences } from './samples.ts'

/** What the outside knows of a killed process: what it was told for certain, and what was under way. */
interface Known {
  readonly certain: Sequences
  readonly underWay: Sequences
}

export function describeKilledProcess(open: () => Promise<Store>, harness: StoreHarness): void {
  describe('a process killed in the middle of its work', () => {
    test('every acknowledged write is there, none is half done, and exactly the unmarked events are pending', async () => {
      const ids = Array.from({ length: 12 }, (_, number) => `lot_${number}`)
      let versions: Sequences = {}
      let marked: Sequences = {}
      await withSeeds(roundsOf(harness, 12), async (seed) => {
        const random = randomFrom(seed)
        const [child] = await startChildren([{ store: await harness.spawnable(), job: { kind: 'stream', seed, ids } }])
        if (child === undefined) throw new Error('one task starts one process')
        const enough = 5 + random.below(250)
        await child.until((told) => told.length >= enough)
        await child.kill()

        const writes = knownFrom(versions, child.told, 'committing', 'committed')
        const marks = knownFrom(marked, child.told, 'marking', 'marked')
        const store = await open()
        const loaded = await store.load('lot', ids)
        const waiting = await store.pending(1_000_000)
        versions = Object.fromEntries(ids.map((id, position) => [id, loaded[position]?.version ?? 0]))
        for (const [position, id] of ids.entries()) {
          const lot = loaded[position]
          const version = lot?.version ?? 0
          expect([writes.certain[id] ?? 0, writes.underWay[id] ?? writes.certain[id] ?? 0], `${id}: version`).toContain(version)
          if (lot !== undefined) {
            const { answers } = lot.memory
            expect(lot, id).toMatchObject({ document: { id, version }, memory: { revision: version, passing: [version] } })
            expect(answers, `${id}: answers without gap up to the version`).toEqual(sequences(version - answers.length + 1, version))
            expect(answers.length, id).toBeGreaterThanOrEqual(Math.min(KEPT, version))
          }
          const events = waiting.find(({ subject }) => subject === id)?.events.map((event) => event.sequence) ?? []
          const first = version - events.length + 1
          expect(events, `${id}: events without gap up to the version`).toEqual(sequences(first, version))
          expect([marks.certain[id] ?? 0, marks.underWay[id] ?? marks.certain[id] ?? 0], `${id}: marks`).toContain(first - 1)
          marked = { ...marked, [id]: first - 1 }
        }
        await store.close()
      })
    }, 120_000)
  })
}

function knownFrom(before: Sequences, told: readonly ChildMessage[], begun: 'committing' | 'marking', done: 'committed' | 'marked'): Known {
  const certain: Record<string, number> = { ...before }
  let underWay: Sequences = {}
  for (const message of told) {
    if (message.kind === begun) underWay = 'versions' in message ? message.versions : message.upTo
    if (message.kind === done) {
      Object.assign(certain, underWay)
      underWay = {}
    }
  }
  return { certain, underWay }
}

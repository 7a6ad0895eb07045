import { describe, expect, test } from 'vitest'
import type { Store } from '../port.ts'
import type { ChildMessage } from './child-jobs.ts'
import { startChildren } from './children.ts'
import { roundsOf, type StoreHarness } from './harness.ts'
import { withSeeds } from './random.ts'
import { sequences } from './samples.ts'

export function describeRelays(open: () => Promise<Store>, harness: StoreHarness): void {
  describe('relays of several processes', () => {
    test('two writers and two relays: every event is taken, prefixes only, never again by the relay that marked it', async () => {
      await withSeeds(roundsOf(harness, 3), async (seed) => {
        await harness.reset()
        const ids = Array.from({ length: 5 }, (_, number) => `lot_${number}`)
        const store = await harness.spawnable()
        const children = await startChildren([
          { store, job: { kind: 'storm', seed: seed + 1, ids, successes: 300 } },
          { store, job: { kind: 'storm', seed: seed + 2, ids, successes: 300 } },
          { store, job: { kind: 'relay', seed: seed + 3 } },
          { store, job: { kind: 'relay', seed: seed + 4 } },
        ])
        const [writers, relays] = [children.slice(0, 2), children.slice(2)]
        await Promise.all(writers.map((writer) => writer.ended()))
        for (const relay of relays) relay.say('stop')
        await Promise.all(relays.map((relay) => relay.ended()))

        const after = await open()
        const taken = new Map(ids.map((id) => [id, new Set<number>()]))
        for (const relay of relays) follow(relay.told, taken)
        for (const [position, lot] of (await after.load('lot', ids)).entries()) {
          const seen = [...(taken.get(ids[position] ?? '') ?? [])].sort((a, b) => a - b)
          expect(seen, ids[position]).toEqual(sequences(1, lot?.version ?? 0))
        }
        expect(await after.pending(10)).toEqual([])
        await after.close()
      })
    }, 120_000)
  })
}

/** Adds what one relay took, and checks the order it took it in. */
function follow(told: readonly ChildMessage[], taken: ReadonlyMap<string, Set<number>>): void {
  const marked = new Map<string, number>()
  for (const message of told) {
    if (message.kind === 'marked-taken') for (const [id, upTo] of Object.entries(message.upTo)) marked.set(id, upTo)
    if (message.kind !== 'took') continue
    for (const [id, events] of Object.entries(message.events)) {
      const first = events[0] ?? 0
      expect(events, `${id}: without gap inside what was taken`).toEqual(sequences(first, first + events.length - 1))
      expect(first, `${id}: not again what this relay has marked`).toBeGreaterThan(marked.get(id) ?? 0)
      for (const sequence of events) taken.get(id)?.add(sequence)
    }
  }
}

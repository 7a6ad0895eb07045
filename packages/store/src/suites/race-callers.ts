import { describe, expect, test } from 'vitest'
import type { Store, Write } from '../port.ts'
import { randomFrom, withSeeds } from './random.ts'
import { eventOf, pendingSequences, rowOf, sequences, writeOf } from './samples.ts'

interface Stock {
  readonly left: number
  /** Who took one. */
  readonly takers: readonly string[]
}

export function describeConcurrentCallers(open: () => Promise<Store>): void {
  /** Takes one of the stock if there is one left; a conflict is decided again, as the runtime does. */
  async function takeOne(store: Store, taker: string, neighbour: (turn: number) => readonly Write[] = () => []): Promise<boolean> {
    for (let turn = 0; ; turn += 1) {
      const [found] = await store.load('lot', ['lot_1'])
      if (found === undefined) throw new Error('the lot is gone')
      // Written by this suite alone.
      const stock = found.document as Stock
      if (stock.takers.includes(taker)) return true
      if (stock.left === 0) return false
      const document: Stock = { left: stock.left - 1, takers: [...stock.takers, taker] }
      const events = [eventOf('lot_1', found.version + 1, { taker })]
      const [outcome] = await store.commit([writeOf('lot_1', found.version, { document, events }), ...neighbour(turn)])
      if (outcome === 'done') return true
    }
  }

  describe('many callers at once', () => {
    test('500 callers want one of 50: exactly 50 get it, each with one event, without gap', async () => {
      const stores = [await open(), await open()] as const
      await stores[0].commit([writeOf('lot_1', 0, { document: { left: 50, takers: [] } })])
      await withSeeds(1, async (seed) => {
        const random = randomFrom(seed)
        const taken = await Promise.all(
          Array.from({ length: 500 }, (_, caller) =>
            takeOne(random.one(stores), `mbr_${caller}`, (turn) => (turn === 0 ? [writeOf(`lot_of_${caller}`, 0)] : [])),
          ),
        )
        expect(taken.filter(Boolean)).toHaveLength(50)
      })
      const [lot] = await stores[1].load('lot', ['lot_1'])
      expect(lot).toMatchObject({ version: 51, document: { left: 0 } })
      const waiting = await stores[1].pending(10_000)
      const events = waiting.find(({ subject }) => subject === 'lot_1')?.events ?? []
      expect(events.map((event) => event.sequence)).toEqual(sequences(1, 51))
      expect(new Set(events.slice(1).map((event) => JSON.stringify(event.data))).size).toBe(50)
      // The neighbours in the same commits, whose own guard held, were all written.
      expect(waiting.filter(({ subject }) => subject.startsWith('lot_of_'))).toHaveLength(500)
    })

    test('the same write sent fifty times at once is done once', async () => {
      const stores = [await open(), await open()] as const
      const write = writeOf('lot_1', 0, { version: 3 })
      const outcomes = await Promise.all(Array.from({ length: 50 }, (_, turn) => stores[turn % 2 === 0 ? 0 : 1].commit([write])))
      expect(outcomes.flat().filter((outcome) => outcome === 'done')).toHaveLength(1)
      expect(await pendingSequences(stores[0])).toEqual({ lot_1: [1, 2, 3] })
    })

    test('callers who lost the answer and ask again never get a second one', async () => {
      const stores = [await open(), await open()] as const
      await stores[0].commit([writeOf('lot_1', 0, { document: { left: 100, takers: [] } })])
      const again = Array.from({ length: 5 }, () => Array.from({ length: 40 }, (_, caller) => `mbr_${caller}`)).flat()
      await Promise.all(again.map((taker, turn) => takeOne(stores[turn % 2 === 0 ? 0 : 1], taker)))
      const [lot] = await stores[0].load('lot', ['lot_1'])
      expect(lot).toMatchObject({ version: 41, document: { left: 60 } })
      expect(await pendingSequences(stores[0])).toEqual({ lot_1: sequences(1, 41) })
    })

    test('two consumers of the same events move a row once for each event', async () => {
      const stores = [await open(), await open()] as const
      const follow = async (store: Store, sequence: number): Promise<void> => {
        for (;;) {
          const [row] = await store.loadRows('lot-row', ['row_1'])
          const before = (row?.document as { applied: number } | undefined)?.applied ?? 0
          const [outcome] = await store.project([rowOf('row_1', row?.version ?? 0, `lot_${sequence}`, 1, { applied: before + 1 })])
          if (outcome !== 'conflict') return
        }
      }
      await Promise.all(sequences(1, 60).flatMap((sequence) => stores.map((store) => follow(store, sequence))))
      const [row] = await stores[0].loadRows('lot-row', ['row_1'])
      expect(row).toMatchObject({ version: 60, document: { applied: 60 } })
      expect(Object.keys(row?.sources ?? {})).toHaveLength(60)
    })
  })
}

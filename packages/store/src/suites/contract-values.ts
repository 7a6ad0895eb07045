import { describe, expect, test } from 'vitest'
import type { Store } from '../port.ts'
import { adding, eventOf, rowOf, writeOf } from './samples.ts'

const STRANGE = [
  "'; DROP TABLE doc_lot; --",
  '"quoted" \\ back\\slash',
  '$where',
  '$.depotId',
  '%_*?',
  '__proto__',
  'constructor',
  '{"$gt":""}',
  'null',
  'Éàü ß 漢字 🪵 مرحبا',
  'a\u0301 is not á',
  'line\nbreak\tand tab',
  ' spaces ',
] as const

export function describeValues(open: () => Promise<Store>): void {
  describe('values are only ever values', () => {
    test.each(STRANGE)('%j as id, field, source and event', async (strange) => {
      const store = await open()
      const document = JSON.parse(JSON.stringify({ depotId: strange, deep: { text: [strange] } }).replace('"deep"', '"__proto__"'))
      const event = eventOf(strange, 1, { text: strange })
      const answer = JSON.parse(`{"__proto__": ${JSON.stringify(strange)}}`)
      const memory = adding([answer, strange], { passing: [[answer], strange] })
      expect(await store.commit([writeOf(strange, 0, { document, memory, events: [event] }), writeOf('lot_1', 0)])).toEqual([
        'done',
        'done',
      ])

      const [loaded] = await store.load('lot', [strange])
      const remembered = { revision: 2, answers: [answer, strange], passing: [[answer], strange] }
      expect(JSON.stringify(loaded)).toBe(JSON.stringify({ id: strange, version: 1, document, memory: remembered }))
      expect((await store.find('lot', { where: { depotId: strange }, limit: 5 })).items.map((item) => item.id)).toEqual([strange])
      expect(await store.pending(1)).toEqual([{ collection: 'lot', subject: strange, events: [event] }])
      await store.published([{ collection: 'lot', subject: strange, upTo: 1 }])
      expect((await store.pending(9)).map((waiting) => waiting.subject)).toEqual(['lot_1'])

      expect(await store.project([rowOf(strange, 0, strange, 3, { town: strange })])).toEqual(['done'])
      expect(await store.project([rowOf(strange, 1, strange, 3, { town: strange })])).toEqual(['seen'])
      const [row] = await store.loadRows('lot-row', [strange])
      expect(row?.document).toEqual({ town: strange })
      expect(Object.entries(row?.sources ?? {})).toEqual([[strange, 3]])
    })

    test('pages go on across strange values', async () => {
      const store = await open()
      await store.commit(STRANGE.map((strange) => writeOf(strange, 0, { document: { depotId: 'dep_1', createdAt: strange } })))
      const found: string[] = []
      let after: string | undefined
      do {
        const page = await store.find('lot', {
          where: { depotId: 'dep_1' },
          orderBy: { field: 'createdAt', direction: 'asc' },
          limit: 1,
          ...(after === undefined ? {} : { after }),
        })
        found.push(...page.items.map((item) => item.id))
        after = page.next
      } while (after !== undefined && found.length <= STRANGE.length)
      expect(found.toSorted()).toEqual([...STRANGE].toSorted())
    })

    test('a large document comes back whole', async () => {
      const store = await open()
      const document = {
        holds: Array.from({ length: 5_000 }, (_, number) => ({ id: `hld_${number}`, quantity: number, note: 'é'.repeat(20) })),
      }
      await store.commit([writeOf('lot_1', 0, { document })])
      expect((await store.load('lot', ['lot_1']))[0]?.document).toEqual(document)
    })

    test('numbers keep their value', async () => {
      const store = await open()
      const document = { numbers: [0, -1, 2 ** 53 - 1, -(2 ** 53) + 1, 0.1, 1e-7, 1e21] }
      await store.commit([writeOf('lot_1', 0, { document })])
      expect((await store.load('lot', ['lot_1']))[0]?.document).toEqual(document)
    })
  })
}

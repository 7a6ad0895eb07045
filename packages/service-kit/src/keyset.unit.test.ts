import { describe, expect, test } from 'vitest'
import { pageByKey } from './keyset.ts'

interface Depot {
  readonly id: string
  readonly km: number
}
const depot = (id: string, km: number): Depot => ({ id, km })
const DEPOTS = [depot('d', 2), depot('é', 1), depot('a', 1), depot('z', 0.5), depot('f', 1)]
const pageOf = (all: readonly Depot[], limit: number, after?: string, order = 'depots') =>
  pageByKey(all, { order, keyOf: ({ km, id }) => [km, id], limit, after })
const names = (items: readonly Depot[]) => items.map(({ id }) => id).join('')

describe('a list in pages', () => {
  test('shows everything once, in the same order, however long the pages are', () => {
    for (const limit of [1, 2, 3, 4, 5, 9]) {
      const seen: Depot[] = []
      let after: string | undefined
      do {
        const page = pageOf(DEPOTS, limit, after)
        expect(page.items.length).toBeLessThanOrEqual(limit)
        seen.push(...page.items)
        after = page.next
      } while (after !== undefined)
      expect([limit, names(seen)]).toEqual([limit, 'zaéfd'])
    }
  })

  test('goes on behind the last item that was shown, also when that has gone and others have come', () => {
    const { next } = pageOf(DEPOTS, 3)
    const changed = [...DEPOTS.filter(({ id }) => id !== 'é'), depot('b', 1), depot('g', 1)]
    expect(names(pageOf(changed, 9, next).items)).toBe('fgd')
  })

  test('refuses what is no page mark, or one of another list or order', () => {
    const other = pageOf(DEPOTS, 1, undefined, 'depots near 46.5,0.3').next
    for (const after of ['', 'garbage', 'bnVsbA', 'W10', Buffer.from('["depots",{}]').toString('base64url'), other]) {
      expect(() => pageOf(DEPOTS, 1, after ?? 'missing'), after).toThrow(expect.objectContaining({ name: 'CursorInvalid' }))
    }
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assign } from './assignment.ts'

const partitions = (count: number, assignedTo: string | null = null) =>
  Array.from({ length: count }, (_, partition) => ({ partition, topic: 'market', assignedTo }))
const member = (id: string, ...topics: string[]) => ({ id, topics })
const sharesOf = (owners: ReadonlyMap<number, string | null>) => {
  const shares: Record<string, number> = {}
  for (const owner of owners.values()) if (owner !== null) shares[owner] = (shares[owner] ?? 0) + 1
  return shares
}

describe('who reads which partition', () => {
  it('gives everything to the only member', () => {
    expect(sharesOf(assign(partitions(4), [member('a', 'market')]))).toEqual({ a: 4 })
  })

  it('moves only what a newcomer is due', () => {
    const owners = assign(partitions(4, 'a'), [member('a', 'market'), member('b', 'market')])
    expect(sharesOf(owners)).toEqual({ a: 2, b: 2 })
  })

  it('leaves the others alone when a member goes', () => {
    const before = assign(partitions(6), [member('a', 'market'), member('b', 'market'), member('c', 'market')])
    const after = assign(
      [...before].map(([partition, assignedTo]) => ({ partition, topic: 'market', assignedTo })),
      [member('a', 'market'), member('c', 'market')],
    )
    for (const [partition, owner] of before) if (owner !== 'b') expect(after.get(partition)).toBe(owner)
    expect(sharesOf(after)).toEqual({ a: 3, c: 3 })
  })

  it('gives a topic only to those who read it', () => {
    const owners = assign(
      [
        { partition: 0, topic: 'market', assignedTo: null },
        { partition: 1, topic: 'stock', assignedTo: 'a' },
        { partition: 2, topic: 'nobody', assignedTo: 'a' },
      ],
      [member('a', 'market'), member('b', 'stock')],
    )
    expect([...owners.values()]).toEqual(['a', 'b', null])
  })

  it('evens out whatever came before, and then leaves it', () => {
    const ids = ['a', 'b', 'c', 'd']
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...ids, 'gone', null), { minLength: 1, maxLength: 30 }),
        fc.subarray(ids, { minLength: 1 }),
        (held, alive) => {
          const members = alive.map((id) => member(id, 'market'))
          const asAssignable = (owners: Iterable<[number, string | null]>) =>
            [...owners].map(([partition, assignedTo]) => ({ partition, topic: 'market', assignedTo }))
          const first = assign(asAssignable(held.entries()), members)
          const shares = alive.map((id) => sharesOf(first)[id] ?? 0)
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
          expect(shares.reduce((sum, share) => sum + share)).toBe(held.length)
          expect(assign(asAssignable(first), members)).toEqual(first)
        },
      ),
    )
  })
})

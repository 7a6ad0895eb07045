import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestOf, digestText, EMPTY_DIGEST, withoutState, withState } from './digest.ts'

const states = fc.uniqueArray(fc.record({ id: fc.stringMatching(/^(off|lot)_[0-9A-Z]{4}$/), v: fc.nat() }), {
  selector: ({ id }) => id,
  maxLength: 30,
})

describe('the digest of a room', () => {
  test('does not depend on the order of the states', () => {
    fc.assert(
      fc.property(states, (held) => {
        expect(digestOf([...held].reverse())).toEqual(digestOf(held))
      }),
    )
  })

  test('kept by one subtraction and one addition per change, is that of what is held', () => {
    fc.assert(
      fc.property(states, fc.nat(), (held, newer) => {
        const [first, ...rest] = held
        if (first === undefined) return
        const kept = withState(withoutState(digestOf(held), first.id, first.v), first.id, newer)
        expect(kept).toEqual(digestOf([...rest, { id: first.id, v: newer }]))
        expect(withoutState(kept, first.id, newer)).toEqual(digestOf(rest))
      }),
    )
  })

  test('tells one version from the next, and one missing state', () => {
    const held = Array.from({ length: 1_000 }, (_, at) => ({ id: `lot_${at}`, v: at }))
    const seen = new Set([digestText(digestOf(held))])
    for (let at = 0; at < held.length; at += 1) {
      const others = held.filter((_, other) => other !== at)
      seen.add(digestText(digestOf(others)))
      seen.add(digestText(digestOf([...others, { id: `lot_${at}`, v: at + 1 }])))
    }
    expect(seen.size).toBe(2_001)
  })

  test('of nothing, and of one known state, are written down for other programs', () => {
    expect(digestText(EMPTY_DIGEST)).toBe('0000000000000000')
    expect(digestText(digestOf([{ id: 'lot_beam', v: 7 }]))).toBe('78e1a6d5a9a5423e')
  })
})

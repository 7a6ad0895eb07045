import { describe, expect, it } from 'vitest'
import { decodeShare, decodeWish, encodeShare, encodeWish, sharesOf } from './group-protocol.ts'

describe('what members of a group tell each other', () => {
  it('comes back as it was', () => {
    const wish = { topics: ['market', 'materials'], from: 'end' as const, awaited: ['materials'] }
    expect(decodeWish(encodeWish(wish))).toEqual(wish)
    const share = { assigned: new Map([['market', [0, 2]]]), starts: { market: { 0: 17 } }, existing: ['market'] }
    expect(decodeShare(encodeShare(share))).toEqual(share)
  })

  it('may be nothing, for a member that the leader did not know of', () => {
    expect(decodeShare(Buffer.alloc(0))).toBeUndefined()
  })
})

describe('the shares of a group', () => {
  it('are even, and only of what each member reads', () => {
    const members = [
      { id: 'a', topics: ['market', 'materials'] },
      { id: 'b', topics: ['market'] },
    ]
    const shares = sharesOf(
      new Map([
        ['market', 2],
        ['materials', 2],
      ]),
      members,
    )
    expect(shares.get('a')).toEqual(new Map([['materials', [0, 1]]]))
    expect(shares.get('b')).toEqual(new Map([['market', [0, 1]]]))
  })

  it('may be empty', () => {
    const members = ['a', 'b'].map((id) => ({ id, topics: ['market'] }))
    expect([...sharesOf(new Map([['market', 1]]), members).values()].map(({ size }) => size).sort()).toEqual([0, 1])
  })

  it('are the same again for the same members, whatever their order', () => {
    const members = ['a', 'b', 'c'].map((id) => ({ id, topics: ['market'] }))
    const topics = new Map([['market', 7]])
    expect(sharesOf(topics, [...members].reverse())).toEqual(sharesOf(topics, members))
  })
})

import { digestOf, digestText } from '@filature/contracts/live/digest'
import { apply, type LiveState, setTo, versionOf } from './store.ts'

/** What a message says of a room. */
export interface Told {
  readonly states: readonly LiveState[]
  /**
   * `some`: what is newer; all else stays. `all`: this is everything, and what is newer here stays. `as-told`: everything, and
   * newer here or not: the server has said twice that it knows no better.
   */
  readonly how: 'some' | 'all' | 'as-told'
}

/** The things of one room. Their states are in the store, where the highest version wins whichever room tells it. */
export interface RoomContent {
  readonly ids: ReadonlySet<string>
  /** Takes a message in; answers what is not in the room any more, or not as it was believed to be. */
  take(told: Told): readonly string[]
  /** Versions held, for the server to send only what is newer. */
  versions(): readonly { readonly id: string; readonly v: number }[]
  /** Whether what is held is what the server says there is. */
  agreesWith(digest: string): boolean
}

export function createRoomContent(): RoomContent {
  const ids = new Set<string>()
  const versions = () =>
    [...ids].flatMap((id) => {
      const v = versionOf(id)
      return v === undefined ? [] : [{ id, v }]
    })
  return {
    ids,
    take({ states, how }) {
      const there = states.filter(({ gone }) => gone !== true)
      const here = new Set(there.map(({ id }) => id))
      const gone = new Set(states.flatMap(({ id }) => (here.has(id) ? [] : [id])))
      const left = [...ids].filter((id) => (how === 'some' ? gone.has(id) : !here.has(id)))
      const setBack = how === 'as-told' ? there.filter(({ id, v }) => ids.has(id) && v < (versionOf(id) ?? v)) : []
      for (const id of left) ids.delete(id)
      for (const id of here) ids.add(id)
      if (how === 'as-told') setTo(there)
      else apply(there)
      return [...left, ...setBack.map(({ id }) => id)]
    },
    versions,
    agreesWith: (digest) => digestText(digestOf(versions())) === digest,
  }
}

import { randomInt } from 'node:crypto'

export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number
  /** `count` different members, or all when there are fewer. */
  some<T>(members: readonly T[], count: number): readonly T[]
  one<const T>(members: readonly [T, ...T[]]): T
}

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  return {
    below,
    one: (members) => members[below(members.length)] ?? members[0],
    some(members, count) {
      const left = [...members]
      return Array.from({ length: Math.min(count, members.length) }, () => left.splice(below(left.length), 1)).flat()
    },
  }
}

/**
 * Runs `round` with as many seeds. A failure names its seed; set STORE_SEED to it to run that round alone.
 */
export async function withSeeds(rounds: number, round: (seed: number) => Promise<void>): Promise<void> {
  const asked = process.env['STORE_SEED']
  const seeds = asked === undefined ? Array.from({ length: rounds }, () => randomInt(2 ** 32)) : [Number(asked)]
  for (const seed of seeds) {
    try {
      await round(seed)
    } catch (error) {
      throw new Error(`with STORE_SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }
}

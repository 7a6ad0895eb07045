import type { Choice } from './holds.ts'

/** Numbers from 0 to below 1 that only depend on the seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    // Mulberry32: small, fast and even enough to choose lots with.
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A way to choose one of `count` numbers from 0. Zipf's is exact: from the sums of 1/rank. */
export function chooser(choice: Choice, count: number, random: () => number): () => number {
  if (choice === 'first') return () => 0
  if (choice === 'uniform') return () => Math.floor(random() * count)
  const sums = new Float64Array(count)
  let total = 0
  for (let rank = 1; rank <= count; rank += 1) {
    total += 1 / rank
    sums[rank - 1] = total
  }
  return () => firstAtLeast(sums, random() * total)
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let [from, to] = [0, sorted.length - 1]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] ?? 0) < value) from = middle + 1
    else to = middle
  }
  return from
}

import { quantile } from './latency.ts'

/** What several measurements of one thing came to. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const median = Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2 : quantile(sorted, 0.5)
  return { median, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 }
}

/** Pair by pair, because the two of a pair ran one after the other and met the same machine. */
export function ratioOf(ours: readonly number[], floors: readonly number[]): Spread {
  return spreadOf(ours.map((value, pair) => value / (floors[pair] ?? Number.NaN)))
}

/** How long operations took, in milliseconds. */
export interface Latency {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

const NONE: Latency = { count: 0, p50: 0, p95: 0, p99: 0, max: 0 }

/** `q` of a sorted list, 0 to 1: the smallest value that at least that share of the list does not exceed. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return 0
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0
}

export function latencyOf(times: readonly number[]): Latency {
  if (times.length === 0) return NONE
  const sorted = Float64Array.from(times).sort()
  const at = (q: number) => quantile(sorted, q)
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

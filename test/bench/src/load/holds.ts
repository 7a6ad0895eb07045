import type { Latency } from '../measure/latency.ts'

/** How clients choose among the lots: always the first one, all alike, or by Zipf's law with exponent 1. */
export type Choice = 'first' | 'uniform' | 'zipf'

/** What is held: a unit of a lot in the materials library, or a piece of an offer in the market. */
export type HoldsTarget =
  | { readonly kind: 'lots'; readonly lots: number; readonly choice: Choice }
  | { readonly kind: 'offer'; readonly sessionId: string; readonly offerId: string }

export interface HoldsLoad {
  readonly port: number
  readonly clients: number
  readonly seconds: number
  readonly target: HoldsTarget
  /** Makes the Idempotency-Keys of this segment unlike all others. */
  readonly name: string
}

/** What one segment of holding and giving back came to. */
export interface HoldsSegment {
  readonly holds: number
  readonly releases: number
  /** Answers other than success, by status and code. */
  readonly others: Readonly<Record<string, number>>
  /** From the first request to the last answer. */
  readonly seconds: number
  readonly holdMs: Latency
  readonly releaseMs: Latency
  /** CPU of the load itself. */
  readonly loadCpuMs: number
}

/** The requests of the load process: `tokens` once, then any number of segments. */
export type HoldsRequest = { readonly tokens: readonly string[] } | { readonly load: HoldsLoad }

/** Lots of the benchmark are numbered. */
export const lotIdOf = (number: number): string => `lot_bench${String(number).padStart(7, '0')}`
export const memberIdOf = (number: number): string => `mbr_bench${number}`

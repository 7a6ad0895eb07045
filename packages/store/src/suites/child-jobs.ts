import type { SpawnableStore } from './harness.ts'

/** Writes aggregates, each with an answer, most with an event, until `successes` writes are done; retries conflicts. */
export interface StormJob {
  readonly kind: 'storm'
  readonly seed: number
  readonly ids: readonly string[]
  readonly successes: number
}

/** Takes pending events, tells them, marks them; until told to stop and nothing is pending. */
export interface RelayJob {
  readonly kind: 'relay'
  readonly seed: number
}

/** How many answers a stream wants kept: few, so that the store tidies up in the middle of it. */
export const KEPT = 10

/** Commits and marks for ever, telling before and after, until somebody kills it. */
export interface StreamJob {
  readonly kind: 'stream'
  readonly seed: number
  readonly ids: readonly string[]
}

export interface ChildTask {
  readonly store: SpawnableStore
  readonly job: StormJob | RelayJob | StreamJob
}

/** Last sequence by subject. */
export type Sequences = Readonly<Record<string, number>>

export type ChildMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opened' }
  /** By id: events written, and answers in the order in which they were. */
  | {
      readonly kind: 'stormed'
      readonly moved: Sequences
      readonly added: Readonly<Record<string, readonly string[]>>
      readonly conflicts: number
    }
  | { readonly kind: 'took'; readonly events: Readonly<Record<string, readonly number[]>> }
  | { readonly kind: 'marked-taken'; readonly upTo: Sequences }
  | { readonly kind: 'relayed' }
  | { readonly kind: 'committing'; readonly versions: Sequences }
  | { readonly kind: 'committed'; readonly versions: Sequences }
  | { readonly kind: 'marking'; readonly upTo: Sequences }
  | { readonly kind: 'marked'; readonly upTo: Sequences }
  | { readonly kind: 'failed'; readonly error: string }

export type ParentMessage = 'go' | 'stop'

import type { Instant } from '@filature/kernel/instant'
import type { ExecuteOptions } from './aggregate.ts'
import type { Answer } from './answer.ts'
import type { AnyCommand } from './any-decider.ts'

/** A command that waits for its answer. */
export interface Job {
  readonly command: AnyCommand
  readonly options: ExecuteOptions
  /** What its answer is remembered by; where the caller gave no key, one that nobody else has. */
  readonly key: string
  fingerprint: string | undefined
  readonly receivedAt: Instant
  readonly deadlineMs: number
  settled: boolean
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

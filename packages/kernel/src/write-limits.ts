/** How much the write path takes on. Every figure is a setting; these are the defaults. */
export interface WriteLimits {
  /** Commands waiting for one aggregate; the next one is refused as `busy`. */
  readonly queuedPerAggregate: number
  /** Milliseconds after which a command that is not yet durable is answered `unavailable`. */
  readonly deadlineMs: number
  /** Aggregates written in one commit of the store. */
  readonly aggregatesPerCommit: number
  /** Commands decided for one aggregate in one commit. */
  readonly commandsPerAggregate: number
  /** Commits on their way to the store at the same time. */
  readonly commitsInFlight: number
  /** Aggregates kept in memory between commands. */
  readonly cachedAggregates: number
  /** Last answers remembered in each aggregate for repeated Idempotency-Keys. */
  readonly rememberedAnswers: number
}

export const DEFAULT_WRITE_LIMITS: WriteLimits = {
  queuedPerAggregate: 1_000,
  deadlineMs: 5_000,
  aggregatesPerCommit: 256,
  commandsPerAggregate: 512,
  commitsInFlight: 2,
  cachedAggregates: 10_000,
  rememberedAnswers: 256,
}

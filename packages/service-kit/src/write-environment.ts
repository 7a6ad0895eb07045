import { DEFAULT_WRITE_LIMITS, type WriteLimits } from '@filature/kernel/write-limits'
import { z } from 'zod'

const whole = (fallback: number, most: number, description: string) =>
  z.coerce.number().int().min(1).max(most).default(fallback).meta({ description })

/** How much a service's write path takes on, as variables of every process. */
export const writeEnvironment = z.object({
  WRITE_QUEUE: whole(
    DEFAULT_WRITE_LIMITS.queuedPerAggregate,
    1_000_000,
    'commands that wait for one aggregate; the next is refused as `busy`',
  ),
  WRITE_DEADLINE_MS: whole(DEFAULT_WRITE_LIMITS.deadlineMs, 600_000, 'a command that is not written by then is answered `unavailable`'),
  WRITE_AGGREGATES_PER_COMMIT: whole(DEFAULT_WRITE_LIMITS.aggregatesPerCommit, 10_000, 'aggregates written in one commit'),
  WRITE_COMMANDS_PER_COMMIT: whole(DEFAULT_WRITE_LIMITS.commandsPerAggregate, 10_000, 'commands decided for one aggregate in one commit'),
  WRITE_COMMITS_IN_FLIGHT: whole(DEFAULT_WRITE_LIMITS.commitsInFlight, 64, 'commits on their way to the store at the same time'),
  WRITE_STATES_IN_MEMORY: whole(DEFAULT_WRITE_LIMITS.cachedAggregates, 10_000_000, 'aggregates kept in memory between commands'),
  WRITE_REMEMBERED_ANSWERS: whole(
    DEFAULT_WRITE_LIMITS.rememberedAnswers,
    100_000,
    'last answers kept of each aggregate, for repeated Idempotency-Keys',
  ),
})

export function writeLimitsOf(environment: z.output<typeof writeEnvironment>): WriteLimits {
  return {
    queuedPerAggregate: environment.WRITE_QUEUE,
    deadlineMs: environment.WRITE_DEADLINE_MS,
    aggregatesPerCommit: environment.WRITE_AGGREGATES_PER_COMMIT,
    commandsPerAggregate: environment.WRITE_COMMANDS_PER_COMMIT,
    commitsInFlight: environment.WRITE_COMMITS_IN_FLIGHT,
    cachedAggregates: environment.WRITE_STATES_IN_MEMORY,
    rememberedAnswers: environment.WRITE_REMEMBERED_ANSWERS,
  }
}

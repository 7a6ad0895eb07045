import type { Pace } from '../measure/interleave.ts'
import type { ScenarioResult } from '../report/result.ts'

/** How much is done: the whole by default, little for the test that keeps the benchmark alive. */
export interface Sizes extends Pace {
  /** Members whose tokens take turns. */
  readonly members: number
  /** Clients of S1, one table part each. */
  readonly clients: readonly number[]
  readonly drainRounds: number
  readonly spreadLots: number
  readonly scales: readonly number[]
  readonly sockets: readonly number[]
  readonly clickSeconds: number
  readonly pipelineEvents: number
  readonly idleSockets: number
}

/** One row of the design: measures Filature and its floors in the same run. */
export interface Scenario {
  readonly id: string
  readonly title: string
  run(sizes: Sizes): Promise<ScenarioResult>
}

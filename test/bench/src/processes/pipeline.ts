/** What a segment of the pipeline works on. Each has a service name of its own, so that its topics are empty. */
export interface PipelinePlace {
  readonly dataDir: string
  readonly service: string
  readonly kafkaBrokers?: string
}

/**
 * `fill`: writes so many events into the outbox. `go`: opens relay and consumer, and answers how many milliseconds the events
 * took. `applied`: answered when so many events reached the projection in this process. `verify`: what the projection says.
 * `bare`: the same number of records over the same log and nothing else; answers milliseconds.
 */
export type PipelineRequest =
  | { readonly fill: PipelinePlace; readonly events: number }
  | { readonly go: PipelinePlace; readonly events: number }
  | { readonly applied: number }
  | { readonly verify: PipelinePlace; readonly events: number }
  | { readonly bare: PipelinePlace; readonly events: number }

export interface PipelineVerdict {
  /** Applications of events, all rows together. */
  readonly applied: number
  /** Rows that lack an event, count one twice or had one out of order. */
  readonly wrongRows: number
  readonly rows: number
}

export const PIPELINE_SUBJECTS = 500
export const PIPELINE_PARTITIONS = 8

import type { EventLog } from '../port.ts'

/** The log an adapter's tests run against. All handles and processes of one started log reach the same records. */
export interface LogUnderTest {
  /** The suite closes what it opens. */
  open(): Promise<EventLog>
  /** How another process opens it: the module's exported function is called with the argument, which passes as JSON. */
  readonly opener: { readonly module: string; readonly exported: string; readonly argument: unknown }
  dispose(): Promise<void>
}

/** What an adapter gives to be held to its promises. Handlers that reject should be tried again within milliseconds. */
export interface EventLogHarness {
  start(): Promise<LogUnderTest>
  /** How long the suite waits for what must happen, in milliseconds; longer than the death of a member takes to be noticed. */
  readonly patienceMs: number
  /** Random interleavings to run. */
  readonly seeds: number
  /** Records after which a compacted partition is surely compacted some time, or enough to see that nothing is lost. */
  readonly compactionRecords: number
}

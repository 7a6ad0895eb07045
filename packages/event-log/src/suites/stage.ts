import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { BatchHandler, EventLog } from '../port.ts'
import type { EventLogHarness, LogUnderTest } from './harness.ts'
import { type OtherProcess, startProcess } from './other-process.ts'
import { type Reading, reading } from './reading.ts'

/** What the tests of a suite share: one log, and names that no other test or run uses. */
export interface Stage {
  /** Closed after the test. */
  open(): Promise<EventLog>
  /** A new topic, defined. */
  topic(partitions: number, compacted?: 'compacted'): Promise<string>
  /** A name nobody used. */
  name(): string
  /** Killed after the test. */
  process(): Promise<OtherProcess>
  reading(then?: BatchHandler): Reading
  readonly harness: EventLogHarness
}

/** Starts the log before the tests of the surrounding `describe` and disposes of it after them. */
export function useStage(harness: EventLogHarness): Stage {
  let running: LogUnderTest | undefined
  let logs: EventLog[] = []
  let processes: OtherProcess[] = []

  const log = (): LogUnderTest => {
    if (running === undefined) throw new Error('the log under test has not been started')
    return running
  }
  const name = () => `suite.${randomUUID()}`

  async function open(): Promise<EventLog> {
    const opened = await log().open()
    logs.push(opened)
    return opened
  }

  beforeAll(async () => {
    running = await harness.start()
  })
  afterEach(async () => {
    const [closing, killing] = [logs, processes]
    logs = []
    processes = []
    await Promise.all(killing.map((other) => other.kill()))
    await Promise.all(closing.map((opened) => opened.close()))
  })
  afterAll(() => running?.dispose())

  return {
    harness,
    open,
    name,
    async topic(partitions, compacted) {
      const topic = name()
      await (logs[0] ?? (await open())).define([{ name: topic, partitions, compacted: compacted !== undefined }])
      return topic
    },
    async process() {
      const started = await startProcess(log(), harness.patienceMs)
      processes.push(started)
      return started
    },
    reading: (then) => reading(harness.patienceMs, then),
  }
}

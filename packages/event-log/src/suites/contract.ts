import { describe } from 'vitest'
import { appendingTests } from './appending.ts'
import { compactingTests } from './compacting.ts'
import { deliveringTests } from './delivering.ts'
import type { EventLogHarness } from './harness.ts'
import { interleavingTests } from './interleavings.ts'
import { sharingTests } from './sharing.ts'
import { useStage } from './stage.ts'

/** What every adapter of the log promises, told as tests. A log that fails one of them is not supported. */
export function describeEventLogContract(name: string, harness: EventLogHarness): void {
  describe(`the event log on ${name}`, () => {
    const stage = useStage(harness)
    describe('takes records', () => appendingTests(stage))
    describe('delivers records', () => deliveringTests(stage))
    describe('shares a group', () => sharingTests(stage))
    describe('compacts', () => compactingTests(stage))
    describe('under random interleavings', () => interleavingTests(stage))
  })
}

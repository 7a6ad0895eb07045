import { describe } from 'vitest'
import { describeDefinitions } from './contract-definitions.ts'
import { describeFinding } from './contract-find.ts'
import { describeMemory } from './contract-memory.ts'
import { describeOutbox } from './contract-outbox.ts'
import { describePaging } from './contract-paging.ts'
import { describeProjections } from './contract-projections.ts'
import { describeTimers } from './contract-timers.ts'
import { describeValues } from './contract-values.ts'
import { describeWrites } from './contract-writes.ts'
import { type StoreHarness, suiteStores } from './harness.ts'

/** What every adapter of the storage port must do. Call it in a test file of the adapter. */
export function describeStoreContract(name: string, harness: StoreHarness): void {
  describe(`store contract of ${name}`, () => {
    const open = suiteStores(harness)
    describeDefinitions(open, harness)
    describeWrites(open)
    describeMemory(open)
    describeTimers(open)
    describeFinding(open)
    describePaging(open, harness)
    describeProjections(open)
    describeOutbox(open)
    describeValues(open)
  })
}

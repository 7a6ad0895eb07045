import { describe } from 'vitest'
import { type StoreHarness, suiteStores } from './harness.ts'
import { describeRememberedAnswers } from './race-answers.ts'
import { describeConcurrentCallers } from './race-callers.ts'
import { describeKilledProcess } from './race-kill.ts'
import { describeConflictStorms } from './race-processes.ts'
import { describeRelays } from './race-relays.ts'

/** What every adapter must survive before it is supported. Call it in a test file of the adapter. */
export function describeStoreRaces(name: string, harness: StoreHarness): void {
  describe(`store races of ${name}`, () => {
    const open = suiteStores(harness)
    describeConcurrentCallers(open)
    describeRememberedAnswers(open, harness)
    describeConflictStorms(open, harness)
    describeRelays(open, harness)
    describeKilledProcess(open, harness)
  })
}

import { killChildren } from './processes/child.ts'
import { removeFolders } from './processes/folder.ts'
import { keepResult, keptResults } from './report/keep.ts'
import { describeMachine } from './report/machine.ts'
import { makePage } from './report/page.ts'
import { isExact } from './report/result.ts'
import { tableOf } from './report/table.ts'
import type { Scenario, Sizes } from './scenarios/scenario.ts'

export interface RunOptions {
  readonly scenarios: readonly Scenario[]
  readonly sizes: Sizes
  /** Undefined: nothing is kept. */
  readonly keepIn: { readonly results: string; readonly page: string } | undefined
  readonly print: (text: string) => void
}

/** Runs scenarios one after another, printing each when it is done. False when a count is wrong or a scenario broke off. */
export async function runScenarios({ scenarios, sizes, keepIn, print }: RunOptions): Promise<boolean> {
  let isRight = true
  for (const scenario of scenarios) {
    const started = performance.now()
    try {
      const result = await scenario.run(sizes)
      print(tableOf(result))
      print(`    (${Math.round((performance.now() - started) / 1_000)} s)`)
      if (!result.counts.every(isExact)) isRight = false
      else if (keepIn !== undefined) await keepResult(keepIn.results, { machine: describeMachine(), result })
    } catch (error) {
      isRight = false
      print(`\n${scenario.id} broke off: ${error instanceof Error ? error.stack : String(error)}`)
    } finally {
      killChildren()
      await removeFolders()
    }
  }
  if (keepIn !== undefined) await makePage(keepIn.page, await keptResults(keepIn.results))
  return isRight
}

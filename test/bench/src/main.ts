import { fileURLToPath } from 'node:url'
import { type Asked, optionsFrom, USAGE, WrongOption } from './options.ts'
import { killChildren } from './processes/child.ts'
import { removeFolders } from './processes/folder.ts'
import { runScenarios } from './run.ts'
import { SCENARIOS } from './scenarios/all.ts'
import type { Scenario } from './scenarios/scenario.ts'

/** `npm run bench`: see `USAGE`. Exit 1 when a count is wrong, 64 when the command line is. */

const EXIT_USAGE = 64
const EXIT_INTERRUPTED = 130
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

function chosen({ names }: Asked): readonly Scenario[] {
  if (names.length === 0) return SCENARIOS
  return names.map((name) => {
    const found = SCENARIOS.find(({ id }) => id === name)
    if (found === undefined) throw new WrongOption(`${name}: no such scenario; there are ${SCENARIOS.map(({ id }) => id).join(' ')}`)
    return found
  })
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    killChildren()
    void removeFolders().finally(() => process.exit(EXIT_INTERRUPTED))
  })
}

try {
  const args = process.argv.slice(2)
  if (args.includes('--help')) {
    console.log(USAGE)
  } else {
    const asked = optionsFrom(args)
    const isRight = await runScenarios({
      scenarios: chosen(asked),
      sizes: asked.sizes,
      keepIn: asked.keep ? { results: at('../results'), page: at('../../../docs/guide/performance.md') } : undefined,
      print: console.log,
    })
    process.exitCode = isRight ? 0 : 1
  }
} catch (error) {
  if (!(error instanceof WrongOption)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exitCode = EXIT_USAGE
}

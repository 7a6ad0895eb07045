import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'

/** The whole test command: static checks, the web build, then every suite; ends with one line that counts them all. */

const RESULTS = 'test-results.json'
const CHECKS = ['//#lint', '//#types', '//#unused', '//#layers', 'build']

interface VitestResults {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

function run(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}

async function resultsOf(file: string): Promise<VitestResults | undefined> {
  try {
    // vitest's own report, in the shape that its json reporter documents.
    return JSON.parse(await readFile(file, 'utf8')) as VitestResults
  } catch {
    return undefined
  }
}

let passed = 0
let failed = 0
for (const check of CHECKS) {
  const ok = await run('turbo', ['run', check, '--output-logs=errors-only', '--ui=stream'])
  console.log(`${ok ? 'passed' : 'FAILED'}: ${check.replace('//#', '')}`)
  if (ok) passed += 1
  else failed += 1
}

await rm(RESULTS, { force: true })
const green = await run('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${RESULTS}`,
  ...process.argv.slice(2),
])
const results = await resultsOf(RESULTS)
const brokenFiles =
  results?.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length ?? 0
passed += results?.numPassedTests ?? 0
failed += (results?.numFailedTests ?? 0) + brokenFiles
if (!green && failed === 0) failed += 1

const skipped = results?.testResults.flatMap(({ assertionResults }) =>
  assertionResults.filter(({ status }) => status === 'pending' || status === 'skipped').map(({ fullName }) => fullName),
)
if (skipped !== undefined && skipped.length > 0) {
  console.log('\nskipped, with the reason and the fix:')
  for (const name of new Set(skipped)) console.log(`  ${name}`)
}
console.log(`\n${passed} passed, ${failed} failed${skipped !== undefined && skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`)
process.exitCode = failed === 0 ? 0 : 1

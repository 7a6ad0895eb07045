import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'

/**
 * The whole test command: static checks, the web build, every suite, and where there is a Kafka and a MongoDB the scenarios
 * and journeys once more on these, as separate processes; ends with one line that counts them all.
 */

const CHECKS = ['//#lint', '//#types', '//#unused', '//#layers', 'build']
/** What runs on the embedded engines first, and then on Kafka and MongoDB. */
const ON_PRODUCTION = {
  files: ['services/', 'test/integration/', 'test/journeys/'],
  without: [
    ...['**/*.unit.test.ts', '**/*.contract.test.ts', 'services/web/**'],
    // About files of the embedded engines.
    'services/identity/src/accounts/accounts.int.test.ts',
    // About screens and windows alone, like the journeys below.
    ...['test/journeys/src/new-build/**', 'test/journeys/src/hands/answers.journey.test.ts'],
    ...['filters', 'refusals'].map((name) => `test/journeys/src/market/${name}.journey.test.ts`),
    ...['windows', 'first-time'].map((name) => `test/journeys/src/sign-in/${name}.journey.test.ts`),
  ],
  /** Journeys that only look at pixels and names: the same screens, whatever they stand on. */
  leftOut: '\\[journey (35|36|37|38)\\]',
}
/** Suites that mostly wait, for servers, new starts or a minute without network: they run beside the others. */
const WAITING = ['infra/servers/', 'packages/event-log/src/kafka/', 'test/faults/', 'test/journeys/src/live/outage']
const SERVERS_MS = 300_000

interface VitestResults {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

interface Count {
  passed: number
  failed: number
  /** What failed, by name, with the first lines of its message. */
  readonly failures: string[]
  readonly skipped: Set<string>
}

function run(command: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...variables }
    const child = spawn(command, args, { stdio: 'inherit', env })
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

const FAILURE_LINES = 12

function failureOf(name: string, message: string): string {
  const lines = stripVTControlCharacters(message).trim().split('\n').slice(0, FAILURE_LINES)
  return [name, ...lines.map((line) => `    ${line}`)].join('\n')
}

interface Suites {
  /** Beginnings of paths; none: everything. */
  readonly files: readonly string[]
  /** Globs. */
  readonly without?: readonly string[]
  /** Further words for vitest. */
  readonly args?: readonly string[]
  readonly variables: NodeJS.ProcessEnv
  /** Which of the tests that did not run were to run; default: all. */
  readonly isMeant?: (name: string) => boolean
}

/** Runs two vitests beside each other, one with what mostly waits and one with the rest. */
async function runBesideEachOther(count: Count, suites: Suites): Promise<void> {
  const { files, without = [] } = suites
  const waiting = WAITING.filter((path) => files.length === 0 || files.some((start) => path.startsWith(start)))
  await Promise.all([
    runSuites(count, { ...suites, without: [...without, ...WAITING.map((path) => `${path}**`)] }),
    runSuites(count, { ...suites, files: waiting }, 'test-results-waiting.json'),
  ])
}

/** Runs vitest and adds up what it says in its report. */
async function runSuites(count: Count, suites: Suites, report = 'test-results.json'): Promise<void> {
  const { files, without = [], args: further = [], variables, isMeant = () => true } = suites
  const args = [...files, ...without.flatMap((glob) => ['--exclude', glob]), ...further]
  await rm(report, { force: true })
  const green = await run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args], variables)
  const results = await resultsOf(report)
  const reports = results?.testResults ?? []
  const broken = reports.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
  const failures = broken.map(({ name, message }) => failureOf(name, message))
  for (const { status, fullName, failureMessages } of reports.flatMap(({ assertionResults }) => assertionResults)) {
    if (status === 'failed') failures.push(failureOf(fullName, failureMessages.join('\n')))
  }
  if (!green && failures.length === 0) failures.push(failureOf('vitest', 'ended with an error outside of every test; it stands above'))
  count.passed += results?.numPassedTests ?? 0
  count.failed += failures.length
  count.failures.push(...failures)
  for (const { status, fullName } of reports.flatMap(({ assertionResults }) => assertionResults)) {
    if ((status === 'pending' || status === 'skipped') && isMeant(fullName)) count.skipped.add(fullName)
  }
}

const variable = (name: string) => process.env[name] ?? ''
const required = (suite: string) =>
  variable('REQUIRE_SUITES')
    .split(/[\s,]+/)
    .includes(suite)
const hasServers = variable('KAFKA_BROKERS') !== '' && (variable('MONGODB_URI') || variable('MONGODB_URIS')) !== ''

/** Starts the servers that are required and not named, once for all suites. Resolves to the variables that name them. */
async function startServers(): Promise<{ readonly variables: NodeJS.ProcessEnv; stop(): Promise<void> }> {
  if (hasServers || !(required('kafka') && required('mongo'))) return { variables: {}, stop: async () => {} }
  const child = spawn('node', ['infra/servers/main.ts'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const variables = await Promise.race([variablesOf(child), once(child, 'exit').then(() => undefined)])
  if (variables === undefined) throw new Error('the servers that REQUIRE_SUITES asks for could not be started; why stands above')
  return {
    variables,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** What the program prints for a shell: `export NAME='value'`; undefined when it ended before it had said all. */
async function variablesOf(child: ChildProcess): Promise<NodeJS.ProcessEnv | undefined> {
  const variables: NodeJS.ProcessEnv = {}
  const late = setTimeout(() => child.kill('SIGTERM'), SERVERS_MS)
  if (child.stdout === null) throw new Error('the servers have no output, though it was asked for')
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line)
    const [, name, value] = /^export (\w+)='(.*)'$/.exec(line) ?? []
    if (name !== undefined) variables[name] = value
    if (name === 'MONGODB_URIS') break
  }
  clearTimeout(late)
  if (variables['MONGODB_URIS'] === undefined) return undefined
  child.stdout.resume()
  return variables
}

const count: Count = { passed: 0, failed: 0, failures: [], skipped: new Set() }
for (const check of CHECKS) {
  const ok = await run('turbo', ['run', check, '--output-logs=errors-only', '--ui=stream'])
  console.log(`${ok ? 'passed' : 'FAILED'}: ${check.replace('//#', '')}`)
  if (ok) count.passed += 1
  else {
    count.failed += 1
    count.failures.push(failureOf(check, 'what it found stands above'))
  }
}

const chosen = process.argv.slice(2)
const servers = await startServers()
try {
  const { variables } = servers
  if (chosen.length > 0) await runSuites(count, { files: [], args: chosen, variables })
  else await runBesideEachOther(count, { files: [], variables })
  const { files, without, leftOut } = ON_PRODUCTION
  if (chosen.length > 0) console.log('\nonly what was chosen was run')
  else if (hasServers || variables['KAFKA_BROKERS'] !== undefined) {
    console.log('\nonce more, on Kafka and MongoDB, each service in a process of its own')
    await runBesideEachOther(count, {
      ...{ files, without, args: ['-t', `^(?!.*${leftOut})`], isMeant: (name) => !new RegExp(leftOut).test(name) },
      variables: { ...variables, SUITES_ON: 'production' },
    })
  } else {
    count.skipped.add(
      'scenarios and journeys on Kafka and MongoDB: skipped, no servers; run "npm run servers" and set the variables that it prints, or set REQUIRE_SUITES=kafka,mongo (needs Java 17, Maven and Python)',
    )
  }
} finally {
  await servers.stop()
}

const { passed, failed, failures, skipped } = count
if (skipped.size > 0) {
  console.log('\nskipped, with the reason and the fix:')
  for (const name of skipped) console.log(`  ${name}`)
}
if (failures.length > 0) {
  console.log('\nfailed:')
  for (const failure of failures) console.log(`  ${failure}`)
}
console.log(`\n${passed} passed, ${failed} failed${skipped.size > 0 ? `, ${skipped.size} skipped` : ''}`)
process.exitCode = failed === 0 ? 0 : 1

import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A Node program of ours in a process of its own, which ends when this process does. */
export interface Program {
  readonly child: ChildProcess
  /** Resolves with the exit code, null after a signal, when all that it wrote has been heard. */
  readonly ended: Promise<number | null>
}

export interface Starting {
  /** Path of the program. */
  readonly file: string
  readonly environment: NodeJS.ProcessEnv
  /** Each line that it writes to standard output. */
  readonly hear: (line: string) => void
  /** Arguments of Node besides our own; for tests. */
  readonly nodeArguments?: readonly string[]
}

const START = fileURLToPath(new URL('../../start.mjs', import.meta.url))
const ENDS_WITH_LAUNCHER = fileURLToPath(new URL('./ends-with-launcher.mjs', import.meta.url))

export function startProgram({ file, environment, hear, nodeArguments = [] }: Starting): Program {
  const given = ['--disable-warning=ExperimentalWarning', '--import', ENDS_WITH_LAUNCHER, ...nodeArguments, START, file]
  const child = spawn(process.execPath, given, {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // Ctrl+C reaches a whole group; stopping in order is the launcher's business.
    detached: true,
  })
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', hear)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    // Not `exit`, which may come before what was written last.
    child.once('close', resolve)
  })
  // Whoever waits for it hears of it; nobody may be waiting yet.
  ended.catch(() => undefined)
  return { child, ended }
}

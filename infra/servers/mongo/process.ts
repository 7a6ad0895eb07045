import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ServerMissing } from '../kafka/jars.ts'

export interface GuardedProcess {
  /** A process that has ended is left alone. */
  signal(signal: NodeJS.Signals): void
  /** Resolves when it is dead. */
  readonly ended: Promise<void>
}

/**
 * The shell starts the program, tells its process id, and kills it when this process is gone: the other end of the shell's
 * input closes then, even after a SIGKILL.
 */
const GUARD = `exec 3<&0
"$@" >&4 2>&4 </dev/null 3<&- &
server=$!
echo "$server"
(while read -r _; do :; done <&3; kill -9 "$server") 2>/dev/null &
guard=$!
wait "$server"
kill "$guard" 2>/dev/null`

/** Starts a program that never outlives this process; `outputFd` is the file its output goes to. */
export async function startGuarded(command: readonly string[], outputFd: number): Promise<GuardedProcess> {
  const shell = spawn('sh', ['-c', GUARD, 'sh', ...command], { stdio: ['pipe', 'pipe', 'ignore', 'ignore', outputFd] })
  let alive = true
  const ended = once(shell, 'exit').then(() => {
    alive = false
    shell.stdin?.destroy()
  })
  if (shell.stdout === null) throw new Error('the shell has no output, though it was asked for')
  const [line] = await once(shell.stdout, 'data')
  const pid = Number(String(line).trim())
  return {
    ended,
    signal(signal) {
      if (alive) process.kill(pid, signal)
    },
  }
}

/** Runs a program to its end. Rejects with `ServerMissing` and the words of `missing` when there is none of this name. */
export function runToEnd(
  [program = '', ...args]: readonly string[],
  missing: string,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', () => reject(new ServerMissing(missing)))
    child.on('close', (code) => resolve({ code, output: output.trim() }))
  })
}

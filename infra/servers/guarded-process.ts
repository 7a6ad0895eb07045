import { spawn } from 'node:child_process'
import { once } from 'node:events'

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
  const shell = spawn('sh', ['-c', GUARD, 'sh', ...command], {
    stdio: ['pipe', 'pipe', 'ignore', 'ignore', outputFd],
    // Ctrl+C reaches a whole group, and would kill the shell, which takes the program with it. Stopping in order is our business.
    detached: true,
  })
  let alive = true
  shell.once('exit', () => {
    alive = false
  })
  // Not `exit`, which may be heard before what was written.
  const ended = once(shell, 'close').then(() => undefined)
  if (shell.stdout === null) throw new Error('the shell has no output, though it was asked for')
  const [line] = await Promise.race([
    once(shell.stdout, 'data'),
    ended.then(() => {
      throw new Error(`the shell that was to start ${command[0]} ended before it did`)
    }),
  ])
  const pid = Number(String(line).trim())
  return {
    ended,
    signal(signal) {
      if (!alive) return
      try {
        process.kill(pid, signal)
      } catch (error) {
        // Dead already, and the shell has not ended yet.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
      }
    },
  }
}

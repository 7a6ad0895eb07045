import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface JavaProcess {
  /** A process that has ended is left alone. */
  signal(signal: NodeJS.Signals): void
  /** Resolves when it is dead. */
  readonly ended: Promise<void>
}

/**
 * The shell starts Java, tells its process id, and kills it when this process is gone: the other end of the shell's input
 * closes then, even after a SIGKILL.
 */
const GUARD = `exec 3<&0
java "$@" >&4 2>&4 </dev/null 3<&- &
java=$!
echo "$java"
(while read -r _; do :; done <&3; kill -9 "$java") 2>/dev/null &
guard=$!
wait "$java"
kill "$guard" 2>/dev/null`

/** Starts Java with these arguments; `outputFd` is the file its output goes to. */
export async function startJava(args: readonly string[], outputFd: number): Promise<JavaProcess> {
  const shell = spawn('sh', ['-c', GUARD, 'java', ...args], { stdio: ['pipe', 'pipe', 'ignore', 'ignore', outputFd] })
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

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The product as a person starts it: a process of its own, `node infra/start.mjs infra/standalone/src/main.ts`. */
export interface StandaloneChild {
  /** `http://localhost:41234`; resolves when the start says that the place is open, rejects with its words when it ends instead. */
  readonly address: Promise<string>
  /** Everything said so far. */
  readonly said: () => { readonly out: string; readonly err: string }
  /** Milliseconds from spawn to open, without those for which other programs had the core. */
  readonly openAfterMs: () => number | undefined
  /** Resolves with what was said once it contains `text`. */
  saying(text: string): Promise<string>
  /** kill -9: no handler runs, nothing is flushed. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  readonly exited: Promise<number | null>
}

const START = fileURLToPath(new URL('../../../infra/start.mjs', import.meta.url))
const MAIN = fileURLToPath(new URL('../../../infra/standalone/src/main.ts', import.meta.url))

/** Settings that let many members act from one address, and a free port. */
const FOR_TESTS = { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '0', SIGN_INS_PER_MINUTE: '0' }

const children = new Set<ChildProcess>()

/** For after each test: what a failed one left running ends here. */
export function killChildren(): void {
  for (const child of children) child.kill('SIGKILL')
}

/** `asUser`: id of the user it runs as, where one may choose. */
export function startChild(environment: Readonly<Record<string, string>>, options?: { readonly asUser: number }): StandaloneChild {
  const started = performance.now()
  let openAfterMs: number | undefined
  let out = ''
  let err = ''
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', START, MAIN], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'], ...FOR_TESTS, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options !== undefined && { uid: options.asUser, gid: options.asUser }),
  })
  children.add(child)
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => {
    children.delete(child)
    return code ?? null
  })
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    for (const listen of listeners) listen()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
    for (const listen of listeners) listen()
  })

  function until<T>(found: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const value = found()
        if (value === undefined) return
        listeners.delete(look)
        resolve(value)
      }
      listeners.add(look)
      look()
      void exited.then((code) => reject(new Error(`ended with ${code} instead; it said:\n${out}\n${err}`)))
    })
  }

  const address = until(() => /open at (http:\/\/\S+)/.exec(out)?.[1]).then((found) => {
    openAfterMs = performance.now() - started - withoutCoreMs(child.pid)
    return found
  })
  // Whoever does not wait for it has another question to ask.
  address.catch(() => undefined)
  return {
    address,
    exited,
    said: () => ({ out, err }),
    openAfterMs: () => openAfterMs,
    saying: (text) => until(() => (out.includes(text) || err.includes(text) ? out + err : undefined)),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    stop() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

/** How long a process was ready to run and had no core, in milliseconds. Linux counts it; elsewhere it is not known, and 0. */
function withoutCoreMs(pid: number | undefined): number {
  try {
    const [, waitedNs = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')
    return Number(waitedNs) / 1e6
  } catch {
    return 0
  }
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of the benchmark's own, that answers requests. */
export interface Child {
  readonly pid: number
  /** The child's answer; rejects with its error, or when it ends instead. */
  ask<Answer>(request: object): Promise<Answer>
  /** SIGKILL. Resolves when it is gone. */
  kill(): Promise<void>
}

/** What goes over the pipe; both sides of it are files of this package. */
interface Asked {
  readonly id: number
  readonly request: unknown
}
type Reply = { readonly id: number } & ({ readonly answer: unknown } | { readonly error: string })

const children = new Set<ChildProcess>()

// Whatever ends the benchmark, nothing of it goes on.
process.on('exit', killChildren)

/** Kills those that a scenario left running. */
export function killChildren(): void {
  for (const child of children) child.kill('SIGKILL')
}

/** Keeps an eye on a process, so that it ends with this one. */
export function watchOver(child: ChildProcess): void {
  children.add(child)
  child.once('exit', () => children.delete(child))
}

/** Starts `module`, which has to call `serveParent`. `nodeOptions`: beyond the usual ones. */
export function startChild(module: string, args: readonly string[] = [], nodeOptions: readonly string[] = []): Child {
  const child = fork(module, args, { execArgv: ['--disable-warning=ExperimentalWarning', ...nodeOptions] })
  watchOver(child)
  const { pid } = child
  if (pid === undefined) throw new Error(`${module} did not start`)
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  let asked = 0
  child.on('message', (message) => {
    const reply = message as Reply
    const asker = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('error' in reply) asker?.reject(new Error(`${module}: ${reply.error}`))
    else asker?.resolve(reply.answer)
  })
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`${module} ended`))
    waiting.clear()
  })
  return {
    pid,
    ask<Answer>(request: object): Promise<Answer> {
      asked += 1
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      waiting.set(asked, { resolve, reject })
      child.send({ id: asked, request } satisfies Asked, (error) => error !== null && reject(error))
      // The module that answers and the one that asks agree on the type by a request type that both import.
      return promise as Promise<Answer>
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** The other side: answers the parent's requests until the parent is gone. */
export function serveParent<Request>(answer: (request: Request) => Promise<unknown>): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (message) => {
    const { id, request } = message as Asked
    const send = (reply: Reply) => process.send?.(reply)
    answer(request as Request).then(
      (value) => send({ id, answer: value }),
      (error: unknown) => send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
}

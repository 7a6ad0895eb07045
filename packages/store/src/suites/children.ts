import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ChildMessage, ChildTask, ParentMessage } from './child-jobs.ts'

export interface Child {
  /** Everything it told so far, in order. */
  readonly told: readonly ChildMessage[]
  say(message: ParentMessage): void
  /** Resolves once `reached` holds for what was told; rejects when the child fails or ends before. */
  until(reached: (told: readonly ChildMessage[]) => boolean): Promise<void>
  /** Ends it as a crash would and waits until all it told has arrived. */
  kill(): Promise<void>
  /** Resolves when it ended by itself. */
  ended(): Promise<void>
}

/** Starts processes that open the store at the same moment and, when all have, begin their jobs at the same moment. */
export async function startChildren(tasks: readonly ChildTask[]): Promise<readonly Child[]> {
  const children = await Promise.all(tasks.map(startChild))
  for (const child of children) child.say('go')
  await Promise.all(children.map((child) => child.until((told) => told.some((message) => message.kind === 'opened'))))
  for (const child of children) child.say('go')
  return children
}

async function startChild(task: ChildTask): Promise<Child> {
  const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [JSON.stringify(task)], {
    execPath: process.execPath,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const told: ChildMessage[] = []
  const watchers = new Set<() => void>()
  const changed = () => {
    for (const watch of watchers) watch()
  }
  // Only child.ts is at the other end, and it sends nothing else.
  child.on('message', (message) => {
    told.push(message as ChildMessage)
    changed()
  })
  // `disconnect` follows the last message, unlike `exit`.
  const over = Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  let ended = false
  over.then(() => {
    ended = true
    changed()
  })

  const until: Child['until'] = (reached) =>
    new Promise((resolve, reject) => {
      const watch = () => {
        const failure = told.find((message) => message.kind === 'failed')
        if (failure !== undefined) settle(() => reject(new Error(`a child process failed: ${failure.error}`)))
        else if (reached(told)) settle(resolve)
        else if (ended) settle(() => reject(new Error(`a child process ended (${endOf(child)}) before it was done`)))
      }
      const settle = (how: () => void) => {
        watchers.delete(watch)
        how()
      }
      watchers.add(watch)
      watch()
    })

  await until((messages) => messages.length > 0)
  return {
    told,
    say: (message) => child.send(message),
    until,
    async kill() {
      child.kill('SIGKILL')
      await over
    },
    async ended() {
      await until(() => ended)
    },
  }
}

function endOf(child: ChildProcess): string {
  return child.signalCode ?? `code ${child.exitCode}`
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LogRecord, SubscribeOptions, TopicDefinition } from '../port.ts'
import type { LogUnderTest } from './harness.ts'
import type { Order, Report } from './messages.ts'
import { type Reading, reading } from './reading.ts'

/** Another process on the log under test. */
export interface OtherProcess {
  define(topics: readonly TopicDefinition[]): Promise<void>
  append(records: readonly LogRecord[]): Promise<void>
  /** Resolves when the member is ready. What its handler got is in `read`. */
  subscribe(options: SubscribeOptions): Promise<void>
  /** As `subscribe`, with a handler that reports each batch and then waits for `letGo`. Resolves at once. */
  subscribeAndHold(options: SubscribeOptions): void
  letGo(): void
  readonly read: Reading
  /** Ends it in order: subscription stopped, log closed. */
  stop(): Promise<void>
  /** SIGKILL: no chance to say anything. Resolves when it is dead. */
  kill(): Promise<void>
  /** SIGSTOP and SIGCONT. */
  freeze(): void
  thaw(): void
}

export async function startProcess(log: LogUnderTest, patienceMs: number): Promise<OtherProcess> {
  const { module, exported, argument } = log.opener
  const child = fork(fileURLToPath(new URL('./process-main.ts', import.meta.url)), [module, exported, JSON.stringify(argument)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const read = reading(patienceMs)
  child.on('message', (message) => {
    // Only process-main.ts sends, and only reports.
    const report = message as Report
    if (report.says === 'batch') void read.handler(report.records)
  })
  // A process that was just killed does not take the order; what waits for its answer then hears of its end.
  const order = (what: Order) => void child.send(what, () => {})
  await said(child, 'open')
  return {
    read,
    async define(topics) {
      order({ does: 'define', topics })
      await said(child, 'defined')
    },
    async append(records) {
      order({ does: 'append', records })
      await said(child, 'appended')
    },
    async subscribe(options) {
      order({ does: 'subscribe', options, holds: false })
      await said(child, 'ready')
    },
    subscribeAndHold: (options) => order({ does: 'subscribe', options, holds: true }),
    letGo: () => order({ does: 'letGo' }),
    async stop() {
      order({ does: 'stop' })
      await said(child, 'stopped')
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const dead = once(child, 'exit')
      child.kill('SIGKILL')
      await dead
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}

function said(child: ChildProcess, what: Report['says']): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (settled: () => void) => {
      child.off('message', hear)
      child.off('exit', died)
      settled()
    }
    const hear = (message: unknown) => {
      const report = message as Report
      if (report.says === what) settle(resolve)
      if (report.says === 'failed') settle(() => reject(new Error(`the other process failed: ${report.message}`)))
    }
    const died = () => settle(() => reject(new Error(`the other process ended before it said "${what}"`)))
    child.on('message', hear)
    child.on('exit', died)
    if (child.exitCode !== null || child.signalCode !== null) died()
  })
}

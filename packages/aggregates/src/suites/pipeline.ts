import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { EventLog } from '@filature/event-log/port'
import { openStore, type StoreSettings } from '@filature/store/open'
import { afterEach, describe, expect, test } from 'vitest'
import type { PipelineOpener, PipelineReport, PipelineTask } from './pipeline-process.ts'
import { DLQ, TALLIES, TOPIC } from './tally.ts'

export interface PipelineHarness {
  /** Fresh and empty. The settings of a store of this name, and a log that every process opens in the same way. */
  create(): Promise<{
    store(service: 'writer' | 'reader'): StoreSettings
    log(): Promise<EventLog>
    readonly opener: PipelineOpener
    destroy(): Promise<void>
  }>
}

const STALLS = 200
const EVENTS_PER_STALL = 100
const EVENTS = STALLS * EVENTS_PER_STALL

/** A writer or a reader of the pipeline, as its parent sees it. */
interface PipelineProcess {
  /** Resolves once it has done so much. */
  reached(done: number): Promise<void>
  /** Resolves once nothing is left to do; a reader has to be asked for it. */
  readonly settled: Promise<void>
  askToSettle(): void
  /** SIGKILL. Resolves with whether there was something left to do. */
  kill(): Promise<boolean>
}

function startProcess(task: PipelineTask): PipelineProcess {
  const child: ChildProcess = fork(new URL('./pipeline-process.ts', import.meta.url), [JSON.stringify(task)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const settled = Promise.withResolvers<void>()
  // The one that is killed never is.
  settled.promise.catch(() => {})
  const looks = new Set<() => void>()
  let done = -1
  let working = true
  // Only pipeline-process.ts sends, and only reports.
  child.on('message', (message) => {
    const report = message as PipelineReport
    if (report === 'settled') {
      working = false
      return settled.resolve()
    }
    done = report.done
    for (const look of [...looks]) look()
  })
  child.on('exit', () => settled.reject(new Error(`the ${task.role} ended`)))
  return {
    settled: settled.promise,
    reached: (wanted) =>
      Promise.race([
        settled.promise,
        new Promise<void>((resolve) => {
          const look = () => {
            if (done >= wanted && looks.delete(look)) resolve()
          }
          looks.add(look)
          look()
        }),
      ]),
    askToSettle: () => void child.send('settle'),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return false
      const dead = once(child, 'exit')
      child.kill('SIGKILL')
      await dead
      return working
    },
  }
}

/** From the write path to a read model in another process, with kill -9 on both sides. */
export function describePipeline(name: string, harness: PipelineHarness): void {
  describe(`pipeline on ${name}`, () => {
    const processes: PipelineProcess[] = []
    const closing: (() => Promise<void>)[] = []
    afterEach(async () => {
      await Promise.all(processes.splice(0).map((process) => process.kill()))
      for (const close of closing.splice(0)) await close()
    })

    test(`${EVENTS} events, the writer and the reader killed in the middle: none lost, none applied twice, each key in order`, {
      timeout: 120_000,
    }, async () => {
      const place = await harness.create()
      closing.push(() => place.destroy())
      const log = await place.log()
      closing.unshift(() => log.close())
      await log.define([
        { name: TOPIC, partitions: 4, compacted: false },
        { name: DLQ, partitions: 1, compacted: false },
      ])
      const start = (role: PipelineTask['role']) => {
        const task = { role, store: place.store(role), opener: place.opener, stalls: STALLS, eventsPerStall: EVENTS_PER_STALL }
        const started = startProcess(task)
        processes.push(started)
        return started
      }
      const onTheLog = watchOrder(log)

      let writer = start('writer')
      let reader = start('reader')
      await reader.reached(EVENTS / 10)
      expect(await writer.kill(), 'killed in the middle').toBe(true)
      writer = start('writer')
      await reader.reached(EVENTS / 3)
      expect(await reader.kill(), 'killed in the middle').toBe(true)
      reader = start('reader')
      await writer.settled
      await reader.reached(0)
      reader.askToSettle()
      await reader.settled

      await onTheLog.complete
      expect(onTheLog.outOfOrder).toEqual([])
      const store = await openStore(place.store('reader'))
      closing.unshift(() => store.close())
      await store.define([TALLIES])
      const ids = Array.from({ length: STALLS }, (_, no) => `stall_${no}`)
      const rows = await store.loadRows(TALLIES.name, ids)
      expect(rows.map((row) => row?.document)).toEqual(
        ids.map(() => ({ applied: EVENTS_PER_STALL, last: EVENTS_PER_STALL, outOfOrder: 0 })),
      )
    })
  })
}

/** A reader of its own: every event comes after those of its key that went before it, however often it is repeated. */
function watchOrder(log: EventLog): { readonly complete: Promise<void>; readonly outOfOrder: readonly string[] } {
  const last = new Map<string, number>()
  const outOfOrder: string[] = []
  const complete = Promise.withResolvers<void>()
  let seen = 0
  log.subscribe({ topics: [TOPIC], group: 'order', from: 'beginning' }, async (records) => {
    for (const { key, event } of records) {
      const before = last.get(key) ?? 0
      const sequence = event?.sequence ?? 0
      if (sequence > before + 1) outOfOrder.push(`${key}/${sequence} after ${before}`)
      if (sequence <= before) continue
      last.set(key, sequence)
      seen += 1
    }
    if (seen === EVENTS) complete.resolve()
  })
  return { complete: complete.promise, outOfOrder }
}

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openEventLog } from '@filature/event-log/open'
import type { EventLog } from '@filature/event-log/port'
import { temporaryFolder } from './folder.ts'
import { type ServiceProcess, startService } from './service.ts'

/** A service over data that were put there before, as a process of its own on the embedded engines. */
export interface UnderLoad {
  process(): ServiceProcess
  /** kill -9 and a start on the same data. */
  restart(): Promise<void>
  /** Resolves when nothing is unpublished and the service's own consumers have read everything; answers how long that took, ms. */
  settled(): Promise<number>
  /** The same log, and the store's file for reading, opened beside the service. */
  readonly log: EventLog
  readonly file: DatabaseSync
  close(): Promise<void>
}

export interface UnderLoadOptions {
  readonly service: string
  /** The service's `main.ts`. */
  readonly main: string
  readonly environment: Readonly<Record<string, string>>
  /** The consumers whose work a hold and its end bring along. */
  readonly groups: readonly string[]
  /** Fills the data folder before the service starts. */
  readonly prepare: (dataDir: string) => Promise<void>
}

const SETTLE_MS = 120_000

export async function openUnderLoad({ service, main, environment, groups, prepare }: UnderLoadOptions): Promise<UnderLoad> {
  const dataDir = await temporaryFolder()
  await prepare(dataDir)
  const start = (port: number) => startService(main, { ...environment, PORT: String(port), DATA_DIR: dataDir })
  let running = await start(0)
  const log = await openEventLog({ dataDir })
  const file = new DatabaseSync(join(dataDir, `${service}.sqlite`), { readOnly: true })
  const oldestPending = file.prepare('SELECT position FROM outbox LIMIT 1')
  const nothingPending = () => oldestPending.get() === undefined

  async function lagOf(group: string) {
    const lag = await log.lag(group)
    // A group of another name would count as one that has read everything.
    if (lag.length === 0) throw new Error(`${service} has no consumer ${group}: name those that it has`)
    return lag
  }

  async function isSettled(): Promise<boolean> {
    if (!nothingPending()) return false
    const lags = await Promise.all(groups.map(lagOf))
    // Reactions write in turn, so what they wrote has to be out as well.
    return lags.flat().every(({ behind }) => behind === 0) && nothingPending()
  }

  return {
    process: () => running,
    async restart() {
      await running.kill()
      // The same address, as for somebody who comes back.
      running = await start(running.port)
    },
    async settled() {
      const started = performance.now()
      while (!(await isSettled())) {
        if (performance.now() - started > SETTLE_MS) throw new Error(`events are still on their way after ${SETTLE_MS} ms`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return performance.now() - started
    },
    log,
    file,
    async close() {
      await running.stop()
      await log.close()
      file.close()
    },
  }
}

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { openEventLog } from '@filature/event-log/open'
import type { EventLog } from '@filature/event-log/port'
import { temporaryFolder } from './folder.ts'
import type { BenchIdentity } from './identity.ts'
import { prepareLots } from './prepare-lots.ts'
import { type ServiceProcess, startService } from './service.ts'

const MAIN = fileURLToPath(new URL('../../../../services/materials/src/main.ts', import.meta.url))

/** Limits out of the way of a load test; everything else is as it comes. The page says so. */
export const OPEN_LIMITS = {
  REQUESTS_PER_MINUTE: '0',
  MATERIALS_HOLDS_PER_LOT: '10000',
  MATERIALS_PERSON_HOLDS: '1000000',
  MATERIALS_PERSON_KG: '1000000',
}

/** The materials library over lots that were put there before, as a process of its own. */
export interface MaterialsUnderLoad {
  readonly dataDir: string
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

export interface MaterialsOptions {
  readonly identity: BenchIdentity
  readonly lots: number
  /** Units of each lot. */
  readonly units: number
  readonly environment?: Readonly<Record<string, string>>
}

/** The groups of the service whose work a hold and its end bring along. */
const GROUPS = ['materials.holds', 'materials.hold-history']
const SETTLE_MS = 120_000

export async function openMaterials({ identity, lots, units, environment }: MaterialsOptions): Promise<MaterialsUnderLoad> {
  const dataDir = await temporaryFolder()
  await prepareLots(dataDir, lots, units)
  const start = (port: number) =>
    startService(MAIN, { ...OPEN_LIMITS, ...environment, PORT: String(port), DATA_DIR: dataDir, IDENTITY_URL: identity.url })
  let running = await start(0)
  const log = await openEventLog({ dataDir })
  const file = new DatabaseSync(join(dataDir, 'materials.sqlite'), { readOnly: true })
  const oldestPending = file.prepare('SELECT position FROM outbox LIMIT 1')
  const nothingPending = () => oldestPending.get() === undefined

  async function lagOf(group: string) {
    const lag = await log.lag(group)
    // A group of another name would count as one that has read everything.
    if (lag.length === 0) throw new Error(`the materials library has no consumer ${group}: name those that it has`)
    return lag
  }

  async function isSettled(): Promise<boolean> {
    if (!nothingPending()) return false
    const lags = await Promise.all(GROUPS.map(lagOf))
    // Reactions write in turn, so what they wrote has to be out as well.
    return lags.flat().every(({ behind }) => behind === 0) && nothingPending()
  }

  return {
    dataDir,
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

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openEventLog } from '@filature/event-log/open'
import type { EventLog } from '@filature/event-log/port'
import { type CommonEnvironment, ConfigurationError, engineNames } from '@filature/service-kit/environment'
import { openStore } from '@filature/store/open'
import type { Store } from '@filature/store/port'
import { LOAD_LOCK } from './load-lock.ts'

/** The log and the stores of one process, whichever engines the environment names. */
export interface Engines {
  readonly log: EventLog
  /** For people and for `/health/ready`. */
  readonly names: { readonly store: string; readonly log: string }
  /** The same store again for the same service. */
  openStore(service: string): Promise<Store>
  /**
   * Does work that would be done again after a power cut: until it ends, the embedded engines spare the disk, and then
   * everything is made durable at once. A kill loses nothing either way.
   */
  hurry<T>(work: () => Promise<T>): Promise<T>
  /** Closes the log and every store that was opened. */
  close(): Promise<void>
}

type EngineEnvironment = Pick<CommonEnvironment, 'DATA_DIR' | 'MONGODB_URI' | 'KAFKA_BROKERS'>

/** Rejects with `ConfigurationError` for an engine that this version does not have, else as the ports say. */
export async function openEngines({ DATA_DIR: dataDir, MONGODB_URI, KAFKA_BROKERS }: EngineEnvironment): Promise<Engines> {
  const stores = new Map<string, Store>()
  let isHurrying = false
  const survives = () => (isHurrying ? 'process-end' : 'power-loss')
  const log = await openEventLog({ dataDir, kafkaBrokers: KAFKA_BROKERS, survives }).catch(asConfiguration)
  return {
    log,
    names: engineNames({ MONGODB_URI, KAFKA_BROKERS }),
    async openStore(service) {
      const known = stores.get(service)
      if (known !== undefined) return known
      const store = await openStore({ service, dataDir, mongodbUri: MONGODB_URI, survives }).catch(asConfiguration)
      stores.set(service, store)
      return store
    },
    async hurry(work) {
      isHurrying = true
      try {
        return await work()
      } finally {
        isHurrying = false
        makeDurable(dataDir)
      }
    },
    async close() {
      await log.close()
      await Promise.all([...stores.values()].map((store) => store.close()))
    },
  }
}

/** How long a file that another process reads is waited for, in milliseconds. */
const CHECKPOINT_PATIENCE_MS = 5_000

/** Empties the write-ahead log of every embedded file into the file itself, which waits for the disk. */
function makeDurable(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (!name.endsWith('.sqlite') || name === LOAD_LOCK) continue
    const database = new DatabaseSync(join(dataDir, name), { timeout: CHECKPOINT_PATIENCE_MS })
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()
  }
}

/** The ports' own errors have names; a plain one says that an engine is not there, a TypeError that its address is none. */
function asConfiguration(error: unknown): never {
  const isSetting = error instanceof Error && (error.name === 'Error' || error.name === 'TypeError')
  throw isSetting ? new ConfigurationError(error.message, { cause: error }) : error
}

import { openEventLog } from '@filature/event-log/open'
import type { EventLog } from '@filature/event-log/port'
import { type CommonEnvironment, ConfigurationError } from '@filature/service-kit/environment'
import { openStore } from '@filature/store/open'
import type { Store } from '@filature/store/port'

/** The log and the stores of one process, whichever engines the environment names. */
export interface Engines {
  readonly log: EventLog
  /** For people and for `/health/ready`. */
  readonly names: { readonly store: string; readonly log: string }
  /** The same store again for the same service. */
  openStore(service: string): Promise<Store>
  /** Closes the log and every store that was opened. */
  close(): Promise<void>
}

type EngineEnvironment = Pick<CommonEnvironment, 'DATA_DIR' | 'MONGODB_URI' | 'KAFKA_BROKERS'>

/** Rejects with `ConfigurationError` for an engine that this version does not have, else as the ports say. */
export async function openEngines({ DATA_DIR: dataDir, MONGODB_URI, KAFKA_BROKERS }: EngineEnvironment): Promise<Engines> {
  const stores = new Map<string, Store>()
  const log = await openEventLog({ dataDir, kafkaBrokers: KAFKA_BROKERS }).catch(asConfiguration)
  return {
    log,
    names: { store: MONGODB_URI === undefined ? 'SQLite' : 'MongoDB', log: KAFKA_BROKERS === undefined ? 'SQLite' : 'Kafka' },
    async openStore(service) {
      const known = stores.get(service)
      if (known !== undefined) return known
      const store = await openStore({ service, dataDir, mongodbUri: MONGODB_URI }).catch(asConfiguration)
      stores.set(service, store)
      return store
    },
    async close() {
      await log.close()
      await Promise.all([...stores.values()].map((store) => store.close()))
    },
  }
}

/** The ports' own errors have names; a plain one says that the engine named is not part of this version. */
function asConfiguration(error: unknown): never {
  throw error instanceof Error && error.name === 'Error' ? new ConfigurationError(error.message, { cause: error }) : error
}

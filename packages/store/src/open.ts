import { join } from 'node:path'
import type { Store } from './port.ts'
import { openSqliteStore } from './sqlite/store.ts'

export interface StoreSettings {
  /** Name of the service, which names its file. */
  readonly service: string
  /** Folder of the embedded stores. */
  readonly dataDir: string
  /** Address of a MongoDB, when there is one: `mongodb://…`, see `MongoStoreOptions.uri`. */
  readonly mongodbUri?: string | undefined
  /** Of the embedded store: see `SqliteStoreOptions.survives`. */
  readonly survives?: () => 'power-loss' | 'process-end'
}

/** The store of a service: the file `<dataDir>/<service>.sqlite`, or the database `filature_<service>` of the MongoDB that is named. */
export async function openStore({ service, dataDir, mongodbUri, survives }: StoreSettings): Promise<Store> {
  if (mongodbUri !== undefined) {
    // Read only where it is used: mongoose and the driver would take their time and memory from every embedded start.
    const { openMongoStore } = await import('./mongo/store.ts')
    return openMongoStore({ uri: mongodbUri, service })
  }
  return openSqliteStore({ file: join(dataDir, `${service}.sqlite`), ...(survives !== undefined && { survives }) })
}

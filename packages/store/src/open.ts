import { join } from 'node:path'
import type { Store } from './port.ts'
import { openSqliteStore } from './sqlite/store.ts'

export interface StoreSettings {
  /** Name of the service, which names its file. */
  readonly service: string
  /** Folder of the embedded stores. */
  readonly dataDir: string
  /** Address of a MongoDB, when there is one. */
  readonly mongodbUri?: string | undefined
}

/** The store of a service: the file `<dataDir>/<service>.sqlite` unless a MongoDB is named. */
export async function openStore({ service, dataDir, mongodbUri }: StoreSettings): Promise<Store> {
  if (mongodbUri !== undefined) {
    throw new Error('MONGODB_URI is set, but this version has no MongoDB adapter yet: leave it unset to keep data in files under DATA_DIR')
  }
  return openSqliteStore({ file: join(dataDir, `${service}.sqlite`) })
}

import type { AccountsDatabase } from './database.ts'
import { openAccountsFile } from './sqlite-file.ts'

export interface AccountsPlace {
  /** Folder of the embedded accounts. */
  readonly dataDir: string
  /** Address of a MongoDB, when there is one. */
  readonly mongodbUri: string | undefined
  /** What cookies are signed and keys are encrypted with. */
  readonly secret: string
}

/** The accounts of every identity process of a place: the file `<dataDir>/accounts.sqlite`, or a database of the MongoDB that is named. */
export async function openAccountsDatabase({ dataDir, mongodbUri, secret }: AccountsPlace): Promise<AccountsDatabase> {
  if (mongodbUri === undefined) return openAccountsFile(dataDir)
  // Read only where it is used: mongoose and the driver would take their time and memory from every embedded start.
  const { openAccountsInMongo } = await import('./mongo-database.ts')
  return openAccountsInMongo({ uri: mongodbUri, secret })
}

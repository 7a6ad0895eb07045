import { createHmac } from 'node:crypto'
import { ConfigurationError } from '@filature/service-kit/environment'
import { type MongoDatabase, openMongoDatabase } from '@filature/store/mongo/database'
import type { BetterAuthOptions } from 'better-auth'
import { mongodbAdapter } from 'better-auth/adapters/mongodb'
import { getAuthTables } from 'better-auth/db'
import type { AccountsDatabase } from './database.ts'

export interface MongoAccounts {
  readonly uri: string
  readonly secret: string
}

type Adapter = ReturnType<ReturnType<typeof mongodbAdapter>>

/** Everything of an adapter that asks the database. */
const ASKING = [
  'create',
  'findOne',
  'findMany',
  'count',
  'update',
  'updateMany',
  'delete',
  'deleteMany',
  'consumeOne',
  'incrementOne',
] as const satisfies readonly (keyof Adapter)[]

const DUPLICATE_KEY = 11000

/**
 * The database `filature_accounts` (or `<prefix>_accounts`) of a MongoDB, which any number of identity processes share. One
 * of its own, because better-auth owns its collections. Without transactions, like the file: nothing that identity asks of
 * it needs two documents at once.
 * @throws ConfigurationError when the accounts were made with another secret; StoreUnavailable, StoreCorrupt
 */
export async function openAccountsInMongo({ uri, secret }: MongoAccounts): Promise<AccountsDatabase> {
  const opened = await openMongoDatabase({ uri, service: 'accounts' })
  try {
    await opened.attempt(() => refuseOtherSecret(opened, secret))
  } catch (error) {
    await opened.close()
    throw error
  }
  return {
    database: (options: BetterAuthOptions) => answeringInTime(opened, mongodbAdapter(opened.database)(options)),
    async prepare(options) {
      // better-auth makes them too, but neither waits for them nor fails without them, and an address that two accounts
      // have is not to be mended later.
      const indexes = Object.values(getAuthTables(options)).flatMap(({ modelName, fields }) =>
        Object.entries(fields)
          .filter(([, { unique, index, required }]) => required !== false && (unique === true || index === true))
          .map(([name, { fieldName = name, unique = false }]) => ({ modelName, fieldName, unique })),
      )
      await opened.attemptPatiently(async () => {
        for (const { modelName, fieldName, unique } of indexes) {
          // As better-auth names it, so that the two are one.
          const name = `${modelName}_${fieldName}_${unique ? 'uidx' : 'idx'}`
          await opened.database.collection(modelName).createIndex({ [fieldName]: 1 }, { name, unique })
        }
      })
    },
    ping: () => opened.ping(),
    close: () => opened.close(),
  }
}

/** The same adapter, whose failures are the store's, and which does not wait for ever. */
function answeringInTime({ attempt }: MongoDatabase, adapter: Adapter): Adapter {
  const asking = ASKING.map((name) => {
    const ask: (...given: readonly never[]) => Promise<unknown> = adapter[name]
    return [name, (...given: readonly never[]) => attempt(() => ask(...given))] as const
  })
  // Each of them takes and gives what the one of the same name does.
  const within = { ...adapter, ...Object.fromEntries(asking) } as Adapter
  return { ...within, transaction: (work) => work(within) }
}

/**
 * Every process has to have the same secret, or one would sign what the next does not believe and could not read its keys.
 * The database keeps a mark of the first one's, from which it cannot be told.
 */
async function refuseOtherSecret({ database, place }: MongoDatabase, secret: string): Promise<void> {
  const mark = createHmac('sha256', secret).update('filature accounts').digest('base64url')
  const marks = database.collection<{ _id: string; mark: string }>('secret')
  await marks.updateOne({ _id: 'secret' }, { $setOnInsert: { mark } }, { upsert: true }).catch((error: unknown) => {
    // Another process was quicker.
    if (!(error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY)) throw error
  })
  const first = await marks.findOne({ _id: 'secret' })
  if (first?.mark === mark) return
  throw new ConfigurationError(
    `AUTH_SECRET is not the one that the accounts in ${place} were made with. Give every identity process the same: set AUTH_SECRET, or let them share the file auth-secret of one DATA_DIR`,
  )
}

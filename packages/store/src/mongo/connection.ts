import type { Db, MongoClient } from 'mongodb'
import { createConnection, type Connection as Mongoose, mongo } from 'mongoose'
import { StoreCorrupt, StoreUnavailable } from '../port.ts'
import type { Address } from './address.ts'
import { portError } from './engine-errors.ts'
import { SoundConnection } from './sound-connection.ts'

/** Raised with every change of the documents' layout that an older program could not live with. */
const SCHEMA_VERSION = 1
/** Names given by services begin with a letter, so none of them is this one. */
const MARKS = '_filature'
const MARK = 'store'
const PING_MS = 3_000

interface Mark {
  readonly _id: string
  readonly schema: number
  readonly openedAt: Date
}

export interface Connection {
  /** For messages. */
  readonly place: string
  readonly mongoose: Mongoose
  readonly client: MongoClient
  readonly database: Db
  /** Whether many guarded writes can go as one command that tells each one's outcome: MongoDB 8.0 and later. */
  readonly answersEach: boolean
  /**
   * Runs a job, and tells its failure in the words of the port. A job that gets no answer in time is given up: what it asked
   * for may still be done later, as after any lost answer.
   */
  attempt<T>(job: () => Promise<T>): Promise<T>
  /** The same for what may take its time: making an index, or what nobody waits for. The driver gives up a silent socket after 20 s. */
  attemptPatiently<T>(job: () => Promise<T>): Promise<T>
  ping(): Promise<void>
  close(): Promise<void>
}

/**
 * @throws StoreUnavailable when no server answers in time or refuses the user; StoreCorrupt for a database that is not ours
 * or newer than this program
 */
export async function openConnection({ uri, database: name, place, answerMs }: Address): Promise<Connection> {
  const mongoose = createConnection(uri, {
    dbName: name,
    // Done means written by most servers and on their disks; a single server alone would not wait for its journal.
    writeConcern: { w: 'majority', journal: true },
    // Nothing is shown or decided on that could be taken back: after such a step back the same version may be another state,
    // which a guard by version would not tell apart.
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    // An option the driver takes and does not tell of.
    ...{ connectionType: SoundConnection },
    autoCreate: false,
    autoIndex: false,
    bufferCommands: false,
  })
  let open = true
  try {
    await mongoose.asPromise().catch((error: unknown) => {
      throw selectionError(error)
    })
    const client = mongoose.getClient()
    const database = client.db(name)
    await refuseForeign(database, place)
    const answersEach = await markDatabase(client, database, place)
    const attemptPatiently: Connection['attemptPatiently'] = async (job) => {
      if (!open) throw new StoreUnavailable(`${place} was closed by this process`)
      try {
        return await job()
      } catch (error) {
        // A turn of the event loop, in which the driver hears what became of its sockets, however soon somebody tries again.
        await new Promise(setImmediate)
        throw portError(error, place)
      }
    }
    return {
      place,
      mongoose,
      client,
      database,
      answersEach,
      attempt: (job) => attemptPatiently(() => inTime(job(), answerMs, place)),
      attemptPatiently,
      async ping() {
        await attemptPatiently(() => inTime(database.command({ ping: 1 }), PING_MS, place))
      },
      async close() {
        if (!open) return
        open = false
        await mongoose.close()
      },
    }
  } catch (error) {
    await mongoose.destroy()
    throw portError(error, place)
  }
}

/** A server that hangs is noticed by the driver after some heartbeats; whoever waits wants to know sooner. */
async function inTime<T>(answer: Promise<T>, mostMs: number, place: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable(`${place} did not answer within ${mostMs} ms`)), mostMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Mongoose wraps the driver's error when no server was found. */
function selectionError(error: unknown): unknown {
  const found = error instanceof Error && error.name === 'MongooseServerSelectionError'
  return found ? new mongo.MongoNetworkError(error.message, { cause: error }) : error
}

/** Looks before anything is written, so that another program's database stays as it was. */
async function refuseForeign(database: Db, place: string): Promise<void> {
  const findMark = () => database.collection<Mark>(MARKS).findOne({ _id: MARK })
  let mark = await findMark()
  if (mark === null) {
    const collections = await database.listCollections({}, { nameOnly: true }).toArray()
    if (collections.every((collection) => collection.name === MARKS)) return
    // Another process may have begun with it at this moment, and the mark is what comes first.
    mark = await findMark()
  }
  if (mark === null) {
    throw new StoreCorrupt(`${place} belongs to another program. Let MONGODB_URI end in a prefix of its own, such as /filature2`)
  }
  if (mark.schema > SCHEMA_VERSION) {
    throw new StoreCorrupt(
      `${place} was written by a newer version of this program (schema ${mark.schema}, this one reads up to ${SCHEMA_VERSION}). Install that version again, or restore an older backup`,
    )
  }
}

/**
 * The mark is written the way the hot path would like to write. Servers before 8.0, and later ones that still run in the
 * compatibility version of an earlier one, do not know the command.
 */
async function markDatabase(client: MongoClient, database: Db, place: string): Promise<boolean> {
  const filter = { _id: MARK }
  const update = { $set: { schema: SCHEMA_VERSION, openedAt: new Date() } }
  const namespace = `${database.databaseName}.${MARKS}`
  try {
    const model = { name: 'updateOne', namespace, filter, update, upsert: true } as const
    const { updateResults } = await client.bulkWrite<{ [collection: string]: Mark }>([model], { ordered: false, verboseResults: true })
    return updateResults?.has(0) === true
  } catch (error) {
    if (portError(error, place) instanceof StoreUnavailable) throw error
    await database.collection<Mark>(MARKS).updateOne(filter, update, { upsert: true })
    return false
  }
}

import { type AnyClientBulkWriteModel, MongoClientBulkWriteError, MongoServerError, type UpdateFilter } from 'mongodb'
import { StoreUnavailable } from '../port.ts'
import type { Collection, Stored } from './collections.ts'
import type { Connection } from './connection.ts'
import { errorOfCode, isDuplicateKey } from './engine-errors.ts'

/** Creates a document unless there is one of this id, or moves on the one that is at `version`. */
export type GuardedWrite =
  | { readonly kind: 'create'; readonly collection: Collection; readonly document: Stored }
  | {
      readonly kind: 'move'
      readonly collection: Collection
      readonly id: string
      readonly version: number
      /** Of an aggregate's memory, 0 when it never had any; undefined for a projection row. */
      readonly revision?: number
      /** Also excludes a row that has seen the event. */
      readonly unless?: { readonly source: string; readonly sequence: number }
      readonly update: UpdateFilter<Stored>
    }

/**
 * Which of the writes were applied, each on its own. Where the server tells each one's outcome they are one command, over
 * all collections; a plain `bulkWrite` only counts how many updates found their version, so elsewhere each is a command.
 * @throws when the outcome of any is not known
 */
export async function applyEach(connection: Connection, writes: readonly GuardedWrite[]): Promise<readonly boolean[]> {
  if (writes.length > 1 && connection.answersEach) return inOneCommand(connection, writes)
  const settled = await Promise.allSettled(writes.map(applyOne))
  return settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  })
}

async function applyOne(write: GuardedWrite): Promise<boolean> {
  const { documents } = write.collection
  if (write.kind === 'move') return (await documents.updateOne(filterOf(write), write.update)).matchedCount === 1
  try {
    return (await documents.insertOne(write.document)).acknowledged
  } catch (error) {
    if (error instanceof MongoServerError && isDuplicateKey(error.code)) return false
    throw error
  }
}

async function inOneCommand(connection: Connection, writes: readonly GuardedWrite[]): Promise<readonly boolean[]> {
  const { client, place } = connection
  const models = writes.map(modelOf)
  let failure: MongoClientBulkWriteError | undefined
  const result = await client
    .bulkWrite<Record<string, Stored>>(models, { ordered: false, verboseResults: true })
    .catch((error: unknown) => {
      // With a cause the command itself failed; without, single operations did.
      if (!(error instanceof MongoClientBulkWriteError) || error.cause !== undefined) throw error
      failure = error
      return error.partialResult
    })
  const doubt = failure?.writeConcernErrors[0]
  if (doubt !== undefined) throw new StoreUnavailable(`${place} cannot promise to keep this (${doubt.message})`, { cause: failure })
  return writes.map((write, index) => {
    const refused = failure?.writeErrors.get(index)
    if (refused !== undefined) {
      if (write.kind === 'create' && isDuplicateKey(refused.code)) return false
      throw errorOfCode(refused.code, refused.message, place, failure)
    }
    if (write.kind === 'create' && result?.insertResults?.has(index) === true) return true
    const moved = result?.updateResults?.get(index)
    if (moved === undefined) throw new StoreUnavailable(`${place} did not say what became of a write`)
    return moved.matchedCount === 1
  })
}

function modelOf(write: GuardedWrite): AnyClientBulkWriteModel<Stored> {
  const { namespace } = write.collection
  if (write.kind === 'create') return { name: 'insertOne', namespace, document: write.document }
  return { name: 'updateOne', namespace, filter: filterOf(write), update: write.update }
}

function filterOf({ id, version, revision, unless }: Extract<GuardedWrite, { kind: 'move' }>) {
  return {
    _id: { $eq: id },
    version: { $eq: version },
    // The first also meets a field that is absent.
    ...(revision === undefined ? {} : { revision: revision === 0 ? { $not: { $gte: 1 } } : { $eq: revision } }),
    ...(unless === undefined ? {} : { [`sources.${unless.source}`]: { $not: { $gte: unless.sequence } } }),
  }
}

import type { Collection as DriverCollection } from 'mongodb'
import { type IndexOptions, mongo, Schema } from 'mongoose'
import { checkDefinitions } from '../definition.ts'
import type { CollectionDefinition } from '../port.ts'
import type { Connection } from './connection.ts'

/** A document as it lies in the database. Aggregates have a memory, `dueAt` and an outbox, projection rows have `sources`. */
export interface Stored {
  _id: string
  version: number
  /** Absent once a projection row is deleted. */
  document?: unknown
  /** How many answers were ever added. Absent in projection rows. */
  revision?: number
  /** The newest answers, oldest first. Absent when there is none; the same holds for `passing`. */
  answers?: unknown[]
  passing?: unknown[]
  dueAt?: string
  /** Unpublished events, in sequence. Absent when there is none. */
  outbox?: unknown[]
  /** Place in the queue of those with unpublished events. */
  waitingSince?: string
  /** Last sequence by source, under stored names. */
  sources?: Record<string, number>
}

export interface Collection {
  readonly definition: CollectionDefinition
  readonly documents: DriverCollection<Stored>
  /** `<database>.<collection>`. */
  readonly namespace: string
}

export interface Collections {
  define(definitions: readonly CollectionDefinition[]): Promise<void>
  /** @throws Error when it was never defined: a mistake of the program. */
  get(name: string): Collection
  all(): readonly Collection[]
}

/** Every search names the index it runs on, so it either runs on it or fails; nothing ever scans. */
export const PRIMARY = '_id_'
/** No declared index has a name that begins with a colon. */
export const DUE = ':due'
export const WAITING = ':waiting'

/** Where a declared field lies. Declared names have neither dots inside a step nor dollars, so they are kept as they are. */
export const pathOf = (field: string): string => (field === 'id' ? '_id' : `document.${field}`)

/**
 * The fields are part of the name: an index that changes is another index, and processes of two versions that run at the
 * same time each find their own. One that nobody declares any more stays until it is dropped by hand.
 */
export function indexName({ definition }: Collection, index: string | undefined): string {
  return index === undefined ? PRIMARY : physicalName(index, definition.indexes[index] ?? [])
}

const physicalName = (index: string, fields: readonly string[]) => `${index}:${fields.join(',')}`

const NAMESPACE_EXISTS = 48

export function collectionsOf(connection: Connection): Collections {
  const { mongoose, database } = connection
  const defined = new Map<string, Collection>()

  async function create(definition: CollectionDefinition, exists: boolean): Promise<void> {
    const schema = schemaOf(definition)
    const model = mongoose.model(definition.name, schema, definition.name, { overwriteModels: true })
    if (!exists) {
      await model.createCollection({ validator: { $jsonSchema: schema.toJSONSchema({ useBsonType: true }) } }).catch((error: unknown) => {
        // Another process was quicker.
        if (!(error instanceof mongo.MongoServerError && error.code === NAMESPACE_EXISTS)) throw error
      })
    }
    await model.createIndexes()
  }

  return {
    async define(definitions) {
      checkDefinitions(definitions)
      await connection.attemptPatiently(async () => {
        const found = await database.listCollections({}, { nameOnly: true }).toArray()
        const names = new Set(found.map(({ name }) => name))
        await Promise.all(definitions.map((definition) => create(definition, names.has(definition.name))))
      })
      for (const definition of definitions) {
        const documents = database.collection<Stored>(definition.name)
        defined.set(definition.name, { definition, documents, namespace: documents.namespace })
      }
    },
    get(name) {
      const collection = defined.get(name)
      if (collection === undefined) throw new Error(`collection "${name}" is not defined: pass it to define() first`)
      return collection
    },
    all: () => [...defined.values()],
  }
}

function schemaOf({ indexes }: CollectionDefinition): Schema {
  const { Mixed } = Schema.Types
  const schema = new Schema(
    {
      _id: String,
      version: { type: Number, required: true },
      document: Mixed,
      revision: Number,
      answers: { type: [Mixed], default: undefined },
      passing: { type: [Mixed], default: undefined },
      dueAt: String,
      outbox: { type: [Mixed], default: undefined },
      waitingSince: String,
      sources: Mixed,
    },
    { versionKey: false, strict: 'throw', minimize: false },
  )
  const declare = (fields: readonly string[], name: string, present: string) => {
    const options: IndexOptions = { name, partialFilterExpression: { [present]: { $exists: true } } }
    schema.index(Object.fromEntries([...fields, '_id'].map((field) => [field, 1])), options)
  }
  // Deleted projection rows have no document and take no room in the index.
  for (const [index, fields] of Object.entries(indexes)) declare(fields.map(pathOf), physicalName(index, fields), 'document')
  declare(['dueAt'], DUE, 'dueAt')
  declare(['waitingSince'], WAITING, 'waitingSince')
  return schema
}

import { checkDefinitions } from '../definition.ts'
import type { CollectionDefinition } from '../port.ts'
import type { Connection } from './connection.ts'

export interface Collection {
  readonly definition: CollectionDefinition
  /** Quoted name of its table. */
  readonly table: string
}

export interface Collections {
  define(definitions: readonly CollectionDefinition[]): Promise<void>
  /** @throws Error when it was never defined: a mistake of the program. */
  get(name: string): Collection
}

/** Only names that `checkDefinitions` let through come here, and none of them holds a quote or a colon. */
const tableName = (collection: string) => `doc_${collection}`
const indexName = (collection: string, index: string) => `doc_${collection}:${index}`
const quoted = (name: string) => `"${name}"`

export const quotedIndex = (collection: Collection, index: string) => quoted(indexName(collection.definition.name, index))

/** The SQL of a declared field; index and query must say it in the same words for the index to be used. */
export const fieldSql = (field: string) => (field === 'id' ? 'id' : `json_extract(document, '$.${field}')`)

export function collectionsOf(connection: Connection): Collections {
  const defined = new Map<string, Collection>()
  return {
    async define(definitions) {
      checkDefinitions(definitions)
      // A look first: processes that start on a file that is already right do not wait for each other.
      if (await connection.read(() => changesFor(connection, definitions).length > 0)) {
        await connection.write('power-loss', () => {
          for (const sql of changesFor(connection, definitions)) connection.statement(sql).run()
        })
      }
      for (const definition of definitions) defined.set(definition.name, { definition, table: quoted(tableName(definition.name)) })
    },
    get(name) {
      const collection = defined.get(name)
      if (collection === undefined) throw new Error(`collection "${name}" is not defined: pass it to define() first`)
      return collection
    },
  }
}

/** What must be run for the file to have these tables and, on them, exactly these indexes. */
function changesFor(connection: Connection, definitions: readonly CollectionDefinition[]): readonly string[] {
  const found = new Map<string, string>()
  for (const [name, sql] of connection.statement('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL').all().map(asTexts))
    found.set(name, sql)
  const changes: string[] = []
  for (const definition of definitions) {
    if (!found.has(tableName(definition.name))) changes.push(tableSql(definition.name))
    const wanted = indexesOf(definition)
    for (const name of found.keys()) {
      const stale = name.startsWith(indexName(definition.name, '')) && found.get(name) !== wanted.get(name)
      if (stale) changes.push(`DROP INDEX ${quoted(name)}`)
    }
    for (const [name, sql] of wanted) if (found.get(name) !== sql) changes.push(sql)
  }
  return changes
}

function tableSql(collection: string): string {
  return `CREATE TABLE ${quoted(tableName(collection))} (id TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL, due_at TEXT, document TEXT, memory TEXT, sources TEXT)`
}

function indexesOf({ name, indexes }: CollectionDefinition): ReadonlyMap<string, string> {
  const table = quoted(tableName(name))
  const wanted = new Map<string, string>()
  for (const [index, fields] of Object.entries(indexes)) {
    const columns = [...fields, 'id'].map(fieldSql).join(', ')
    // Deleted projection rows have no document and take no room in the index.
    wanted.set(indexName(name, index), `CREATE INDEX ${quoted(indexName(name, index))} ON ${table} (${columns}) WHERE document IS NOT NULL`)
  }
  // The second colon keeps it apart from every declared index.
  const due = indexName(name, ':due')
  wanted.set(due, `CREATE INDEX ${quoted(due)} ON ${table} (due_at, id) WHERE due_at IS NOT NULL`)
  return wanted
}

// `all` is typed as objects; the connection asks for arrays, and both columns are texts.
const asTexts = (row: unknown) => row as readonly [string, string]

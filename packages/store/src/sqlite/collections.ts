import { checkDefinitions } from '../definition.ts'
import type { CollectionDefinition } from '../port.ts'
import type { Connection } from './connection.ts'
import { fieldSql, IS_PRESENT, maintainedBy } from './maintained.ts'

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

/** What must be run for the file to have these tables and, on them, exactly these indexes and the columns they need. */
function changesFor(connection: Connection, definitions: readonly CollectionDefinition[]): readonly string[] {
  const found: Found = { index: new Map(), table: new Map(), trigger: new Map() }
  for (const row of connection.statement("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type <> 'view'").all()) {
    // The columns of the select, which the engine's types do not know; the file is ours, so there are no other types.
    const [type, name, sql] = row as unknown as readonly [keyof Found, string, string]
    found[type].set(name, sql)
  }
  return definitions.flatMap((definition) => [...tableChanges(connection, found, definition), ...indexChanges(found, definition)])
}

/** What the file has, by name: the text that made it. */
type Found = Readonly<Record<'table' | 'index' | 'trigger', Map<string, string>>>

function tableChanges(connection: Connection, found: Found, definition: CollectionDefinition): readonly string[] {
  const name = tableName(definition.name)
  // The second colon keeps the names of triggers apart from those of declared indexes.
  const { columns, triggers, fill } = maintainedBy(definition, quoted(name), (word) => indexName(definition.name, `:${word}`))
  const changes: string[] = []
  if (!found.table.has(name)) changes.push(tableSql(definition.name))
  const there = new Set(connection.statement('SELECT name FROM pragma_table_info(?)').all(name).map(firstText))
  for (const column of columns) if (!there.has(column.replaceAll('"', ''))) changes.push(`ALTER TABLE ${quoted(name)} ADD COLUMN ${column}`)
  const other = [...triggers].filter(([trigger, sql]) => found.trigger.get(trigger) !== sql)
  for (const [trigger, sql] of other) {
    if (found.trigger.has(trigger)) changes.push(`DROP TRIGGER ${quoted(trigger)}`)
    changes.push(sql)
  }
  // Until now nobody has kept these columns right.
  if (other.length > 0 && found.table.has(name)) changes.push(fill)
  return changes
}

function indexChanges(found: Found, definition: CollectionDefinition): readonly string[] {
  const changes: string[] = []
  const wanted = indexesOf(definition)
  for (const name of found.index.keys()) {
    const stale = name.startsWith(indexName(definition.name, '')) && found.index.get(name) !== wanted.get(name)
    if (stale) changes.push(`DROP INDEX ${quoted(name)}`)
  }
  for (const [name, sql] of wanted) if (found.index.get(name) !== sql) changes.push(sql)
  return changes
}

/** Aggregates have a revision, perhaps `due_at` and `passing`; projection rows have sources. */
export function tableSql(collection: string): string {
  return `CREATE TABLE ${quoted(tableName(collection))} (id TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL, revision INTEGER NOT NULL DEFAULT 0, due_at TEXT, document TEXT, passing TEXT, sources TEXT)`
}

function indexesOf({ name, indexes }: CollectionDefinition): ReadonlyMap<string, string> {
  const table = quoted(tableName(name))
  const wanted = new Map<string, string>()
  for (const [index, fields] of Object.entries(indexes)) {
    const columns = [...fields, 'id'].map(fieldSql).join(', ')
    wanted.set(indexName(name, index), `CREATE INDEX ${quoted(indexName(name, index))} ON ${table} (${columns}) WHERE ${IS_PRESENT}`)
  }
  // The second colon keeps it apart from every declared index.
  const due = indexName(name, ':due')
  wanted.set(due, `CREATE INDEX ${quoted(due)} ON ${table} (due_at, id) WHERE due_at IS NOT NULL`)
  return wanted
}

// `all` is typed as objects; the connection asks for arrays, and the column is a text.
const firstText = (row: unknown) => (row as readonly [string])[0]

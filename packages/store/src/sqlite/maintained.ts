import type { CollectionDefinition } from '../port.ts'

/**
 * Declared fields are columns beside the document, which the file itself keeps right by triggers. An index on an expression of
 * the document would be written with every document, whatever changed in it; one on these columns only when its fields change.
 * That it is the file that does so, and not the program, keeps them right whoever writes, with whatever definitions.
 */

/** The SQL of a declared field. */
export const fieldSql = (field: string): string => (field === 'id' ? 'id' : `"field:${field}"`)

/** True of rows that have a document. Of deleted projection rows only the sequences are left: they are in no index. */
export const IS_PRESENT = 'present IS NOT NULL'

interface MaintainedColumn {
  readonly column: string
  /** Its value, from the SQL of the document. */
  from(document: string): string
}

const PRESENT: MaintainedColumn = { column: 'present', from: (document) => `CASE WHEN ${document} IS NOT NULL THEN 1 END` }

const fieldColumn = (field: string): MaintainedColumn => ({
  column: fieldSql(field),
  from: (document) => `json_extract(${document}, '$.${field}')`,
})

function columnsOf({ indexes }: CollectionDefinition): readonly MaintainedColumn[] {
  return [PRESENT, ...[...new Set(Object.values(indexes).flat())].toSorted().map(fieldColumn)]
}

export interface Maintained {
  /** To be added where the table does not have it. */
  readonly columns: readonly string[]
  /** Name and text of each trigger. */
  readonly triggers: ReadonlyMap<string, string>
  /** Sets the columns of rows that were there before the triggers. */
  readonly fill: string
}

/** `table` is quoted; `nameOf` makes the quoted and plain names of triggers from a word. */
export function maintainedBy(definition: CollectionDefinition, table: string, nameOf: (word: string) => string): Maintained {
  const columns = columnsOf(definition)
  const set = (document: string) => columns.map(({ column, from }) => `${column} = ${from(document)}`).join(', ')
  const differs = (row: string) => columns.map(({ column, from }) => `${row}${column} IS NOT ${from(`${row}document`)}`).join(' OR ')
  const trigger = (word: string, when: string) =>
    `CREATE TRIGGER "${nameOf(word)}" AFTER ${when} ON ${table} WHEN ${differs('new.')} BEGIN UPDATE ${table} SET ${set('new.document')} WHERE id = new.id; END`
  return {
    columns: columns.map(({ column }) => column),
    triggers: new Map([
      [nameOf('inserted'), trigger('inserted', 'INSERT')],
      [nameOf('updated'), trigger('updated', 'UPDATE OF document')],
    ]),
    fill: `UPDATE ${table} SET ${set('document')} WHERE ${differs('')}`,
  }
}

import Papa from 'papaparse'

/** A reference file that cannot be used: names file, row (2 is the first below the header) and column. Code `factor-invalid`. */
export class FactorInvalid extends Error {
  override readonly name = 'FactorInvalid'
  readonly code = 'factor-invalid'
  readonly file: string
  readonly row: number
  readonly column: string

  constructor(file: string, row: number, column: string, rule: string) {
    super(`factor-invalid: ${file}, row ${row}, column ${column}: ${rule}`)
    this.file = file
    this.row = row
    this.column = column
  }
}

/** One row of a reference file; every reader throws `FactorInvalid` that names the cell. */
export interface Row {
  /** May be empty. */
  optional(column: string): string
  /** Must not be empty. */
  text(column: string): string
  oneOf<const Values extends readonly string[]>(column: string, values: Values): Values[number]
  yes(column: string): boolean
  refuse(column: string, rule: string): never
}

/** Reads a CSV with a header row. All `columns` must be there; ids in `idColumn` must be unique. */
export function readTable(file: string, csv: string, idColumn: string, columns: readonly string[]): readonly Row[] {
  const parsed = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true })
  const header = parsed.meta.fields ?? []
  for (const column of columns) if (!header.includes(column)) throw new FactorInvalid(file, 1, column, 'the column is missing')
  const fault = parsed.errors[0]
  if (fault !== undefined) throw new FactorInvalid(file, (fault.row ?? 0) + 2, idColumn, fault.message)
  const seen = new Set<string>()
  return parsed.data.map((cells, index) => {
    const row = rowOf(file, index + 2, cells)
    const id = row.text(idColumn)
    if (seen.has(id)) row.refuse(idColumn, `${id} stands twice; ids are unique`)
    seen.add(id)
    return row
  })
}

function rowOf(file: string, number: number, cells: Readonly<Record<string, string>>): Row {
  const refuse = (column: string, rule: string): never => {
    throw new FactorInvalid(file, number, column, rule)
  }
  const optional = (column: string) => (cells[column] ?? '').trim()
  const text = (column: string) => optional(column) || refuse(column, 'must not be empty')
  return {
    optional,
    text,
    oneOf(column, values) {
      const value = text(column)
      return values.find((one) => one === value) ?? refuse(column, `"${value}" is none of ${values.join(', ')}`)
    },
    yes: (column) => {
      const value = optional(column)
      if (value !== 'yes' && value !== 'no') refuse(column, `"${value}" is neither yes nor no`)
      return value === 'yes'
    },
    refuse,
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import type { z } from 'zod'
import { type Placed, RowError, rowError } from './row-error.ts'

/**
 * Reads a demo file: UTF-8, comma, one header row, one line per row. Every column must be in the schema and every cell
 * must obey it. Throws `RowError` with file, line, column and rule.
 */
export function readTable<Schema extends z.ZodObject>(
  folder: string,
  file: string,
  schema: Schema,
): readonly (z.output<Schema> & Placed)[] {
  const content = readFileSync(join(folder, file), 'utf8')
  const { data, errors, meta } = Papa.parse<Record<string, string>>(content, {
    header: true,
    delimiter: ',',
    newline: '\n',
    skipEmptyLines: true,
  })
  const fault = errors[0]
  // papaparse counts rows from 0 below the header.
  if (fault !== undefined) throw new RowError(`${file}:${(fault.row ?? -1) + 2}: ${fault.message}`)
  refuseLineBreaks(file, content, data.length)
  refuseColumns(file, schema, meta.fields ?? [])
  return data.map((cells, index) => {
    const place = { file, line: index + 2 }
    const outcome = schema.safeParse(cells)
    if (outcome.success) return { ...outcome.data, ...place }
    const issue = outcome.error.issues[0]
    const column = String(issue?.path[0] ?? '')
    throw rowError(place, column, `${ruleOf(issue)} (${JSON.stringify(cells[column])})`)
  })
}

/** A line number is only true while no cell holds a line break. */
function refuseLineBreaks(file: string, content: string, rows: number) {
  const lines = content.split('\n').filter((line) => line !== '').length
  if (lines !== rows + 1) throw new RowError(`${file}: ${lines - 1} lines but ${rows} rows; a cell must not hold a line break`)
}

function refuseColumns(file: string, schema: z.ZodObject, given: readonly string[]) {
  const known = Object.keys(schema.shape)
  const missing = known.filter((column) => !given.includes(column))
  const unknown = given.filter((column) => !known.includes(column))
  if (missing.length > 0) throw new RowError(`${file}:1 column ${missing[0]}: is missing`)
  if (unknown.length > 0) throw new RowError(`${file}:1 column ${unknown[0]}: is not a column of this file`)
}

/** For optional cells the issue is a union's; what the last alternative says is the rule. */
function ruleOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'cannot be read'
  if (issue.code === 'invalid_union') return issue.errors.at(-1)?.[0]?.message ?? issue.message
  return issue.message
}

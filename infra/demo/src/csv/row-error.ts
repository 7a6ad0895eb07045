/** A row that cannot be used: `lots.csv:12 column quantity: must be a whole number ("12,5")`. */
export class RowError extends Error {
  override readonly name = 'RowError'
}

/** Where a row stands in its file; every row carries it, so that each refusal can name it. */
export interface Placed {
  readonly file: string
  readonly line: number
}

export function rowError({ file, line }: Placed, column: string, rule: string): RowError {
  return new RowError(`${file}:${line} column ${column}: ${rule}`)
}

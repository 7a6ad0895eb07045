import type { SQLInputValue } from 'node:sqlite'

/** A statement with all it needs, as plain data. */
export interface BoundStatement {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

import type { BetterAuthOptions } from 'better-auth'

/** Where better-auth keeps accounts, sessions and links, and we the signing keys. */
export interface AccountsDatabase {
  /** For better-auth's setting of this name. */
  readonly database: NonNullable<BetterAuthOptions['database']>
  /** Makes the tables, columns and indexes that are missing; before anything else. Repeatable. */
  prepare(options: BetterAuthOptions): Promise<void>
  /** Rejects when it does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

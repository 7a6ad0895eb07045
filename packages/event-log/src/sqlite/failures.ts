import { LogCorrupt, LogUnavailable } from '../port.ts'

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
const SQLITE = { PERM: 3, BUSY: 5, LOCKED: 6, READONLY: 8, IOERR: 10, CORRUPT: 11, FULL: 13, CANTOPEN: 14, NOTADB: 26 } as const

/** How long an operation waits for a file that another program has locked, in milliseconds. */
export const BUSY_PATIENCE_MS = 5_000

function primaryCode(error: unknown): number | undefined {
  // node:sqlite reports extended codes; the low byte is the primary one.
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

export function isBusy(error: unknown): boolean {
  const code = primaryCode(error)
  return code === SQLITE.BUSY || code === SQLITE.LOCKED
}

/** Turns what the engine throws into the port's errors; anything that is not the engine's is returned as it is. */
export function asLogFailure(error: unknown, path: string): unknown {
  const cause = { cause: error }
  switch (primaryCode(error)) {
    case SQLITE.BUSY:
    case SQLITE.LOCKED:
      return new LogUnavailable(
        `${path}: another program has kept the event log to itself for ${BUSY_PATIENCE_MS / 1_000} s. ` +
          'Close what holds the file (a backup, a database browser) and repeat.',
        cause,
      )
    case SQLITE.FULL:
      return new LogUnavailable(`${path}: the disk is full, nothing was written. Free some space and repeat.`, cause)
    case SQLITE.PERM:
    case SQLITE.READONLY:
    case SQLITE.CANTOPEN:
      return new LogUnavailable(
        `${path}: the event log cannot be opened for writing. Give the user of this process the right to write the file and its folder.`,
        cause,
      )
    case SQLITE.IOERR:
      return new LogUnavailable(
        `${path}: the disk refused to read or write the event log (${messageOf(error)}). Check the disk, then repeat.`,
        cause,
      )
    case SQLITE.CORRUPT:
    case SQLITE.NOTADB:
      return new LogCorrupt(
        `${path}: this is not a readable event log (${messageOf(error)}). Stop the services, move the file and the -wal and -shm ` +
          'files beside it away, and put back the last backup; without one, a new and empty log is made at the next start.',
        cause,
      )
    default:
      return error
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

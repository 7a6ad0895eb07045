import { dirname } from 'node:path'
import { StoreCorrupt, StoreUnavailable } from '../port.ts'

/** Primary result codes, https://www.sqlite.org/rescode.html */
const PERM = 3
const BUSY = 5
const LOCKED = 6
const NOMEM = 7
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const AUTH = 23
const NOTADB = 26

/** The primary result code of an engine error; undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}

export function isBusy(error: unknown): boolean {
  const code = resultCode(error)
  return code === BUSY || code === LOCKED
}

/** What the caller is told instead of the engine's error. Mistakes of the program pass unchanged. */
export function portError(error: unknown, file: string): unknown {
  const code = resultCode(error)
  // Only an Error has a result code, so the message is there whenever a case below matches.
  const cause = { cause: error }
  const reason = error instanceof Error ? error.message : String(error)
  switch (code) {
    case NOTADB:
      return new StoreCorrupt(`${file} is not a database file, or its beginning is damaged. ${WAY_OUT}`, cause)
    case CORRUPT:
      return new StoreCorrupt(`${file} is damaged (${reason}). ${WAY_OUT}`, cause)
    case PERM:
    case READONLY:
    case CANTOPEN:
    case AUTH:
      return new StoreUnavailable(
        `${file} cannot be written (${reason}). The user who runs this needs to write the file and its folder ${dirname(file)}`,
        cause,
      )
    case FULL:
      return new StoreUnavailable(`the disk that holds ${file} is full. Make room; nothing of this call was written`, cause)
    case NOMEM:
    case IOERR:
      return new StoreUnavailable(`${file} cannot be read or written (${reason}). Look at the disk and the memory of this machine`, cause)
    default:
      return error
  }
}

export const WAY_OUT = 'Put a backup in its place, or move it away together with its -wal and -shm files to begin with an empty store'

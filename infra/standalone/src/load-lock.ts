import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { ConfigurationError } from '@filature/service-kit/environment'

/** Name of the file that is locked; it holds nothing. */
export const LOAD_LOCK = 'load-lock.sqlite'
/** How often a process that waits looks whether the other one has ended, in milliseconds. */
const LOOK_AGAIN_MS = 100
/** Result codes of SQLite, https://www.sqlite.org/rescode.html */
const BUSY = 5
const NOTADB = 26

/**
 * Lets one process at a time load the demo into a data folder; the others wait here until it has ended. Held through the
 * engine's own file lock, which ends with the process however it ends, so that a kill leaves nothing to clean up. Returns
 * what releases it.
 */
export async function acquireLoadLock(dataDir: string, onWaiting: () => void): Promise<() => void> {
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, LOAD_LOCK)
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    for (let waits = 0; !tryLock(database); waits += 1) {
      if (waits === 0) onWaiting()
      await pause(LOOK_AGAIN_MS)
    }
  } catch (error) {
    database.close()
    if (codeOf(error) !== NOTADB) throw error
    throw new ConfigurationError(`${file} is not the lock that it should be. It holds nothing: delete it`, { cause: error })
  }
  return () => database.close()
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (codeOf(error) === BUSY) return false
    throw error
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'errcode' in error ? error.errcode : undefined)

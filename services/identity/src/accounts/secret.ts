import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StoreCorrupt } from '@filature/store/port'
import { unwritable } from './sqlite-file.ts'

/** A shorter one, say of a file that was cut off, would let anybody forge a session. */
const LEAST_CHARACTERS = 32

/**
 * The secret that cookies are signed and signing keys are encrypted with: as given, else made once and kept in
 * `<dataDir>/auth-secret`, readable by its owner alone. Throws `StoreCorrupt` when that file is no secret, `StoreUnavailable`
 * when it cannot be made or read.
 */
export function authSecret(given: string | undefined, dataDir: string): string {
  if (given !== undefined) return given
  const file = join(dataDir, 'auth-secret')
  const secret = readSecret(file, dataDir) ?? makeSecret(file, dataDir)
  if (secret.length >= LEAST_CHARACTERS) return secret
  throw new StoreCorrupt(`${file} is damaged: put back its backup, or move it away, which signs everybody out`)
}

function readSecret(file: string, dataDir: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (codeOf(error) === 'EISDIR') throw new StoreCorrupt(`${file} is a folder: move it away and put the file back from a backup`)
    throw explained(error, dataDir)
  }
}

/** Written whole under another name first, so that a kill leaves no half of it; another process may have been faster. */
function makeSecret(file: string, dataDir: string): string {
  const draft = `${file}-${randomBytes(6).toString('hex')}`
  const secret = randomBytes(32).toString('base64url')
  const onlyNew = { mode: 0o600, flag: 'wx', flush: true } as const
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(draft, secret, onlyNew)
    try {
      linkSync(draft, file)
    } catch (error) {
      // Some disks know no second name for a file.
      if (codeOf(error) !== 'EEXIST') writeFileSync(file, secret, onlyNew)
    }
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw explained(error, dataDir)
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(file, 'utf8').trim()
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

const explained = (error: unknown, dataDir: string) =>
  ['EACCES', 'EPERM', 'EROFS'].includes(String(codeOf(error))) ? unwritable(dataDir) : error

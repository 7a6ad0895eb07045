import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unwritable } from './sqlite-file.ts'

/**
 * The secret that cookies are signed and signing keys are encrypted with: as given, else made once and kept in
 * `<dataDir>/auth-secret`, readable by its owner alone.
 */
export function authSecret(given: string | undefined, dataDir: string): string {
  if (given !== undefined) return given
  const file = join(dataDir, 'auth-secret')
  try {
    mkdirSync(dataDir, { recursive: true })
    // 'wx' fails when another process was faster; then its secret counts.
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EACCES' || code === 'EROFS') throw unwritable(dataDir)
    if (code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

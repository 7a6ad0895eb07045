import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authSecret } from './secret.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'filature-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the secret of a place', () => {
  test('is made once, whole, and readable by its owner alone', () => {
    const secret = authSecret(undefined, folder)
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(authSecret(undefined, folder)).toBe(secret)
    expect(readdirSync(folder)).toEqual(['auth-secret'])
    expect(statSync(join(folder, 'auth-secret')).mode & 0o777).toBe(0o600)
  })

  test('is the given one when there is one, and no file is made', () => {
    expect(authSecret('given', folder)).toBe('given')
    expect(readdirSync(folder)).toEqual([])
  })

  test.each(['', 'cut off\n'])('that was cut off to %j is refused with what to do, never used', (left) => {
    const file = join(folder, 'auth-secret')
    writeFileSync(file, left)
    expect(() => authSecret(undefined, folder)).toThrow(
      expect.objectContaining({ name: 'StoreCorrupt', message: expect.stringContaining(file) }),
    )
    expect(readFileSync(file, 'utf8')).toBe(left)
  })

  test('that is a folder is refused with what to do', () => {
    mkdirSync(join(folder, 'auth-secret'))
    expect(() => authSecret(undefined, folder)).toThrow(expect.objectContaining({ name: 'StoreCorrupt' }))
  })
})

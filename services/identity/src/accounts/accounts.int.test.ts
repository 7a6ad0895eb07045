import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, startIdentity } from '../harness.ts'
import { describeAccounts } from './suite.ts'

let dataDir = ''
describeAccounts('a file', {
  async create() {
    dataDir = newFolder()
    return { dataDir, mongodbUri: undefined }
  },
  async destroy() {
    rmSync(dataDir, { recursive: true })
  },
})

test('the secret that was made is for the eyes of its owner alone', async () => {
  const folder = newFolder()
  const running = await startIdentity({ dataDir: folder })
  await running.stop()
  expect(statSync(join(folder, 'auth-secret')).mode & 0o777).toBe(0o600)
  rmSync(folder, { recursive: true })
})

test('a file that is no database is named, with what to do', async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'accounts.sqlite'), 'these are not accounts, '.repeat(100))
  await expect(startIdentity({ dataDir: folder })).rejects.toThrow(/accounts\.sqlite is not a readable SQLite database: restore it/)
  rmSync(folder, { recursive: true })
})

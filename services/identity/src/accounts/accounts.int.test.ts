import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
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

test('an account whose password could not be kept is not said to be made', async () => {
  const folder = newFolder()
  const running = await startIdentity({ dataDir: folder, mongodbUri: undefined })
  const { accounts } = running.identity.internals
  const file = new DatabaseSync(join(folder, 'accounts.sqlite'))
  file.exec(`CREATE TRIGGER full BEFORE INSERT ON account BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
  file.close()
  const making = accounts.createAccount({ email: 'oanez@example.org', name: 'Oanez', passwordHash: 'a hash' })
  await expect(making).rejects.toThrow('the disk is full')
  await running.stop()
  rmSync(folder, { recursive: true })
})

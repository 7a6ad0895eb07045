import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from './open.ts'

test('a service keeps its data in a file of its own name under the data folder', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'filature-open-'))
  const store = await openStore({ service: 'market', dataDir })
  await store.ping()
  await store.close()
  expect(existsSync(join(dataDir, 'market.sqlite'))).toBe(true)
  rmSync(dataDir, { recursive: true })
})

test('an address of a MongoDB is refused by name, not ignored', async () => {
  await expect(openStore({ service: 'market', dataDir: 'unused', mongodbUri: 'mongodb://localhost' })).rejects.toThrow(/MONGODB_URI/)
})

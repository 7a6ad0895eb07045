import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore, type StoreSettings } from './open.ts'

test('a service keeps its data in a file of its own name under the data folder', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'filature-open-'))
  const store = await openStore({ service: 'market', dataDir })
  await store.ping()
  await store.close()
  expect(existsSync(join(dataDir, 'market.sqlite'))).toBe(true)
  rmSync(dataDir, { recursive: true })
})

test('an address of a MongoDB is followed, not ignored: one that is none is refused by name', async () => {
  await expect(openStore({ service: 'market', dataDir: 'unused', mongodbUri: 'localhost' })).rejects.toThrow(/MONGODB_URI/)
})

test('the embedded store loads nothing of MongoDB', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'filature-open-'))
  const program = `
    import { createRequire } from 'node:module'
    import { openStore } from ${JSON.stringify(new URL('./open.ts', import.meta.url).href)}
    const settings = JSON.parse(process.argv[1])
    await openStore(settings).then((store) => store.close(), () => {})
    console.log(Object.keys(createRequire(process.cwd() + '/').cache).filter((file) => /mongo/.test(file)).length > 0)`
  const loadsMongo = (settings: StoreSettings) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(settings)], { encoding: 'utf8' }).stdout.trim()
  expect(loadsMongo({ service: 'market', dataDir })).toBe('false')
  expect(loadsMongo({ service: 'market', dataDir, mongodbUri: 'localhost' })).toBe('true')
  rmSync(dataDir, { recursive: true })
})

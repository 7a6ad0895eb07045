import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoreHarness } from '../suites/harness.ts'
import { openSqliteStore } from './store.ts'

/** Runs the suites on real files in a folder of their own. */
export function sqliteHarness(): StoreHarness {
  const root = mkdtempSync(join(tmpdir(), 'filature-store-'))
  let folder = root
  const file = () => join(folder, 'suite.sqlite')
  return {
    open: () => openSqliteStore({ file: file() }),
    async reset() {
      if (folder !== root) rmSync(folder, { recursive: true, force: true })
      folder = mkdtempSync(join(root, 'test-'))
    },
    destroy: async () => rmSync(root, { recursive: true, force: true }),
    spawnable: async () => ({
      module: new URL('./store.ts', import.meta.url).href,
      opener: openSqliteStore.name,
      options: { file: file() },
    }),
  }
}

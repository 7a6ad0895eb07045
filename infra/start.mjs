import { enableCompileCache } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Starts a process of the place: `node infra/start.mjs infra/standalone/src/main.ts`. Modules are kept compiled beside the
 * system's temporary files, so the next start is faster; and as their types are taken away only once, what takes them away
 * (some 25 MB) is not even loaded then. That is why this file has none.
 */
enableCompileCache()
const [, , main] = process.argv
if (main === undefined) throw new Error('name what to start: node infra/start.mjs infra/standalone/src/main.ts')
await import(pathToFileURL(resolve(main)).href)

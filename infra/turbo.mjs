import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

/**
 * Runs turbo with what follows: `node infra/turbo.mjs run build`. It would begin by asking for figures about how it is used;
 * npm scripts have no way to set a variable that every shell understands. Plain JavaScript, so that the oldest Node can read
 * it and leave the word about versions to what comes next.
 */
const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo')
const { status, error } = spawnSync(process.execPath, [turbo, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
})
if (error !== undefined) throw error
process.exitCode = status ?? 1

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Names under which distributions ship it, ours first. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

/** What keeps the browser quiet and able to run as root in a container. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type FoundChromium = { readonly path: string; readonly missing?: never } | { readonly path?: never; readonly missing: string }

/** The system's own Chromium, or the words that say what to do where there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): FoundChromium {
  const given = env['CHROMIUM_PATH']
  if (given !== undefined && given !== '')
    return isProgram(given)
      ? { path: given }
      : { missing: `journeys: skipped, CHROMIUM_PATH=${given} is not a program; correct it or unset it` }
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) if (folder !== '' && isProgram(join(folder, name))) return { path: join(folder, name) }
  }
  return { missing: 'journeys: skipped, no Chromium found; install it (apt-get install chromium) or set CHROMIUM_PATH' }
}

/** `REQUIRE_SUITES=chromium`: what lacks a browser fails instead of being skipped. */
export function isChromiumRequired(env: NodeJS.ProcessEnv = process.env): boolean {
  return (env['REQUIRE_SUITES'] ?? '').split(/[\s,]+/).includes('chromium')
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

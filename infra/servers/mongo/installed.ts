import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

const INSTALLED = join(import.meta.dirname, 'installed')

/**
 * The folder of this name beside the sources, not kept in git, filled by `install` when it is not there yet. It gets its
 * name when it is complete, so neither an installation that broke off nor a second one at the same time is taken for it.
 */
export async function installedOnce(name: string, install: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(INSTALLED, name)
  if (existsSync(folder)) return folder
  const partial = join(INSTALLED, `${name}.${process.pid}`)
  await mkdir(partial, { recursive: true })
  try {
    await install(partial)
    await rename(partial, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
  return folder
}

/** Whether a server can be started without installing anything. */
export const isInstalled = (name: string): boolean => existsSync(join(INSTALLED, name))

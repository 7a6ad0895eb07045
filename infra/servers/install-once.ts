import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'

/**
 * Fills a folder by `install` when it is not there yet. It gets its name when it is complete, so neither an installation
 * that broke off nor a second one at the same time is taken for it.
 */
export async function installOnce(folder: string, install: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return
  const partial = `${folder}.${process.pid}`
  await mkdir(partial, { recursive: true })
  try {
    await install(partial)
    await rename(partial, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

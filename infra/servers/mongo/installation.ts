import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the stand-ins are installed, beside the sources and not kept in git. */
export const installationOf = (name: string): string => join(import.meta.dirname, 'installed', name)

/** Whether a stand-in can be started without installing anything. */
export const isInstalled = (name: string): boolean => existsSync(installationOf(name))

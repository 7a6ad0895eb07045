import { join } from 'node:path'
import { installOnce } from '../install-once.ts'
import { ServerMissing } from '../missing.ts'
import { runToEnd } from '../run-to-end.ts'
import { installationOf, isInstalled } from './installation.ts'
import type { Launch } from './launch.ts'

const REQUIREMENTS = join(import.meta.dirname, 'secantus', 'requirements.txt')
/** As in `secantus/requirements.txt`. */
const VERSION = '0.7.0b3'
const INSTALLATION = `secantus-${VERSION}`
const PYTHON =
  'the stand-in SecantusDB cannot be started: it needs Python 3.10 or later with venv (apt-get install python3 python3-venv). Install it, or set MONGODB_URI'

export const isSecantusInstalled = (): boolean => isInstalled(INSTALLATION)

/**
 * SecantusDB, installed by pip once (150 MB) in a virtual environment of its own. It reports MongoDB 8 as a replica set of
 * one, with sessions, retried writes, validators and real index plans; it is written in Python and slow. GPL, beta: a
 * program that tests talk to, never a part of the product.
 * Rejects with `ServerMissing` without Python or when pip cannot install it.
 */
export async function secantus(): Promise<Launch> {
  const folder = installationOf(INSTALLATION)
  await installOnce(folder, install)
  return {
    name: 'secantus',
    version: VERSION,
    command: ({ port, dataDir, survivesKill }) => [
      ...[join(folder, 'bin', 'python'), '-m', 'secantus', '--port', String(port), '--storage-path', join(dataDir, 'secantus')],
      ...['--cache-size', '256M', '--log-level', 'WARNING', ...(survivesKill ? ['--sync-on-commit'] : [])],
    ],
  }
}

async function install(folder: string): Promise<void> {
  const made = await runToEnd(['python3', '-m', 'venv', folder], PYTHON)
  if (made.code !== 0) throw new ServerMissing(`${PYTHON}. It said:\n${made.output}`)
  const pip = [join(folder, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]
  const installed = await runToEnd(pip, PYTHON)
  if (installed.code !== 0)
    throw new ServerMissing(`pip could not install SecantusDB (Python 3.10 or later?). It said:\n${installed.output}`)
}

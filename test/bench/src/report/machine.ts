import { execFileSync } from 'node:child_process'
import { cpus, release, tmpdir, totalmem, type } from 'node:os'

/** Where and on what the figures were measured. */
export interface Machine {
  readonly at: string
  readonly commit: string
  readonly node: string
  readonly system: string
  readonly processor: string
  readonly processors: number
  readonly memoryGb: number
  /** File system of the temporary folder, where the files lie. */
  readonly disk: string
}

export function describeMachine(): Machine {
  return {
    at: new Date().toISOString(),
    commit: commit(),
    node: process.version,
    system: `${type()} ${release()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    disk: said('df', ['--output=fstype', tmpdir()])?.split('\n')[1]?.trim() ?? 'unknown',
  }
}

/** With a mark when files differ from it, because then the commit alone does not make the figures again. */
function commit(): string {
  const head = said('git', ['rev-parse', '--short', 'HEAD'])
  if (head === undefined) return 'unknown'
  return said('git', ['status', '--porcelain', '--untracked-files=no', 'packages', 'services', 'infra']) === ''
    ? head
    : `${head} with changes`
}

function said(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

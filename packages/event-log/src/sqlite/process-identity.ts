import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Which process a member lives in, so that others on the same machine see its death at once instead of waiting for its
 * lease. Only ever a shortcut: where it cannot tell, the lease decides; a wrong answer costs a repeat, never a loss.
 */
export interface ProcessIdentity {
  /** Machine, its boot and its process namespace: process ids mean something only among equals. */
  readonly machine: string
  readonly pid: number
  /** When the kernel started it, because process ids are used again. Empty where the system does not tell. */
  readonly started: string
}

export function thisProcess(): ProcessIdentity {
  const boot = readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  const namespace = readOr('', () => readlinkSync('/proc/self/ns/pid'))
  return { machine: [hostname(), boot, namespace].join('/'), pid: process.pid, started: startOf(process.pid) }
}

/** True only when that process is known to have ended. */
export function hasEnded(identity: ProcessIdentity, here: ProcessIdentity): boolean {
  if (identity.machine !== here.machine) return false
  if (identity.pid === here.pid) return identity.started !== here.started
  try {
    // Signal 0 sends nothing; it only asks whether there is such a process.
    process.kill(identity.pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
  return startOf(identity.pid) !== identity.started
}

/** Field 22 of /proc/<pid>/stat (man 5 proc_pid_stat), counted after the name, which may hold spaces. */
function startOf(pid: number): string {
  return readOr('', () => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended, though its parent has not yet noticed.
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '')
  })
}

function readOr(otherwise: string, read: () => string): string {
  try {
    return read()
  } catch {
    return otherwise
  }
}

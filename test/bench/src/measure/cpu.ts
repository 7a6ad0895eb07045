import { readFileSync } from 'node:fs'

/** Linux counts the CPU time of processes in hundredths of a second. */
const MS_PER_TICK = 10

/** CPU that a process used since its start, milliseconds of all its threads; undefined where there is no /proc. */
export function cpuMsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in brackets may hold anything, so fields are counted from its end: utime and stime are the 12th and 13th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
  } catch {
    return undefined
  }
}

/** Resident memory of a process in bytes; undefined where there is no /proc. */
export function residentBytesOf(pid: number): number | undefined {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return found === undefined ? undefined : Number(found) * 1_024
  } catch {
    return undefined
  }
}

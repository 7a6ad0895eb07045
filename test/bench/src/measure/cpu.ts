import { readFileSync } from 'node:fs'

/** Linux counts the CPU time of processes in hundredths of a second. */
const MS_PER_TICK = 10

/** CPU that a process used since its start, milliseconds of all its threads; NaN where there is no /proc, so that nothing is made up. */
export function cpuMsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in brackets may hold anything, so fields are counted from its end: utime and stime are the 12th and 13th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
  } catch {
    return Number.NaN
  }
}

/** What the work came to, and the CPU that the process used meanwhile. */
export async function cpuDuring<T>(pid: number, work: () => Promise<T>): Promise<readonly [T, number]> {
  const before = cpuMsOf(pid)
  const result = await work()
  return [result, cpuMsOf(pid) - before]
}

/** Resident memory of a process in bytes; NaN where there is no /proc. */
export function residentBytesOf(pid: number): number {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return Number(found) * 1_024
  } catch {
    return Number.NaN
  }
}

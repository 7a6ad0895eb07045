import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives the memory that a start needed and nothing holds any more back to the system; takes about 0.1 s. The engine would
 * keep it for a later burst: its young generation alone grows to 64 MB while modules and demonstration load, and shrinks by
 * itself only after long. It grows again when there is need.
 */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc')
  // With the flag every new context has it; present here is only what the process was started with.
  const collect = runInNewContext('gc') as NodeJS.GCFunction
  setFlagsFromString('--no-expose-gc')
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

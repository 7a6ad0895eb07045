import type { FloorFile } from './sqlite-file.ts'

export type LotPlace = Pick<FloorFile, 'transaction' | 'load' | 'write' | 'publish'>

/** Lots as they were in the file and as they are changed here; nothing is written, and nobody is told. */
export function inMemory(file: Pick<FloorFile, 'load'>): LotPlace {
  const lots = new Map<string, ReturnType<FloorFile['load']>>()
  const load: LotPlace['load'] = (id) => lots.get(id) ?? file.load(id)
  return {
    transaction: (job) => job(),
    load,
    write(id, expected, version, lot) {
      if (load(id).version !== expected) return false
      lots.set(id, { version, lot })
      return true
    },
    publish: () => {},
  }
}

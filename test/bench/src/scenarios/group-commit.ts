import { fileURLToPath } from 'node:url'
import type { HoldsSegment } from '../load/holds.ts'
import { cpuDuring } from '../measure/cpu.ts'
import type { Contender } from '../measure/interleave.ts'
import { startChild } from '../processes/child.ts'
import { temporaryFolder } from '../processes/folder.ts'
import type { MeasuredHolds } from './holding.ts'

/** The floor that shows what engine and disk allow, see `floors/group-commit-process.ts`. */
export interface GroupCommitFloor {
  contender(clients: number): Contender<MeasuredHolds>
  end(): Promise<void>
}

const FLOOR = fileURLToPath(new URL('../floors/group-commit-process.ts', import.meta.url))

export async function openGroupCommit(): Promise<GroupCommitFloor> {
  const child = startChild(FLOOR, [await temporaryFolder()])
  return {
    contender: (clients) => ({
      name: 'groupCommit',
      async segment(seconds) {
        const [segment, serverCpuMs] = await cpuDuring(child.pid, () => child.ask<HoldsSegment>({ clients, seconds }))
        return { ...segment, settleMs: 0, serverCpuMs }
      },
    }),
    end: () => child.kill(),
  }
}

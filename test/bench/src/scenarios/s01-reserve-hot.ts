import { fileURLToPath } from 'node:url'
import type { HoldsSegment } from '../load/holds.ts'
import { cpuMsOf } from '../measure/cpu.ts'
import { interleave } from '../measure/interleave.ts'
import { ratioOf, spreadOf } from '../measure/ratio.ts'
import { startChild } from '../processes/child.ts'
import { temporaryFolder } from '../processes/folder.ts'
import { openIdentity } from '../processes/identity.ts'
import { openLimitsInWords, openMaterials } from '../processes/materials.ts'
import type { Line } from '../report/result.ts'
import { atLeast, plain } from '../report/words.ts'
import { conserved } from './conserved.ts'
import { cpuPerOperation, holdAndSettle, holdOn, holdsPerSecond, loadCpuShare, type MeasuredHolds, startHoldsLoader } from './holding.ts'
import type { Scenario } from './scenario.ts'

const GROUP_COMMIT = fileURLToPath(new URL('../floors/group-commit-process.ts', import.meta.url))
const NAIVE = fileURLToPath(new URL('../floors/naive-process.ts', import.meta.url))
const UNITS = 1_000_000

/** One lot that everybody wants. */
export const reserveHot: Scenario = {
  id: 'S1',
  title: 'reserve-hot: everybody holds a unit of one lot',
  async run(sizes) {
    const identity = await openIdentity()
    const folder = await temporaryFolder()
    const materials = await openMaterials({ identity, lots: 1, units: UNITS })
    const loader = await startHoldsLoader(identity.tokens(sizes.members))
    const groupCommit = startChild(GROUP_COMMIT, [folder])
    const naive = startChild(NAIVE, [folder, identity.url, '1', String(UNITS)])
    const naivePort = await naive.ask<number>({})
    const lines: Line[] = []
    const ours: MeasuredHolds[] = []
    const bySize: Record<string, unknown> = {}

    for (const clients of sizes.clients) {
      const holding = (seconds: number) => ({ clients, seconds, target: { kind: 'lots', lots: 1, choice: 'first' } }) as const
      const segments = await interleave<MeasuredHolds>(
        [
          {
            name: 'filature',
            async segment(seconds) {
              const segment = await holdAndSettle(loader, materials, holding(seconds))
              ours.push(segment)
              return segment
            },
          },
          {
            name: 'groupCommit',
            async segment(seconds) {
              const before = cpuMsOf(groupCommit.pid) ?? 0
              const segment = await groupCommit.ask<HoldsSegment>({ clients, seconds })
              return { ...segment, settleMs: 0, serverCpuMs: (cpuMsOf(groupCommit.pid) ?? 0) - before }
            },
          },
          { name: 'naive', segment: (seconds) => holdOn(loader, { pid: naive.pid, port: naivePort }, holding(seconds)) },
        ],
        sizes,
      )
      const of = (name: string) => segments.get(name) ?? []
      const rates = (name: string) => of(name).map(holdsPerSecond)
      const filature = of('filature')
      const from = `${clients} clients`
      lines.push(
        atLeast(`${from}: / SQLite with group commit, no HTTP`, ratioOf(rates('filature'), rates('groupCommit')), 0.2),
        atLeast(`${from}: / one write per request, same edge`, ratioOf(rates('filature'), rates('naive')), 3),
        plain(`${from}: holds/s, each given back with a second request`, spreadOf(rates('filature'))),
        plain(`${from}: holds/s of the floor with group commit`, spreadOf(rates('groupCommit'))),
        plain(`${from}: holds/s of the naive floor`, spreadOf(rates('naive'))),
        plain(`${from}: hold p99`, spreadOf(filature.map(({ holdMs }) => holdMs.p99)), ' ms'),
        plain(`${from}: release p99`, spreadOf(filature.map(({ releaseMs }) => releaseMs.p99)), ' ms'),
        plain(`${from}: server CPU per operation, its consumers included`, spreadOf(filature.map(cpuPerOperation)), ' µs'),
        plain(`${from}: server CPU per operation, naive floor`, spreadOf(of('naive').map(cpuPerOperation)), ' µs'),
        plain(`${from}: events still on their way after the last answer`, spreadOf(filature.map(({ settleMs }) => settleMs)), ' ms'),
        plain(`${from}: load's share of one processor`, spreadOf(filature.map(loadCpuShare))),
      )
      bySize[from] = Object.fromEntries(segments)
    }

    const counts = await conserved(materials, ours, UNITS)
    await loader.end()
    await groupCommit.kill()
    await naive.kill()
    await materials.close()
    identity.stop()
    return {
      id: reserveHot.id,
      title: reserveHot.title,
      load:
        'Each client holds one unit and gives it back with the next request, so the lot carries at most as many live holds as there are clients. ' +
        `Keep-alive, no pipelining; tokens of ${sizes.members} members in turn; a new Idempotency-Key for each request. Limits are out of the way: ${openLimitsInWords()}.`,
      lines,
      counts,
      segments: bySize,
    }
  },
}

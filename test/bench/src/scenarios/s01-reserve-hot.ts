import { fileURLToPath } from 'node:url'
import { interleave } from '../measure/interleave.ts'
import { ratioOf, spreadOf } from '../measure/ratio.ts'
import { startChild } from '../processes/child.ts'
import { temporaryFolder } from '../processes/folder.ts'
import { openIdentity } from '../processes/identity.ts'
import { ONE_AT_A_TIME, openLimitsInWords, openMaterials } from '../processes/materials.ts'
import type { Line } from '../report/result.ts'
import { atLeast, plain } from '../report/words.ts'
import { conserved } from './conserved.ts'
import { openGroupCommit } from './group-commit.ts'
import { cpuPerOperation, holdAndSettle, holdOn, holdsPerSecond, linesOfHolds, type MeasuredHolds, startHoldsLoader } from './holding.ts'
import type { Scenario } from './scenario.ts'

const NAIVE = fileURLToPath(new URL('../floors/naive-process.ts', import.meta.url))
const UNITS = 1_000_000
const IN_WORDS = { single: 'one write per command', lean: 'one write, a lot alone', edge: 'the edge alone' } as const

async function openLean(identityUrl: string, kept: 'written' | 'memory') {
  const child = startChild(NAIVE, [await temporaryFolder(), identityUrl, '1', String(UNITS), kept])
  const port = await child.ask<number>({})
  return { pid: child.pid, port, kill: child.kill }
}

/** One lot that everybody wants. */
export const reserveHot: Scenario = {
  id: 'S1',
  title: 'reserve-hot: everybody holds a unit of one lot',
  async run(sizes) {
    const identity = await openIdentity()
    const materials = await openMaterials({ identity, lots: 1, units: UNITS })
    const loader = await startHoldsLoader(identity.tokens(sizes.members))
    const groupCommit = await openGroupCommit()
    const single = await openMaterials({ identity, lots: 1, units: UNITS, environment: ONE_AT_A_TIME })
    const lean = await openLean(identity.url, 'written')
    const edge = await openLean(identity.url, 'memory')
    const lines: Line[] = []
    const ours: MeasuredHolds[] = []
    const theirs: MeasuredHolds[] = []
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
          groupCommit.contender(clients),
          {
            name: 'single',
            async segment(seconds) {
              const segment = await holdAndSettle(loader, single, holding(seconds))
              theirs.push(segment)
              return segment
            },
          },
          { name: 'lean', segment: (seconds) => holdOn(loader, lean, holding(seconds)) },
          { name: 'edge', segment: (seconds) => holdOn(loader, edge, holding(seconds)) },
        ],
        sizes,
      )
      const of = (name: string) => segments.get(name) ?? []
      const rates = (name: string) => of(name).map(holdsPerSecond)
      const from = `${clients} clients`
      lines.push(
        atLeast(`${from}: / SQLite with group commit, no HTTP`, ratioOf(rates('filature'), rates('groupCommit')), 0.2),
        atLeast(`${from}: / the same product with one write per command`, ratioOf(rates('filature'), rates('single')), 3),
        atLeast(`${from}: / one write per request of a lot alone, same edge`, ratioOf(rates('filature'), rates('lean')), 3),
        plain(`${from}: / the edge alone, nothing kept`, ratioOf(rates('filature'), rates('edge'))),
        plain(`${from}: the edge alone / SQLite with group commit`, ratioOf(rates('edge'), rates('groupCommit'))),
        plain(`${from}: holds/s, each given back with a second request`, spreadOf(rates('filature'))),
        plain(`${from}: holds/s of the floor with group commit`, spreadOf(rates('groupCommit'))),
        plain(`${from}: holds/s of the same product with one write per command`, spreadOf(rates('single'))),
        plain(`${from}: holds/s with one write per request of a lot alone`, spreadOf(rates('lean'))),
        plain(`${from}: holds/s of the edge alone`, spreadOf(rates('edge'))),
        ...linesOfHolds(from, of('filature')),
        ...(['single', 'lean', 'edge'] as const).map((floor) =>
          plain(`${from}: server CPU per operation, ${IN_WORDS[floor]}`, spreadOf(of(floor).map(cpuPerOperation)), ' µs'),
        ),
      )
      bySize[from] = Object.fromEntries(segments)
    }

    const counts = await conserved(materials, ours, UNITS)
    const singles = await conserved(single, theirs, UNITS)
    await loader.end()
    await groupCommit.end()
    await lean.kill()
    await edge.kill()
    await single.close()
    await materials.close()
    identity.stop()
    return {
      id: reserveHot.id,
      title: reserveHot.title,
      load:
        'Each client holds one unit and gives it back with the next request, so the lot carries at most as many live holds as there are clients. ' +
        `Keep-alive, no pipelining; tokens of ${sizes.members} members in turn; a new Idempotency-Key for each request. Limits are out of the way: ${openLimitsInWords()}. ` +
        'Floors: SQLite alone, no HTTP, whatever waits in one transaction; the same product told to write each command by itself (WRITE_…=1); the same edge and decision ' +
        'with one transaction per request for the lot alone (no quota, no remembered answer, nobody told); the same edge and decision, and nothing kept at all.',
      lines,
      counts: [...counts, ...singles.map((count) => ({ ...count, what: `${IN_WORDS.single}: ${count.what}` }))],
      segments: bySize,
    }
  },
}

import { residentBytesOf } from '../measure/cpu.ts'
import { interleave } from '../measure/interleave.ts'
import { ratioOf, spreadOf } from '../measure/ratio.ts'
import { openIdentity } from '../processes/identity.ts'
import { openMaterials } from '../processes/materials.ts'
import { atLeast, atMost, figure, plain } from '../report/words.ts'
import { conserved } from './conserved.ts'
import { holdAndSettle, holdsPerSecond, type MeasuredHolds, startHoldsLoader } from './holding.ts'
import type { Scenario } from './scenario.ts'

const CLIENTS = 32
const UNITS = 10_000
const MB = 2 ** 20

/** Does a library with many lots answer as fast as one with few? */
export const reserveScale: Scenario = {
  id: 'S4',
  title: 'reserve-scale: the same holds in ever larger libraries',
  async run(sizes) {
    const identity = await openIdentity()
    const loader = await startHoldsLoader(identity.tokens(sizes.members))
    const libraries = []
    for (const lots of sizes.scales) {
      const materials = await openMaterials({ identity, lots, units: UNITS })
      libraries.push({ lots, name: `${figure(lots)} lots`, materials, segments: [] as MeasuredHolds[] })
    }
    const segments = await interleave(
      libraries.map(({ name, lots, materials, segments }) => ({
        name,
        async segment(seconds: number) {
          const segment = await holdAndSettle(loader, materials, {
            clients: CLIENTS,
            seconds,
            target: { kind: 'lots', lots, choice: 'uniform' },
          })
          segments.push(segment)
          return segment
        },
      })),
      sizes,
    )
    const of = (name: string) => segments.get(name) ?? []
    const rates = (name: string) => of(name).map(holdsPerSecond)
    const slowest = (name: string) => of(name).map(({ holdMs }) => holdMs.p99)
    const names = libraries.map(({ name }) => name)
    const [smallest = '', largest = ''] = [names[0], names.at(-1)]
    const memory = libraries.map(({ materials }) => residentBytesOf(materials.process().pid) / MB)
    const ready = libraries.map(({ materials }) => materials.process().readyAfterMs)
    const counts = []
    for (const { name, lots, materials, segments: all } of libraries) {
      for (const count of await conserved(materials, all, lots * UNITS)) counts.push({ ...count, what: `${name}: ${count.what}` })
      await materials.close()
    }
    await loader.end()
    identity.stop()
    return {
      id: reserveScale.id,
      title: reserveScale.title,
      load: `As S3 uniform with ${CLIENTS} clients, one server for each size, all of them up at the same time.`,
      lines: [
        atLeast(`rate, ${largest} / ${smallest}`, ratioOf(rates(largest), rates(smallest)), 0.85),
        atMost(`hold p99, ${largest} / ${smallest}`, ratioOf(slowest(largest), slowest(smallest)), 1.5),
        ...names.flatMap((name, index) => [
          plain(`${name}: holds/s`, spreadOf(rates(name))),
          plain(`${name}: hold p99`, spreadOf(slowest(name)), ' ms'),
          { what: `${name}: memory of the server after the load`, figure: `${figure(memory[index] ?? 0)} MB` },
          { what: `${name}: from the start of the process to ready`, figure: `${figure(ready[index] ?? 0)} ms` },
        ]),
      ],
      counts,
      segments: Object.fromEntries(segments),
    }
  },
}

import type { Choice } from '../load/holds.ts'
import { type Contender, interleave } from '../measure/interleave.ts'
import { ratioOf, spreadOf } from '../measure/ratio.ts'
import { openIdentity } from '../processes/identity.ts'
import { openMaterials } from '../processes/materials.ts'
import { atLeast, plain } from '../report/words.ts'
import { conserved } from './conserved.ts'
import { cpuPerOperation, holdAndSettle, holdsPerSecond, type MeasuredHolds, startHoldsLoader } from './holding.ts'
import type { Scenario } from './scenario.ts'

const CLIENTS = 32
const UNITS = 10_000

/** The same holds on many lots instead of one. */
export const reserveSpread: Scenario = {
  id: 'S3',
  title: 'reserve-spread: the same holds over many lots',
  async run(sizes) {
    const { spreadLots } = sizes
    const identity = await openIdentity()
    const materials = await openMaterials({ identity, lots: spreadLots, units: UNITS })
    const loader = await startHoldsLoader(identity.tokens(sizes.members))
    const ours: MeasuredHolds[] = []
    const contender = (name: string, choice: Choice): Contender<MeasuredHolds> => ({
      name,
      async segment(seconds) {
        const segment = await holdAndSettle(loader, materials, {
          clients: CLIENTS,
          seconds,
          target: { kind: 'lots', lots: spreadLots, choice },
        })
        ours.push(segment)
        return segment
      },
    })
    const segments = await interleave([contender('hot', 'first'), contender('uniform', 'uniform'), contender('zipf', 'zipf')], sizes)
    const of = (name: string) => segments.get(name) ?? []
    const rates = (name: string) => of(name).map(holdsPerSecond)
    const counts = await conserved(materials, ours, spreadLots * UNITS)
    await loader.end()
    await materials.close()
    identity.stop()
    return {
      id: reserveSpread.id,
      title: reserveSpread.title,
      load: `As S1 with ${CLIENTS} clients, over ${spreadLots} lots: all alike, and by Zipf's law with exponent 1.0.`,
      lines: [
        atLeast('uniform: / one hot lot', ratioOf(rates('uniform'), rates('hot')), 0.8),
        atLeast('Zipf 1.0: / one hot lot', ratioOf(rates('zipf'), rates('hot')), 0.8),
        ...(['uniform', 'zipf', 'hot'] as const).flatMap((name) => [
          plain(`${name}: holds/s`, spreadOf(rates(name))),
          plain(`${name}: hold p99`, spreadOf(of(name).map(({ holdMs }) => holdMs.p99)), ' ms'),
          plain(`${name}: server CPU per operation`, spreadOf(of(name).map(cpuPerOperation)), ' µs'),
        ]),
      ],
      counts,
      segments: Object.fromEntries(segments),
    }
  },
}

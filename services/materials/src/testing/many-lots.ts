import type { Geo } from '@filature/contracts/materials/vocabulary'
import { plusMs } from '@filature/kernel/instant'
import type { LotIntake } from '../lots/commands.ts'
import type { Lot } from '../lots/lot.ts'
import type { Reference } from '../reference/reference.ts'
import { contextAt, decider } from './lot-scenario.ts'
import { DOORS, holdOf, NEW_BUILDING, PLACE, START } from './samples.ts'

/** Numbers that only depend on the seed. */
export function seeded(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}

const WORDS = [
  'chêne',
  'sapin',
  'ancien',
  'ancienne',
  'portes',
  'fenêtres',
  'briques',
  'lot',
  'émaillé',
  'fonte',
  '22',
  '80x100',
  'atelier',
  'école',
]
const DEPOTS: readonly Geo[] = [
  { lat: 46.5168, lon: 0.3285 },
  { lat: 46.8146, lon: 0.5396 },
  { lat: 46.4299, lon: 0.8639 },
  { lat: 46.1503, lon: 0.2935 },
  { lat: 47.0115, lon: 0.079 },
]

/** A published lot made by the real decider from a seed; `count` tells lots apart. */
export function anyLot(reference: Reference, random: (most: number) => number, count: number): { lot: Lot; version: number } {
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T
  const families = [...reference.families.values()].filter(({ leaf }) => leaf !== undefined && !leaf.asbestosSuspect)
  const family = pick(families)
  const size = () => (random(8) === 0 ? {} : { lengthMm: 500 + random(40) * 100, widthMm: 50 + random(30) * 50 })
  const at = random(DEPOTS.length)
  const source = random(3) === 0 ? null : { ...NEW_BUILDING, km: random(600) / 10 }
  const id = `lot_${String(count).padStart(6, '0')}`
  const intake: LotIntake = {
    ...DOORS,
    designation: Array.from({ length: 2 + random(3) }, () => pick(WORDS)).join(' '),
    familyId: family.familyId,
    qty: (1 + random(40)) * 1_000,
    granularity: { mode: 'piece', step: 1, min: 1, leave: 0 },
    origin: source === null ? pick(['surplus', 'unsold', 'offcut'] as const) : 'donation',
    dims: { lengthMm: 1_000, widthMm: 500, heightMm: 800, thicknessMm: 10 + random(50), diameterMm: 20, ...size() },
    mass: { method: 'measured', totalG: 1_000 + random(2_000_000) },
    grade: pick(['A', 'B', 'C', 'D', 'E'] as const),
    price: pick([
      { mode: 'free' },
      { mode: 'fixed', unitCents: random(50) * 100 },
      { mode: 'solidarity', unitCents: 2_000, minCents: random(20) * 100 },
      { mode: 'points', unitPoints: 3 },
      { mode: 'quote' },
    ] as const),
    source,
    place: { ...PLACE, depotId: `dep_${at}`, geo: DEPOTS[at] ?? PLACE.geo },
  }
  let lot: Lot | null = null
  let version = 0
  const commands = [
    random(10) === 0
      ? ({
          type: 'PlanFutureLot',
          lot: { ...intake, origin: 'donation', source: NEW_BUILDING },
          window: { from: `2030-0${4 + random(5)}-01`, to: '2030-12-31' },
        } as const)
      : ({ type: 'ReceiveLot', lot: intake, depositId: null } as const),
    { type: 'PublishLot', restricted: random(30) === 0 } as const,
    ...(random(4) === 0 ? [holdOf(`hld_${count}`, random(3) === 0 ? intake.qty : 1_000, { competent: true })] : []),
  ]
  for (const command of commands) {
    const decision = decider.decide(lot, command, contextAt(plusMs(START, random(1_000_000)), version, id))
    if (decision.refused === true)
      throw new Error(`${command.type}: ${decision.code} ${JSON.stringify(decision.figures)} ${family.familyId}`)
    for (const event of decision.events) {
      lot = decider.evolve(lot, event)
      version += 1
    }
  }
  if (lot === null) throw new Error('no lot')
  return { lot, version }
}

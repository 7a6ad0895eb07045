import type { Answer } from '@filature/aggregates/answer'
import { plusMs } from '@filature/kernel/instant'
import type { ConfirmOrder } from '../checkout/decide.ts'
import { type Simulation, simulation } from './checkout-simulation.ts'
import { listing, setLine } from './offer-scenario.ts'

export const OFFERS = ['off_1', 'off_2', 'off_3'] as const
const SLOT = '18:00-18:30'
const DAY_MS = 86_400_000
const HALF_HOUR_MS = 1_800_000

/** A confirmation for a point with one slot of two places. */
export function confirmation(world: Simulation, changes: Partial<ConfirmOrder> = {}): ConfirmOrder {
  const startsAt = plusMs(world.now(), DAY_MS)
  const slots = [{ id: SLOT, startsAt, endsAt: plusMs(startsAt, HALF_HOUR_MS), capacity: 2 }]
  const point = { id: 'pkp_1', name: 'Halle', town: 'Ligugé', slots }
  return {
    type: 'ConfirmOrder',
    point,
    slotId: SLOT,
    bandBp: 10_000,
    payMode: 'pickup',
    termsVersion: 't',
    memberName: null,
    minOrderC: 0,
    ...changes,
  }
}

/** Lets everything that is under way come to its end. Throws the steps that do not end. */
export function comesToRest(world: Simulation): void {
  for (let round = 0; round < 200; round += 1) {
    world.hear(true)
    for (const { orderId, key } of world.openSteps()) world.run(orderId, key, true)
    world.hear(true)
    if (world.openSteps().length === 0) return
  }
  throw new Error(`does not come to rest: ${JSON.stringify(world.openSteps().map(({ key }) => key))}`)
}

/** Three offers of four loaves, and a basket of member A with these quantities. */
export function orderWithLines(lines: Readonly<Record<string, number>>): {
  readonly world: Simulation
  readonly confirm: (changes?: Partial<ConfirmOrder>) => Answer
  readonly rest: () => void
} {
  const world = simulation()
  for (const offerId of OFFERS) world.offer(offerId, listing(4))
  for (const [offerId, qtyB] of Object.entries(lines)) world.offer(offerId, setLine('A', qtyB))
  world.hear(true)
  return { world, confirm: (changes) => world.order('ord_A', confirmation(world, changes)), rest: () => comesToRest(world) }
}

import type { Hold } from '@filature/contracts/materials/hold-shapes'
import type { EventRecord } from '@filature/kernel/event'
import { afterEach, beforeEach, expect } from 'vitest'
import type { Depot } from '../depots/depot.ts'
import type { LotIntake } from '../lots/commands.ts'
import type { Lot } from '../lots/lot.ts'
import { quotaIdOf } from '../quota/quota.ts'
import { type Library, openLibrary, type Person } from './library.ts'
import { openDepot, stockLot } from './stocked.ts'

/** What the tests of one file do with their library. */
export interface LibraryOfEachTest {
  /** The one of the test that runs. */
  library(): Library
  /** A published lot of doors, 18.5 kg each, in the depot `dep_A`; answers its id. */
  stock(qty: number): Promise<string>
  /** Any other published lot in that depot; without words one of 10 doors. */
  publish(intake?: Partial<LotIntake>): Promise<string>
  /** Asks for a hold and answers what was answered: a hold, or a problem where the test expects one. */
  hold(person: Person, lotId: string, qty: number): Promise<Hold>
  /** The lot as it lies in the store. */
  lotOf(lotId: string): Promise<Lot>
  /** The holds for which a part of the holder's quota is claimed. */
  claimsOf(holderId: string): Promise<readonly string[]>
  /** Every consumer has seen everything. */
  settled(): Promise<void>
  /** Jumps ahead, and lets the timers do what falls due. */
  later(ms: number): Promise<void>
  /** Everything in a topic, in order, once it holds what `isEnough` wants. */
  eventsOf(topic: string, isEnough: (events: readonly EventRecord[]) => boolean): Promise<readonly EventRecord[]>
}

/** Opens a library with one depot before each test and closes it afterwards. An error that was reported meanwhile fails the test. */
export function libraryOfEachTest(): LibraryOfEachTest {
  let library: Library
  let depot: Depot
  const internals = () => library.service.internals

  beforeEach(async () => {
    library = await openLibrary()
    depot = await openDepot(internals())
  })
  afterEach(async () => {
    const { errors } = library
    await library.stop()
    expect(errors).toEqual([])
  })

  return {
    library: () => library,
    stock: (qty) => stockLot(internals(), depot, { qty, mass: { method: 'measured', totalG: qty * 18_500 } }),
    publish: (intake) => stockLot(internals(), depot, intake),
    hold: async (person, lotId, qty) => (await person.post<Hold>(`/lots/${lotId}/hold`, { qty })).body,
    async lotOf(lotId) {
      const lot = (await internals().lots.read(lotId))?.state
      if (lot == null) throw new Error(`no lot ${lotId}`)
      return lot
    },
    claimsOf: async (holderId) => Object.keys((await internals().quotas.read(quotaIdOf(holderId)))?.state.claims ?? {}),
    settled: () => internals().settled(),
    async later(ms) {
      library.clock.shiftBy(ms)
      await internals().runtime.runTimers()
      await internals().settled()
    },
    async eventsOf(topic, isEnough) {
      const seen: EventRecord[] = []
      const subscription = library.log.subscribe(
        { topics: [topic], group: `look.${Math.random()}`, from: 'beginning' },
        async (records) => {
          for (const { event } of records) if (event !== null) seen.push(event)
        },
      )
      await expect.poll(() => isEnough(seen)).toBe(true)
      await subscription.stop()
      return seen
    },
  }
}

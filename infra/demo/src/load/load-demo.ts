import type { ServiceRuntime } from '@filature/aggregates/runtime'
import type { Identity } from '@filature/identity/service'
import type { Clock } from '@filature/kernel/clock'
import { type Instant, plusMs, SECOND } from '@filature/kernel/instant'
import type { NotifyService } from '@filature/notify/service'
import { type EventTime, eventTime } from '../event-time.ts'
import type { LoadLedger, LoadRecord } from '../record.ts'
import { type ReplayClock, replayClock } from '../replay-clock.ts'
import { type DemoWorld, demoWorld } from '../world.ts'
import { foundedAt, loadIdentity } from './identity.ts'
import { readOldMessages } from './inboxes.ts'
import { loadMarket, type MarketParts, marketReadyAt } from './market.ts'
import { depotsOpenedAt, loadMaterials } from './materials.ts'
import type { MaterialsParts } from './materials-parts.ts'
import { type Timeline, timelineOf } from './timeline.ts'

/** Services whose past is lived; each has a timeline of its own, because none waits for another. */
export const LIVED = ['identity', 'market', 'materials'] as const
type Lived = (typeof LIVED)[number]

/** A load that is due: the world to load and the clocks to build the services with. */
export interface DueLoad {
  readonly world: DemoWorld
  readonly clocks: Readonly<Record<Lived, ReplayClock>>
  /** For notify, which has no rows of its own. */
  readonly eventTime: EventTime
  readonly isResumed: boolean
}

export interface DemoServices {
  readonly identity: Identity
  readonly market: MarketParts
  readonly materials: MaterialsParts & { readonly runtime: ServiceRuntime; settled(): Promise<void> }
  readonly notify: NotifyService['internals']
}

/** Clocks that stand where the load begins, or where one that was cut off had come to. */
export function dueLoad(record: LoadRecord, present: Clock): DueLoad {
  const world = demoWorld(record.startedAt)
  const beginnings: Readonly<Record<Lived, Instant>> = {
    identity: foundedAt(world),
    market: marketReadyAt(world),
    materials: depotsOpenedAt(world),
  }
  const clockOf = (name: Lived) => replayClock(present, record.reached[name] ?? beginnings[name])
  return {
    world,
    clocks: { identity: clockOf('identity'), market: clockOf('market'), materials: clockOf('materials') },
    eventTime: eventTime(present),
    isResumed: Object.keys(record.reached).length > 0,
  }
}

/** Longer than a process that was cut off is left alone before its next step (aggregates: RESUME_AFTER_MS). */
const RESUMED_AFTER_MS = 3 * SECOND

/**
 * Lives the demo's past up to its first start, through the services' own commands and timers, then lets their clocks join
 * the present. Repeatable: what a load that was cut off has done is not done again. Throws `RowError` at the first row that
 * a service refuses.
 */
export async function loadDemo(due: DueLoad, services: DemoServices, ledger: LoadLedger): Promise<void> {
  const { world, clocks, isResumed } = due
  const { startedAt } = world.calendar
  async function live(name: Lived, runtime: ServiceRuntime, load: (timeline: Timeline) => Promise<void>) {
    const timeline = timelineOf({
      clock: clocks[name],
      runTimers: () => runtime.runTimers(),
      mark: (instant) => ledger.reach(name, instant),
    })
    // What was under way when the load was cut off comes first.
    if (isResumed) await timeline.liveTo(plusMs(timeline.now(), RESUMED_AFTER_MS))
    await load(timeline)
    await timeline.liveTo(startedAt)
  }
  const { identity, market, materials, notify } = services
  await Promise.all([
    live('identity', identity.internals.runtime, (timeline) => loadIdentity(world, identity, timeline)),
    live('market', market.runtime, (timeline) => loadMarket(world, market, timeline)),
    live('materials', materials.runtime, (timeline) => loadMaterials(world, materials, timeline)),
  ])
  const runtimes = [identity.internals.runtime, market.runtime, materials.runtime]
  await Promise.all([...runtimes.map((runtime) => runtime.settled()), materials.settled()])
  await notify.runtime.settled()
  for (const name of LIVED) clocks[name].joinPresent()
  due.eventTime.joinPresent()
  await readOldMessages(world, notify)
  // A load that goes on days after its first start has these days to catch up on.
  await Promise.all([...runtimes, notify.runtime].map((runtime) => runtime.runTimers()))
}

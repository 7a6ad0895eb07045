import type { Instant } from '@filature/kernel/instant'
import type { ReplayClock } from '../replay-clock.ts'

/** One service's past, lived in order: rows at their instants, and between them every timer at its own. */
export interface Timeline {
  readonly now: () => Instant
  /** Lives up to `instant`: timers due on the way run on the way. An instant already passed changes nothing. */
  liveTo(instant: Instant): Promise<void>
  /** Writes down that rows of `instant` are about to happen: a load that is cut off goes on from there. */
  mark(instant: Instant): Promise<void>
}

export interface TimelineOptions {
  readonly clock: ReplayClock
  /** Runs the service's timers that are due on `clock`; resolves when done. */
  readonly runTimers: () => Promise<void>
  readonly mark: (instant: Instant) => Promise<void>
}

export function timelineOf({ clock, runTimers, mark }: TimelineOptions): Timeline {
  async function stopAt(instant: Instant) {
    clock.moveTo(instant)
    await runTimers()
  }
  return {
    now: clock.now,
    mark,
    async liveTo(instant) {
      for (let next = clock.nextWake(); next !== undefined && next < instant; next = clock.nextWake()) {
        await stopAt(next > clock.now() ? next : clock.now())
      }
      if (instant > clock.now()) await stopAt(instant)
    },
  }
}

/** Something that happened, at its instant. */
export interface Moment {
  readonly at: Instant
  readonly happen: () => Promise<unknown>
}

/**
 * Lives through moments in order of time; those of one instant happen side by side. `settle` waits for what follows from
 * them, so that it happens at their instant too and not at the next one.
 */
export async function liveThrough(timeline: Timeline, moments: readonly Moment[], settle: () => Promise<void>): Promise<void> {
  const byInstant = Map.groupBy(moments, ({ at }) => at)
  for (const at of [...byInstant.keys()].sort()) {
    await timeline.liveTo(at)
    await timeline.mark(at > timeline.now() ? at : timeline.now())
    await Promise.all((byInstant.get(at) ?? []).map(({ happen }) => happen()))
    await settle()
  }
}

/** For rows that wait themselves for what follows from them. */
export const nothingFollows = async (): Promise<void> => undefined

import { setTimeout as pause } from 'node:timers/promises'
import type { EventLog } from '@filature/event-log/port'
import type { Store } from '@filature/store/port'

/**
 * Engines whose every answer takes its own time: what depends on the usual order of two things that nobody ordered, in a
 * service or in its test, shows within a run or two. `ms` is about the longest usual delay of one call; one in 25 takes
 * eight times as long, like a disk or a broker that is busy with others.
 */
interface Late {
  readonly ms: number
}

const SELDOM = 0.04

function lateness(ms: number): Promise<unknown> {
  const longest = Math.random() < SELDOM ? 8 * ms : ms
  return pause(Math.random() * longest)
}

/** Late to begin and late to answer: others may come between on either side, as with any engine that is reached by a wire. */
function late<Given extends unknown[], Reply>(ms: number, call: (...given: Given) => Promise<Reply>) {
  return async (...given: Given): Promise<Reply> => {
    await lateness(ms / 2)
    const reply = await call(...given)
    await lateness(ms)
    return reply
  }
}

/** A store that is late with everything but `define`, `ping` and `close`. */
export function lateStore(store: Store, { ms }: Late): Store {
  return {
    ...store,
    load: late(ms / 2, store.load),
    loadNewer: late(ms / 2, store.loadNewer),
    commit: late(ms, store.commit),
    find: late(ms, store.find),
    count: late(ms, store.count),
    loadRows: late(ms / 2, store.loadRows),
    project: late(ms, store.project),
    pending: late(ms, store.pending),
    published: late(4 * ms, store.published),
    due: late(ms, store.due),
    nextDue: late(ms, store.nextDue),
  }
}

/** A log that appends and delivers late; each partition in its order, as ever. */
export function lateLog(log: EventLog, { ms }: Late): EventLog {
  return {
    ...log,
    append: late(2 * ms, log.append),
    lag: late(ms, log.lag),
    subscribe: (options, handler) => log.subscribe(options, late(3 * ms, handler)),
  }
}

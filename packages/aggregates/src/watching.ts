import type { ReadAggregate } from './aggregate.ts'
import type { Committed } from './write-path.ts'

/** Those who wait for an aggregate to become what they want. */
export interface Watching {
  /** Tells them of a write. */
  notice(committed: Committed): void
  /** See `until` of `Aggregate`. */
  until(
    id: string,
    read: (id: string) => Promise<ReadAggregate<unknown> | undefined>,
    satisfied: (state: unknown) => boolean,
    withinMs: number,
  ): Promise<ReadAggregate<unknown> | undefined>
}

export function watching(): Watching {
  const watchers = new Map<string, Set<(committed: Committed) => void>>()
  return {
    notice(committed) {
      for (const watch of watchers.get(committed.id) ?? []) watch(committed)
    },
    async until(id, read, satisfied, withinMs) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const watch = (committed: Committed) => {
        if (satisfied(committed.state)) resolve()
      }
      const ofThis = watchers.get(id) ?? new Set()
      watchers.set(id, ofThis.add(watch))
      const timer = setTimeout(resolve, withinMs)
      try {
        const now = await read(id)
        if (now !== undefined && satisfied(now.state)) return now
        await promise
        const later = await read(id)
        return later !== undefined && satisfied(later.state) ? later : undefined
      } finally {
        clearTimeout(timer)
        ofThis.delete(watch)
        if (ofThis.size === 0) watchers.delete(id)
      }
    },
  }
}

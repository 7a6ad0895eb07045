import type { Instant } from '@filature/kernel/instant'
import type { Store } from '@filature/store/port'

/**
 * What is remembered of the demonstration's load, so that one that was cut off goes on where it was, with the same first
 * start: every instant of the demo counts from it.
 */
export interface LoadRecord {
  readonly startedAt: Instant
  /** undefined while the load is under way. */
  readonly finishedAt: Instant | undefined
  /** How far each timeline has been lived. */
  readonly reached: Readonly<Record<string, Instant>>
}

export interface LoadLedger {
  /** undefined when no load was ever begun on this store. */
  read(): Promise<LoadRecord | undefined>
  /** The record as it is from now on: the one that is there, or a new one that starts at `now`. */
  begin(now: Instant): Promise<LoadRecord>
  reach(timeline: string, instant: Instant): Promise<void>
  finish(now: Instant): Promise<void>
}

const COLLECTION = 'load'
const LOAD = 'demo'

interface Began {
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
}

/** One document for the load and one for each timeline, so that timelines do not get into each other's way. */
export async function loadLedger(store: Store, timelines: readonly string[]): Promise<LoadLedger> {
  await store.define([{ name: COLLECTION, indexes: {} }])
  const versions = new Map<string, number>()
  const idOf = (timeline: string) => `${LOAD}/${timeline}`

  async function read<Document>(id: string): Promise<Document | undefined> {
    const [found] = await store.load(COLLECTION, [id])
    versions.set(id, found?.version ?? 0)
    // Only this file writes these documents, one shape for each id.
    return found?.document as Document | undefined
  }

  /** False when another process has written meanwhile. */
  async function write(id: string, document: unknown): Promise<boolean> {
    const expectedVersion = versions.get(id) ?? 0
    const version = expectedVersion + 1
    const guard = { collection: COLLECTION, id, expectedVersion, expectedRevision: 0 }
    const memory = { added: [], passing: [], keep: 0 }
    const [outcome] = await store.commit([{ kind: 'write', ...guard, version, document, memory, dueAt: undefined, events: [] }])
    if (outcome === 'done') versions.set(id, version)
    return outcome === 'done'
  }

  async function recordOf({ startedAt, finishedAt }: Began): Promise<LoadRecord> {
    const reached: Record<string, Instant> = {}
    for (const timeline of timelines) {
      const found = await read<{ readonly reached: Instant }>(idOf(timeline))
      if (found !== undefined) reached[timeline] = found.reached
    }
    return { startedAt, finishedAt: finishedAt ?? undefined, reached }
  }

  return {
    async read() {
      const began = await read<Began>(LOAD)
      return began === undefined ? undefined : recordOf(began)
    },
    async begin(now) {
      for (;;) {
        const known = await read<Began>(LOAD)
        if (known !== undefined) return recordOf(known)
        // Of two processes that begin at once, one instant wins for both.
        await write(LOAD, { startedAt: now, finishedAt: null })
      }
    },
    async reach(timeline, instant) {
      const id = idOf(timeline)
      while (!(await write(id, { reached: instant }))) {
        const known = await read<{ readonly reached: Instant }>(id)
        if (known !== undefined && known.reached >= instant) return
      }
    },
    async finish(now) {
      for (;;) {
        const known = await read<Began>(LOAD)
        if (known === undefined || known.finishedAt !== null) return
        if (await write(LOAD, { ...known, finishedAt: now })) return
      }
    },
  }
}

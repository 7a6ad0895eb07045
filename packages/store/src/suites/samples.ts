import type { EventRecord } from '@filature/kernel/event'
import { type Instant, instantFromMs } from '@filature/kernel/instant'
import type { Check, MemoryChange, PendingEvents, ProjectedRow, PublishedMark, Store, Write } from '../port.ts'

/** The instant `minutes` after the suites' noon. */
export const at = (minutes: number): Instant => instantFromMs(Date.UTC(2026, 10, 25, 12, minutes))

export function eventOf(id: string, sequence: number, data: unknown = { sequence }): EventRecord {
  return { id: `${id}/${sequence}`, type: 'suite.LotChanged.v1', source: 'suite', subject: id, time: at(0), sequence, data }
}

/** Adds these answers; by default all are kept. */
export const adding = (added: readonly unknown[], rest: Partial<MemoryChange> = {}): MemoryChange => ({
  added,
  passing: [],
  keep: 1_000_000,
  ...rest,
})

/** Write of lot `id` from `expectedVersion` to `version`, with the events between. */
export function writeOf(id: string, expectedVersion: number, rest: Partial<Write> = {}): Write {
  const version = rest.version ?? expectedVersion + 1
  const events = Array.from({ length: version - expectedVersion }, (_, step) => eventOf(id, expectedVersion + step + 1))
  return {
    kind: 'write',
    collection: 'lot',
    id,
    expectedVersion,
    expectedRevision: 0,
    version,
    document: { id, version },
    memory: adding([]),
    dueAt: undefined,
    events,
    ...rest,
  }
}

export function checkOf(id: string, expectedVersion: number, expectedRevision = 0): Check {
  return { kind: 'check', collection: 'lot', id, expectedVersion, expectedRevision }
}

export function rowOf(
  id: string,
  expectedVersion: number,
  source: string,
  sequence: number,
  document: unknown = { id, sequence },
): ProjectedRow {
  return { collection: 'lot-row', id, expectedVersion, source, sequence, document }
}

/** What deletes a row. */
export function deletionOf(id: string, expectedVersion: number, source: string, sequence: number): ProjectedRow {
  return { ...rowOf(id, expectedVersion, source, sequence), document: undefined }
}

/** Marks everything in `waiting` as published. */
export function marksOf(waiting: readonly PendingEvents[]): readonly PublishedMark[] {
  return waiting.map(({ collection, subject, events }) => ({ collection, subject, upTo: events.at(-1)?.sequence ?? 0 }))
}

/** Pending sequences per subject. */
export async function pendingSequences(store: Store, limit = 1_000_000): Promise<Readonly<Record<string, readonly number[]>>> {
  return Object.fromEntries((await store.pending(limit)).map(({ subject, events }) => [subject, events.map((event) => event.sequence)]))
}

export const sequences = (from: number, upTo: number): readonly number[] =>
  Array.from({ length: Math.max(0, upTo - from + 1) }, (_, step) => from + step)

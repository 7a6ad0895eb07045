import type { EventRecord } from '@filature/kernel/event'
import type { Instant } from '@filature/kernel/instant'

/** A value an index can hold. */
export type Scalar = string | number | boolean | null

/**
 * One collection and the only fields it may be searched or sorted by, as dotted paths into the document
 * (`depotId`, `place.insee`). Every index ends with the id, so that paging is exact.
 */
export interface CollectionDefinition {
  readonly name: string
  readonly indexes: Readonly<Record<string, readonly string[]>>
}

/** An aggregate as it lies in the store. */
export interface StoredAggregate {
  readonly id: string
  /** Sequence of its last event. */
  readonly version: number
  readonly document: unknown
  readonly memory: Memory
}

/** What the runtime remembers of an aggregate beside its state: its last answers, for idempotency. Never searched. */
export interface Memory {
  /** How many answers were ever added. Together with the version it is another one after every write. */
  readonly revision: number
  /** Oldest first: the newest ones, as many as the last write asked to keep, perhaps some more. */
  readonly answers: readonly unknown[]
  /** What the last write left for whoever reads it, until the next write. */
  readonly passing: readonly unknown[]
}

/** What a write adds to the memory. Answers that are there already are not touched, so they cost it nothing. */
export interface MemoryChange {
  readonly added: readonly unknown[]
  /** Replaces that of the write before. */
  readonly passing: readonly unknown[]
  /** How many of the newest answers are still wanted, these included. The store drops older ones when it tidies up. */
  readonly keep: number
}

/** A version of an aggregate that somebody holds in memory; 0: none. */
export interface KnownVersion {
  readonly id: string
  readonly version: number
}

/**
 * Replaces an aggregate, guarded by the version and the memory's revision that it was decided on. Events join the outbox and
 * answers the memory in the same write. It has a new version or adds an answer: what does neither is a `Check`.
 */
export interface Write {
  readonly kind: 'write'
  readonly collection: string
  readonly id: string
  /** 0: it must not exist yet. */
  readonly expectedVersion: number
  /** Of the memory. The version alone does not tell that somebody accepted a command without an event. */
  readonly expectedRevision: number
  readonly version: number
  readonly document: unknown
  readonly memory: MemoryChange
  /** When the aggregate wants to be woken next; indexed by the store for `due`. */
  readonly dueAt: Instant | undefined
  /** In order, their sequences after `expectedVersion` and up to `version`; fewer than versions where some are told to nobody. */
  readonly events: readonly EventRecord[]
}

/** Confirms that nobody wrote since: what makes an answer without events as true as one with. */
export interface Check {
  readonly kind: 'check'
  readonly collection: string
  readonly id: string
  readonly expectedVersion: number
  readonly expectedRevision: number
}

export type CommitOutcome = 'done' | 'conflict'

/** A projection row, guarded by its own version and by the sequence of the event it comes from. */
export interface ProjectedRow {
  readonly collection: string
  readonly id: string
  /** Version of the row that the new document was computed from; 0 when there was none. */
  readonly expectedVersion: number
  /** The aggregate whose event caused this, and that event's sequence. A row keeps the last sequence of each source. */
  readonly source: string
  readonly sequence: number
  /** undefined deletes the content but keeps the sequences, so that a late repeat does not bring the row back. */
  readonly document: unknown
}

/** `seen`: the row already holds this source's sequence or a later one; nothing was written. */
export type ProjectOutcome = 'done' | 'seen' | 'conflict'

export interface StoredRow {
  readonly id: string
  readonly version: number
  /** undefined once the row is deleted. */
  readonly document: unknown
  /** Last sequence applied, per source. */
  readonly sources: Readonly<Record<string, number>>
}

/**
 * A value, one of several, or a range: `from` is inside, `below` is not, and only values of the same kind (numbers or
 * texts) are met. null also meets a field that is absent.
 */
export type Condition = Scalar | { readonly in: readonly Scalar[] } | { readonly from?: Scalar; readonly below?: Scalar }

export interface Query {
  /** Fields of one declared index; every field named here must be part of it. */
  readonly where?: Readonly<Record<string, Condition>>
  /**
   * Then by id, in the same direction; nulls come before everything. `id` itself may be named. Left out: by the field of
   * the range if there is one, else by id, ascending.
   */
  readonly orderBy?: { readonly field: string; readonly direction: 'asc' | 'desc' }
  /** `next` of the page before, for the same order. Anything else rejects with `CursorInvalid`. */
  readonly after?: string
  readonly limit: number
}

export interface Page {
  readonly items: readonly { readonly id: string; readonly version: number; readonly document: unknown }[]
  /** Opaque; absent on the last page. */
  readonly next?: string
}

/** An aggregate's unpublished events, in sequence. */
export interface PendingEvents {
  readonly collection: string
  readonly subject: string
  readonly events: readonly EventRecord[]
}

export interface PublishedMark {
  readonly collection: string
  readonly subject: string
  /** Events of the subject up to and including this sequence are in the log. */
  readonly upTo: number
}

/**
 * Where a service keeps what it promised. One store per service; nothing in it is engine-specific. Every adapter passes
 * the suites of `store/suites`, the race suite included, or it is not supported.
 *
 * All methods reject with `StoreUnavailable` when the engine cannot be reached, and never half-apply one operation.
 */
export interface Store {
  /** Declares collections and their indexes; creates what is missing. Call before anything else; repeatable. */
  define(collections: readonly CollectionDefinition[]): Promise<void>
  /** In the order asked; undefined where there is none. */
  load(collection: string, ids: readonly string[]): Promise<readonly (StoredAggregate | undefined)[]>
  /**
   * Only what was written since: for each, the aggregate when its version is another one than `version`, else undefined.
   * With version 0 it is `load`. Spares who keeps a state in memory from reading it again. A state without a new version is
   * the same, so what was only added to the memory is not told here; the guard of the next operation tells it.
   */
  loadNewer(collection: string, known: readonly KnownVersion[]): Promise<readonly (StoredAggregate | undefined)[]>
  /**
   * Applies each operation on its own, guarded on its own; one's conflict does not touch the others. Durable
   * (survives power loss) when the promise resolves. The same id at most once per call.
   */
  commit(operations: readonly (Write | Check)[]): Promise<readonly CommitOutcome[]>
  /** Aggregates and projection rows alike. Rejects with `IndexMissing` when no declared index serves the query. */
  find(collection: string, query: Query): Promise<Page>
  /** Number of documents matching, by a declared index. */
  count(collection: string, where?: Query['where']): Promise<number>
  loadRows(collection: string, ids: readonly string[]): Promise<readonly (StoredRow | undefined)[]>
  /** Guarded upserts of projection rows, durable when resolved. The same row at most once per call. */
  project(rows: readonly ProjectedRow[]): Promise<readonly ProjectOutcome[]>
  /** Unpublished events, oldest subjects first, whole prefixes only: never an event without all those before it. */
  pending(limit: number): Promise<readonly PendingEvents[]>
  /** Forgets published events. Repeatable; loss of a mark only causes a repeat that consumers recognise. */
  published(marks: readonly PublishedMark[]): Promise<void>
  /** Aggregates of a collection whose `dueAt` is at or before `now`, earliest first. */
  due(collection: string, now: Instant, limit: number): Promise<readonly { readonly id: string; readonly dueAt: Instant }[]>
  /** The earliest `dueAt` of a collection. */
  nextDue(collection: string): Promise<Instant | undefined>
  /** Resolves when the engine answers; rejects with `StoreUnavailable`. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** The engine cannot be reached or refuses to write; the same call may succeed later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** A query that no declared index serves: a mistake of the program, found by tests. */
export class IndexMissing extends Error {
  override readonly name = 'IndexMissing'
}

/** `after` was not made by `find` for this order: whoever asked should begin at the first page. */
export class CursorInvalid extends Error {
  override readonly name = 'CursorInvalid'
}

/** The data file or database is not one that this version can read. The message says which and what to do. */
export class StoreCorrupt extends Error {
  override readonly name = 'StoreCorrupt'
}

import { checkWrite } from '../check-write.ts'
import type { Check, CommitOutcome, KnownVersion, Store, StoredAggregate, Write } from '../port.ts'
import { checkLimit } from '../query/limit.ts'
import { type Collection, type Collections, DUE, type Stored } from './collections.ts'
import type { Connection } from './connection.ts'
import { originalValue, storedValue } from './values.ts'
import { applyEach, type GuardedWrite } from './writes.ts'

/**
 * Loading, guarded writing and waking of aggregates.
 * @param stamp gives a place at the end of the queue of those with unpublished events
 */
export function aggregatesOf(
  connection: Connection,
  collections: Collections,
  stamp: () => string,
): Pick<Store, 'load' | 'loadNewer' | 'commit' | 'due' | 'nextDue'> {
  async function checked(collection: Collection, checks: readonly Check[]): Promise<readonly CommitOutcome[]> {
    const ids = checks.map((check) => check.id)
    const found = await collection.documents.find({ _id: { $in: ids } }, { projection: { version: 1, revision: 1 } }).toArray()
    const byId = new Map(found.map((stored) => [stored._id, stored]))
    return checks.map(({ id, expectedVersion, expectedRevision }) => {
      const { version = 0, revision = 0 } = byId.get(id) ?? {}
      return version === expectedVersion && revision === expectedRevision ? 'done' : 'conflict'
    })
  }

  async function loadNewer(name: string, known: readonly KnownVersion[]) {
    const { documents } = collections.get(name)
    if (known.length === 0) return []
    const options = { projection: { version: 1, document: 1, revision: 1, answers: 1, passing: 1 } }
    const unknown = known.filter(({ version }) => version === 0).map(({ id }) => id)
    const held = known.filter(({ version }) => version !== 0)
    const wanted = [
      ...(unknown.length === 0 ? [] : [{ _id: { $in: [...new Set(unknown)] } }]),
      ...held.map(({ id, version }) => ({ _id: { $eq: id }, version: { $ne: version } })),
    ]
    const [only] = wanted
    const which = wanted.length === 1 && only !== undefined ? only : { $or: wanted }
    const found = await connection.attempt(() => documents.find({ ...which, document: { $exists: true } }, options).toArray())
    const byId = new Map(found.map((stored) => [stored._id, aggregateFrom(stored)]))
    return known.map(({ id }) => byId.get(id))
  }

  return {
    load: (name, ids) =>
      loadNewer(
        name,
        ids.map((id) => ({ id, version: 0 })),
      ),

    loadNewer,

    async commit(operations) {
      const outcomes: CommitOutcome[] = operations.map(() => 'conflict')
      const writes: { readonly index: number; readonly write: GuardedWrite }[] = []
      const checks = new Map<Collection, { readonly index: number; readonly check: Check }[]>()
      // Everything is looked at before anything is sent.
      for (const [index, operation] of operations.entries()) {
        const collection = collections.get(operation.collection)
        if (operation.kind === 'write') writes.push({ index, write: guardedWrite(collection, operation, stamp) })
        else checks.set(collection, [...(checks.get(collection) ?? []), { index, check: operation }])
      }
      await connection.attempt(async () => {
        const applying = applyEach(
          connection,
          writes.map(({ write }) => write),
        ).then((applied) => {
          for (const [position, { index }] of writes.entries()) if (applied[position] === true) outcomes[index] = 'done'
        })
        const checking = [...checks].map(async ([collection, asked]) => {
          const answers = await checked(
            collection,
            asked.map(({ check }) => check),
          )
          for (const [position, { index }] of asked.entries()) outcomes[index] = answers[position] ?? 'conflict'
        })
        await Promise.all([applying, ...checking])
      })
      return outcomes
    },

    async due(name, now, limit) {
      checkLimit(limit)
      const { documents } = collections.get(name)
      const options = { projection: { dueAt: 1 }, sort: { dueAt: 1, _id: 1 }, hint: DUE, limit } as const
      const found = await connection.attempt(() => documents.find({ dueAt: { $lte: now } }, options).toArray())
      return found.map(dueOf)
    },

    async nextDue(name) {
      const { documents } = collections.get(name)
      const options = { projection: { dueAt: 1 }, sort: { dueAt: 1, _id: 1 }, hint: DUE, limit: 1 } as const
      const [first] = await connection.attempt(() => documents.find({ dueAt: { $exists: true } }, options).toArray())
      return first === undefined ? undefined : dueOf(first).dueAt
    },
  }
}

// Only `commit` sets the field, to an Instant.
const dueOf = ({ _id, dueAt }: Stored) => ({ id: _id, dueAt: dueAt as NonNullable<Write['dueAt']> })

function aggregateFrom({ _id, version, document, revision = 0, answers = [], passing = [] }: Stored): StoredAggregate {
  const memory = { revision, answers: answers.map(originalValue), passing: passing.map(originalValue) }
  return { id: _id, version, document: originalValue(document), memory }
}

// Of a list, JSON makes a list.
const storedList = (list: readonly unknown[]) => storedValue(list) as unknown[]

/** State, version, memory and events are one document, so one update keeps them together or not at all. */
function guardedWrite(collection: Collection, write: Write, stamp: () => string): GuardedWrite {
  checkWrite(write)
  const { id, version, expectedVersion, expectedRevision, dueAt, memory } = write
  const document = storedValue(write.document)
  if (document === undefined) throw new TypeError(`${write.collection} ${id}: a write needs a document`)
  const passing = storedList(memory.passing)
  const answers = storedList(memory.added)
  const events = storedList(write.events)
  const waitingSince = stamp()
  const present: Partial<Stored> = { version, document, revision: expectedRevision + answers.length }
  const absent: { passing?: true; dueAt?: true } = {}
  if (passing.length === 0) absent.passing = true
  else present.passing = passing
  if (dueAt === undefined) absent.dueAt = true
  else present.dueAt = dueAt
  if (expectedVersion === 0) {
    const lists = { ...(answers.length === 0 ? {} : { answers }), ...(events.length === 0 ? {} : { outbox: events, waitingSince }) }
    return { kind: 'create', collection, document: { _id: id, version, ...present, ...lists } }
  }
  const pushed = {
    // The server itself drops what is too old, so an update carries only what is new. (`-keep` of 0 is no whole number to it.)
    ...(answers.length === 0 ? {} : { answers: { $each: answers, $slice: 0 - memory.keep } }),
    ...(events.length === 0 ? {} : { outbox: { $each: events } }),
  }
  return {
    kind: 'move',
    collection,
    id,
    version: expectedVersion,
    revision: expectedRevision,
    update: {
      $set: present,
      ...(Object.keys(absent).length === 0 ? {} : { $unset: absent }),
      ...(Object.keys(pushed).length === 0 ? {} : { $push: pushed }),
      // Who waits already keeps the earlier place.
      ...(events.length === 0 ? {} : { $min: { waitingSince } }),
    },
  }
}

import type { EventRecord } from '@filature/kernel/event'
import type { AnyBulkWriteOperation } from 'mongodb'
import type { PendingEvents, PublishedMark, Store } from '../port.ts'
import { checkLimit } from '../query/limit.ts'
import { type Collection, type Collections, type Stored, WAITING } from './collections.ts'
import type { Connection } from './connection.ts'
import { originalValue } from './values.ts'

/** How long the collections that are known to publish may keep a relay from looking into all the others, in milliseconds. */
const FULL_LOOK_MS = 200

/**
 * Events wait inside the document of their aggregate, so the write that makes them cannot keep one and lose the other. An
 * index holds just the documents that have any, in the order in which they began to wait.
 */
export function outboxOf(connection: Connection, collections: Collections, stamp: () => string): Pick<Store, 'pending' | 'published'> {
  /** Most collections of a service are projections and never have an event: a busy relay asks only those that had one. */
  const publishing = new Set<string>()
  let fullLookAt = Number.NEGATIVE_INFINITY

  async function waitingIn(asked: readonly Collection[], limit: number): Promise<readonly Waiting[]> {
    const looks = asked.map(async ({ definition, documents }) => {
      const options = {
        projection: { waitingSince: 1, outbox: { $slice: limit } },
        sort: { waitingSince: 1, _id: 1 },
        hint: WAITING,
        limit,
      } as const
      const found: Waiting[] = []
      let events = 0
      // When the log was away for long, much more waits than one round takes: no more is fetched than that.
      for await (const stored of documents.find({ waitingSince: { $exists: true } }, options)) {
        found.push({ collection: definition.name, stored })
        events += stored.outbox?.length ?? 0
        if (events >= limit) break
      }
      if (found.length > 0) publishing.add(definition.name)
      return found
    })
    return (await Promise.all(looks)).flat()
  }

  async function look(limit: number): Promise<readonly Waiting[]> {
    const known = collections.all().filter(({ definition }) => publishing.has(definition.name))
    if (known.length > 0 && performance.now() - fullLookAt < FULL_LOOK_MS) {
      const found = await waitingIn(known, limit)
      if (found.length > 0) return found
    }
    fullLookAt = performance.now()
    return waitingIn(collections.all(), limit)
  }

  return {
    async pending(limit) {
      checkLimit(limit)
      const found = await connection.attempt(() => look(limit))
      const waiting: PendingEvents[] = []
      let left = limit
      for (const { collection, stored } of found.toSorted(byPlace)) {
        if (left === 0) break
        // Only `commit` fills an outbox, with EventRecords.
        const events = (stored.outbox ?? []).slice(0, left).map(originalValue) as EventRecord[]
        left -= events.length
        waiting.push({ collection, subject: stored._id, events })
      }
      return waiting
    },

    async published(marks) {
      const byCollection = Map.groupBy(latest(marks), (mark) => mark.collection)
      const forgetting = [...byCollection].map(([name, ofOne]) => {
        const { documents } = collections.get(name)
        // Nobody waits for it, and given up early a slow server would only be asked the same again.
        return connection.attemptPatiently(() =>
          documents.bulkWrite(
            ofOne.flatMap((mark) => forget(mark, stamp())),
            { ordered: false },
          ),
        )
      })
      await Promise.all(forgetting)
    },
  }
}

interface Waiting {
  readonly collection: string
  readonly stored: Stored
}

const byPlace = (a: Waiting, b: Waiting) => {
  const [one, other] = [a.stored.waitingSince ?? '', b.stored.waitingSince ?? '']
  return one < other ? -1 : Number(one > other)
}

/** One mark per subject. */
function latest(marks: readonly PublishedMark[]): readonly PublishedMark[] {
  const bySubject = new Map<string, PublishedMark>()
  for (const mark of marks) {
    const key = `${mark.collection}:${mark.subject}`
    if (mark.upTo > (bySubject.get(key)?.upTo ?? 0)) bySubject.set(key, mark)
  }
  return [...bySubject.values()]
}

/**
 * Either all that waits is marked, or some is; the document itself tells which, whatever was written since the look. If it
 * becomes the other between the two, neither applies and the events are handed out again. Neither touches the state or its
 * version, so marks and commits never stand in each other's way.
 */
function forget({ subject, upTo }: PublishedMark, waitingSince: string): readonly AnyBulkWriteOperation<Stored>[] {
  const marked = { sequence: { $lte: upTo } }
  const laterWaits = { $elemMatch: { sequence: { $gt: upTo } } }
  return [
    {
      updateOne: {
        filter: { _id: { $eq: subject }, waitingSince: { $exists: true }, outbox: { $not: laterWaits } },
        update: { $unset: { outbox: true, waitingSince: true } },
      },
    },
    {
      updateOne: {
        filter: { _id: { $eq: subject }, $and: [{ outbox: { $elemMatch: marked } }, { outbox: laterWaits }] },
        // To the end of the queue: an aggregate that never stops must not keep the others waiting for ever.
        update: { $pull: { outbox: marked }, $set: { waitingSince } },
      },
    },
  ]
}

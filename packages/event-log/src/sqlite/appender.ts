import { gather } from '@filature/kernel/gathering'
import { partitionOf } from '../partitioner.ts'
import { type LogRecord, TopicMissing } from '../port.ts'
import { encodeEvent } from '../rules.ts'
import { integer } from './columns.ts'
import type { Connection } from './connection.ts'
import { placeOf } from './place.ts'
import type { AppendedRecord, Tail } from './tail.ts'
import type { Topics } from './topics.ts'

/** Records per transaction when many callers append at once: some ten milliseconds of work. One call is never split. */
const MOST_TOGETHER = 5_000

interface EncodedRecord {
  readonly topic: string
  readonly key: string
  readonly event: string | null
}

/** What an append did to one partition. */
export interface Growth {
  readonly partition: number
  readonly compacted: boolean
  /** Offset of the next record to be appended. */
  readonly end: number
  /** Records since the last compaction began, and how many that left. */
  readonly dirty: number
  readonly kept: number
}

export interface Appender {
  append(records: readonly LogRecord[]): Promise<void>
  /** Resolves once nothing waits to be appended. */
  idle(): Promise<void>
}

/** Appends of many callers share one durable transaction, in the order of the calls. */
export function appenderOf(
  connection: Connection,
  topics: Topics,
  tail: Pick<Tail, 'appended'>,
  onGrowth: (growths: readonly Growth[]) => void,
): Appender {
  const selectGrowth = connection.prepare('SELECT next_offset, dirty, kept FROM partition WHERE id = ?')
  const insertRecord = connection.prepare('INSERT INTO record (place, key, event) VALUES (?, ?, ?)')
  const updateEnd = connection.prepare('UPDATE partition SET next_offset = ?, dirty = ? WHERE id = ?')

  function refusalOf(records: readonly EncodedRecord[]): Error | undefined {
    for (const { topic, key, event } of records) {
      const found = topics.find(topic)
      if (found === undefined) return new TopicMissing(`topic ${topic} is not defined: call define before appending to it`)
      if (event === null && !found.compacted) {
        return new TypeError(`key ${key}: topic ${topic} is not compacted, so nothing can be erased from it; append an event instead`)
      }
    }
    return undefined
  }

  function insert({ topic, key, event }: EncodedRecord, growths: Map<number, Growth>): AppendedRecord {
    const found = topics.find(topic)
    const number = found === undefined ? 0 : partitionOf(key, found.partitionIds.length)
    const partition = found?.partitionIds[number]
    if (found === undefined || partition === undefined) throw new Error(`topic ${topic} vanished`)
    const before = growths.get(partition) ?? growthSoFar(partition, found.compacted)
    insertRecord.run(placeOf(partition, before.end), key, event)
    growths.set(partition, { ...before, end: before.end + 1, dirty: before.dirty + 1 })
    return { partition, topic, number, offset: before.end, key, event }
  }

  function growthSoFar(partition: number, compacted: boolean): Growth {
    const row = selectGrowth.get(partition) ?? {}
    return { partition, compacted, end: integer(row, 'next_offset'), dirty: integer(row, 'dirty'), kept: integer(row, 'kept') }
  }

  const calls = gather<readonly EncodedRecord[], Error | undefined>({
    weigh: (records) => records.length,
    most: MOST_TOGETHER,
    async apply(together) {
      const { growths, refusals, appended } = await connection.transact(() => {
        const growing = new Map<number, Growth>()
        const inserted: AppendedRecord[] = []
        const refused = together.map((records) => {
          const refusal = refusalOf(records)
          if (refusal === undefined) for (const record of records) inserted.push(insert(record, growing))
          return refusal
        })
        for (const { partition, end, dirty } of growing.values()) updateEnd.run(end, dirty, partition)
        return { growths: [...growing.values()], refusals: refused, appended: inserted }
      })
      tail.appended(appended)
      onGrowth(growths)
      return refusals
    },
  })

  return {
    async append(records) {
      // Encoded at once, so that a caller who goes on with the object cannot change what is written.
      const encoded = records.map((record) => ({ topic: record.topic, key: record.key, event: encodeEvent(record) }))
      if (encoded.length === 0) return
      const refusal = await calls.add(encoded)
      if (refusal !== undefined) throw refusal
      await connection.durable()
    },
    idle: calls.idle,
  }
}

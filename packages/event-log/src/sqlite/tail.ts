import type { EventRecord } from '@filature/kernel/event'
import type { DeliveredRecord } from '../port.ts'

/** A record as it was appended; its event still as text, for most records nobody here reads. */
export interface AppendedRecord {
  readonly partition: number
  readonly topic: string
  /** Number of the partition within its topic. */
  readonly number: number
  readonly offset: number
  readonly key: string
  readonly event: string | null
}

/** Records kept of each partition, and for how long after the last append, in milliseconds. */
const MOST = 1_024
const KEPT_MS = 2_000

/**
 * The newest records of each partition, as this process appended them: consumers that keep up get them from memory, and all
 * groups the same objects, which nobody changes. What other processes append is not in it, so it only answers for an
 * unbroken run of offsets.
 */
export interface Tail {
  /** After the commit, in order of the offsets. */
  appended(records: readonly AppendedRecord[]): void
  /** Undefined when the offset is not in it. */
  read(partition: number, fromOffset: number, most: number): readonly DeliveredRecord[] | undefined
}

interface Run {
  /** Offset of the first entry. */
  first: number
  readonly entries: (AppendedRecord | DeliveredRecord)[]
}

export function tailOf(): Tail {
  const runs = new Map<number, Run>()
  let forget: NodeJS.Timeout | undefined

  function keep(record: AppendedRecord): void {
    const { partition, offset } = record
    const run = runs.get(partition)
    if (run === undefined || run.first + run.entries.length !== offset) {
      runs.set(partition, { first: offset, entries: [record] })
      return
    }
    run.entries.push(record)
    if (run.entries.length < 2 * MOST) return
    run.entries.splice(0, MOST)
    run.first += MOST
  }

  return {
    appended(records) {
      for (const record of records) keep(record)
      forget = forget?.refresh() ?? setTimeout(() => runs.clear(), KEPT_MS).unref()
    },
    read(partition, fromOffset, most) {
      const run = runs.get(partition)
      if (run === undefined || fromOffset < run.first || fromOffset >= run.first + run.entries.length) return undefined
      const start = fromOffset - run.first
      const end = Math.min(run.entries.length, start + most)
      const delivered: DeliveredRecord[] = []
      for (let at = start; at < end; at += 1) {
        const entry = run.entries[at]
        if (entry === undefined) break
        const record = 'number' in entry ? deliveredFrom(entry) : entry
        run.entries[at] = record
        delivered.push(record)
      }
      return delivered
    },
  }
}

function deliveredFrom({ topic, number, offset, key, event }: AppendedRecord): DeliveredRecord {
  // The text of an EventRecord, made by the appender.
  const parsed = event === null ? null : (JSON.parse(event) as EventRecord)
  return { topic, partition: number, offset: String(offset), key, event: parsed }
}

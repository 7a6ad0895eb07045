import type { EventRecord } from '@filature/kernel/event'
import type { DeliveredRecord } from '../port.ts'
import { integer, text, textOrNull } from './columns.ts'
import type { Connection } from './connection.ts'
import { offsetOf, placeOf } from './place.ts'
import type { Tail } from './tail.ts'

/** A partition by its name for people and by the file's id. */
export interface PartitionName {
  readonly id: number
  readonly topic: string
  readonly number: number
}

export type ReadRecords = (partition: PartitionName, fromOffset: number, most: number) => Promise<readonly DeliveredRecord[]>

export function readerOf(connection: Connection, tail: Pick<Tail, 'read'>): ReadRecords {
  const select = connection.prepare('SELECT place, key, event FROM record WHERE place >= ? AND place < ? ORDER BY place LIMIT ?')
  return async (partition, fromOffset, most) =>
    tail.read(partition.id, fromOffset, most) ??
    connection.read(() =>
      select.all(placeOf(partition.id, fromOffset), placeOf(partition.id + 1, 0), most).map((row) => {
        const event = textOrNull(row, 'event')
        return {
          topic: partition.topic,
          partition: partition.number,
          offset: String(offsetOf(integer(row, 'place'))),
          key: text(row, 'key'),
          // Only `appender` writes this column, from an EventRecord.
          event: event === null ? null : (JSON.parse(event) as EventRecord),
        }
      }),
    )
}

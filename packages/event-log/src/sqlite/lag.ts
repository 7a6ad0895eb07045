import type { GroupLag } from '../port.ts'
import { integer, text } from './columns.ts'
import type { Connection } from './connection.ts'
import { placeOf } from './place.ts'

export type ReadLag = (group: string) => Promise<readonly GroupLag[]>

export function lagOf(connection: Connection): ReadLag {
  const selectClaims = connection.prepare(
    `SELECT claim.partition AS id, partition.topic, number, committed, next_offset, compacted
     FROM claim JOIN partition ON partition.id = claim.partition JOIN topic ON topic.name = partition.topic
     WHERE consumer_group = ? ORDER BY partition.topic, number`,
  )
  const count = connection.prepare('SELECT count(*) AS records FROM record WHERE place >= ? AND place < ?')
  return (group) =>
    connection.read(() =>
      selectClaims.all(group).map((row) => {
        const id = integer(row, 'id')
        const committed = integer(row, 'committed')
        const end = integer(row, 'next_offset')
        // Offsets have gaps only where records were compacted away; elsewhere nothing needs counting.
        const behind =
          integer(row, 'compacted') === 1 ? integer(count.get(placeOf(id, committed), placeOf(id, end)) ?? {}, 'records') : end - committed
        return { topic: text(row, 'topic'), partition: integer(row, 'number'), behind }
      }),
    )
}

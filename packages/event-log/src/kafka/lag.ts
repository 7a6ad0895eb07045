import type { GroupLag } from '../port.ts'
import type { Cluster } from './cluster.ts'
import { committedOffsets, edgesOf } from './positions.ts'

/** In order of topic and partition. Counts offsets: on a compacted topic some of them have no record any more. */
export async function lagOf(cluster: Cluster, group: string): Promise<readonly GroupLag[]> {
  const committed = await committedOffsets(cluster, await cluster.coordinatorOf(group), group, new Map())
  const partitions = [...committed].flatMap(([topic, offsets]) => [...offsets].map(([partition, offset]) => ({ topic, partition, offset })))
  const states = await cluster.topics([...committed.keys()])
  const there = partitions.filter(({ topic, partition }) => partition < (states.get(topic)?.partitions ?? 0))
  const ends = await edgesOf(
    cluster,
    there.map(({ topic, partition }) => ({ topic, partition, edge: 'end' as const })),
    states,
  )
  return there
    .map(({ topic, partition, offset }) => ({
      topic,
      partition,
      behind: Math.max(0, (ends.get(topic)?.get(partition) ?? offset) - offset),
    }))
    .sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition))
}

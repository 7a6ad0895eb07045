import type { Cluster, TopicState } from './cluster.ts'
import { BrokerRefusal, CODE, checkCode } from './failures.ts'

const EARLIEST = -2
const LATEST = -1
const NOT_COMMITTED = -1

/** A number for each partition of some topics. */
export type ByPartition = ReadonlyMap<string, ReadonlyMap<number, number>>

export type Edge = 'beginning' | 'end'

/** The offsets at the given edge of each partition. */
export async function edgesOf(
  cluster: Pick<Cluster, 'call'>,
  wanted: readonly { readonly topic: string; readonly partition: number; readonly edge: Edge }[],
  states: ReadonlyMap<string, TopicState>,
): Promise<ByPartition> {
  const byNode = Map.groupBy(wanted, ({ topic, partition }) => {
    const leader = states.get(topic)?.leaders.get(partition)
    if (leader === undefined) throw new BrokerRefusal(CODE.LEADER_NOT_AVAILABLE, `${topic}/${partition}`)
    return leader
  })
  const answers = await Promise.all(
    [...byNode].map(async ([node, led]) => {
      const byTopic = Map.groupBy(led, ({ topic }) => topic)
      const { responses } = await cluster.call(node, 'control', 'ListOffsets', {
        topics: [...byTopic].map(([topic, asked]) => ({
          topic,
          partitions: asked.map(({ partition, edge }) => ({ partition, timestamp: edge === 'beginning' ? EARLIEST : LATEST })),
        })),
      })
      return responses
    }),
  )
  return offsetsIn(answers.flat())
}

/** What the group has committed; partitions without it are missing. No topics: all that it has committed. */
export async function committedOffsets(
  cluster: Pick<Cluster, 'call'>,
  coordinator: number,
  group: string,
  partitionsOf: ReadonlyMap<string, readonly number[]>,
): Promise<ByPartition> {
  const topics = [...partitionsOf].map(([topic, partitions]) => ({ topic, partitions: partitions.map((partition) => ({ partition })) }))
  const { errorCode, responses } = await cluster.call(coordinator, 'control', 'OffsetFetch', { groupId: group, topics })
  checkCode(errorCode, `the offsets of group ${group}`)
  return offsetsIn(responses)
}

function offsetsIn(
  responses: readonly {
    readonly topic: string
    readonly partitions: readonly { readonly partition: number; readonly offset: string; readonly errorCode: number }[]
  }[],
): ByPartition {
  const offsets = new Map<string, Map<number, number>>()
  for (const { topic, partitions } of responses) {
    for (const { partition, offset, errorCode } of partitions) {
      checkCode(errorCode, `${topic}/${partition}`)
      const known = offsets.get(topic) ?? new Map<number, number>()
      if (Number(offset) !== NOT_COMMITTED) offsets.set(topic, known.set(partition, Number(offset)))
    }
  }
  return offsets
}

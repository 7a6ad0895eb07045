import { type TopicDefinition, TopicDiffers } from '../port.ts'
import { checkTopic } from '../rules.ts'
import { integer } from './columns.ts'
import type { Connection } from './connection.ts'
import { MOST_PARTITIONS_IN_FILE } from './place.ts'

export interface Topic {
  readonly name: string
  readonly compacted: boolean
  /** The file's partition id of each partition number. */
  readonly partitionIds: readonly number[]
}

export interface Topics {
  /** True when partitions were created. Rejects with `TopicDiffers`; then nothing was created. */
  define(definitions: readonly TopicDefinition[]): Promise<boolean>
  /** To be called inside a read or a transaction of the connection. */
  find(name: string): Topic | undefined
}

export function topicsOf(connection: Connection): Topics {
  const selectTopic = connection.prepare('SELECT partitions, compacted FROM topic WHERE name = ?')
  const selectPartitions = connection.prepare('SELECT id FROM partition WHERE topic = ? ORDER BY number')
  const countPartitions = connection.prepare('SELECT count(*) AS partitions FROM partition')
  const insertTopic = connection.prepare('INSERT INTO topic (name, partitions, compacted) VALUES (?, ?, ?)')
  const insertPartition = connection.prepare('INSERT INTO partition (topic, number) VALUES (?, ?)')
  // A definition never changes, so what was read once stays true.
  const remembered = new Map<string, Topic>()

  function create(definition: TopicDefinition): boolean {
    const { name, partitions, compacted } = definition
    const existing = selectTopic.get(name)
    if (existing !== undefined) {
      const had = { partitions: integer(existing, 'partitions'), compacted: integer(existing, 'compacted') === 1 }
      if (had.partitions === partitions && had.compacted === compacted) return false
      throw new TopicDiffers(
        `topic ${name} exists with ${describe(had)}, asked for with ${describe(definition)}. Neither can change, because the records of a ` +
          'key would lose their order or their history: ask for it as it exists, or give the new topic another name.',
      )
    }
    if (integer(countPartitions.get() ?? {}, 'partitions') + partitions > MOST_PARTITIONS_IN_FILE) {
      throw new RangeError(`topic ${name}: one log file holds at most ${MOST_PARTITIONS_IN_FILE} partitions in all, ask for fewer`)
    }
    insertTopic.run(name, partitions, compacted ? 1 : 0)
    for (let number = 0; number < partitions; number++) insertPartition.run(name, number)
    return true
  }

  return {
    async define(definitions) {
      for (const definition of definitions) checkTopic(definition)
      return connection.transact(() => definitions.map(create).some((created) => created))
    },
    find(name) {
      const topic = remembered.get(name)
      if (topic !== undefined) return topic
      const row = selectTopic.get(name)
      if (row === undefined) return undefined
      const partitionIds = selectPartitions.all(name).map((partition) => integer(partition, 'id'))
      const found = { name, compacted: integer(row, 'compacted') === 1, partitionIds }
      remembered.set(name, found)
      return found
    },
  }
}

const describe = (topic: { partitions: number; compacted: boolean }): string =>
  `${topic.partitions} ${topic.partitions === 1 ? 'partition' : 'partitions'}, ${topic.compacted ? 'compacted' : 'not compacted'}`

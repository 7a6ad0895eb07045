/** A partition of the group and the member that has it so far. */
export interface Assignable {
  readonly partition: number
  readonly topic: string
  readonly assignedTo: string | null
}

export interface AssignableMember {
  readonly id: string
  readonly topics: readonly string[]
}

/**
 * Who reads what: shares as even as the subscriptions allow, moving as few partitions as possible. Members earlier in the
 * list are preferred where shares are equal. Null where no member reads the topic.
 */
export function assign(partitions: readonly Assignable[], members: readonly AssignableMember[]): ReadonlyMap<number, string | null> {
  const shares = new Map(members.map(({ id }) => [id, 0]))
  const shareOf = (id: string) => shares.get(id) ?? 0
  const owners = new Map<number, string | null>()
  const leastBusyReader = (topic: string): string | undefined => {
    const readers = members.filter(({ topics }) => topics.includes(topic))
    return readers.sort((a, b) => shareOf(a.id) - shareOf(b.id))[0]?.id
  }
  const give = (partition: number, id: string | null) => {
    const before = owners.get(partition)
    if (before !== undefined && before !== null) shares.set(before, shareOf(before) - 1)
    if (id !== null) shares.set(id, shareOf(id) + 1)
    owners.set(partition, id)
  }

  for (const { partition, topic, assignedTo } of partitions) {
    const stays = members.some(({ id, topics }) => id === assignedTo && topics.includes(topic))
    give(partition, stays ? assignedTo : null)
  }
  for (const { partition, topic } of partitions) {
    if (owners.get(partition) === null) give(partition, leastBusyReader(topic) ?? null)
  }
  // Each move makes the shares more even, so this ends.
  for (let moved = true; moved; ) {
    moved = false
    for (const { partition, topic } of partitions) {
      const owner = owners.get(partition)
      const reader = leastBusyReader(topic)
      if (owner === undefined || owner === null || reader === undefined || shareOf(owner) - shareOf(reader) < 2) continue
      give(partition, reader)
      moved = true
    }
  }
  return owners
}

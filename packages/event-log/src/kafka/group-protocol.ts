import { AssignerProtocol } from 'kafkajs'
import { type AssignableMember, assign } from '../assignment.ts'

/**
 * What members of a group tell each other through the broker, in the format of Kafka's own consumers, so that its tools show who
 * reads what. What is ours alone lies in the user data.
 */
export const PROTOCOL = 'filature-1'
const VERSION = 0

export interface MemberWish {
  readonly topics: readonly string[]
  readonly from: 'beginning' | 'end'
  /** Topics that did not exist when the member subscribed: all their records are new to it. */
  readonly awaited: readonly string[]
}

/** Offsets at which partitions begin for which the group has committed none, by topic and partition. */
export type Starts = Readonly<Record<string, Readonly<Record<number, number>>>>

export interface Share {
  readonly assigned: ReadonlyMap<string, readonly number[]>
  readonly starts: Starts
  /** Topics that existed when the leader looked. */
  readonly existing: readonly string[]
}

export function encodeWish({ topics, from, awaited }: MemberWish): Buffer {
  return AssignerProtocol.MemberMetadata.encode({
    version: VERSION,
    topics: [...topics],
    userData: Buffer.from(JSON.stringify({ from, awaited })),
  })
}

export function decodeWish(metadata: Buffer): MemberWish {
  const decoded = AssignerProtocol.MemberMetadata.decode(metadata)
  if (decoded === null) throw new Error('a member of the group wishes nothing')
  // Members of this protocol are of this program, and write it with encodeWish.
  const ours = JSON.parse(decoded.userData.toString()) as Pick<MemberWish, 'from' | 'awaited'>
  return { topics: decoded.topics, ...ours }
}

export function encodeShare({ assigned, starts, existing }: Share): Buffer {
  const assignment = Object.fromEntries([...assigned].map(([topic, partitions]) => [topic, [...partitions]]))
  return AssignerProtocol.MemberAssignment.encode({
    version: VERSION,
    assignment,
    userData: Buffer.from(JSON.stringify({ starts, existing })),
  })
}

/** Undefined for a member that the leader did not know of. */
export function decodeShare(assignment: Buffer): Share | undefined {
  const decoded = AssignerProtocol.MemberAssignment.decode(assignment)
  if (decoded === null) return undefined
  // As above, by encodeShare.
  const ours = JSON.parse(decoded.userData.toString()) as Pick<Share, 'starts' | 'existing'>
  return { assigned: new Map(Object.entries(decoded.assignment)), ...ours }
}

/** Who reads what, by member id: even shares. */
export function sharesOf(
  partitionsOf: ReadonlyMap<string, number>,
  members: readonly AssignableMember[],
): ReadonlyMap<string, ReadonlyMap<string, readonly number[]>> {
  const all = [...partitionsOf].flatMap(([topic, partitions]) => Array.from({ length: partitions }, (_, number) => ({ topic, number })))
  const owners = assign(
    all.map(({ topic }, partition) => ({ partition, topic, assignedTo: null })),
    // Sorted, so that the same members get the same shares again.
    [...members].sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
  const shares = new Map<string, Map<string, number[]>>(members.map(({ id }) => [id, new Map()]))
  for (const [partition, { topic, number }] of all.entries()) {
    const share = shares.get(owners.get(partition) ?? '')
    if (share !== undefined) share.set(topic, [...(share.get(topic) ?? []), number])
  }
  return shares
}

import { assign } from '../assignment.ts'
import { integer, type Row, text, textOrNull } from './columns.ts'
import type { Connection } from './connection.ts'
import { hasEnded, type ProcessIdentity } from './process-identity.ts'
import type { PartitionName } from './reader.ts'

/** How exact a group's last sign of life is, in milliseconds; coarse, so that an idle log writes next to nothing. */
const SEEN_EVERY_MS = 3_600_000

/** A member of a group, as the file knows it. */
export interface Member {
  readonly id: string
  readonly group: string
  readonly topics: readonly string[]
  readonly from: 'beginning' | 'end'
  readonly leaseMs: number
}

/** A partition that the member is to read, or still holds. */
export interface Claim {
  readonly partition: PartitionName
  /** Offset of the next record for the group. */
  readonly committed: number
  /** Raised whenever the holder changes: what a commit must name. */
  readonly generation: number
  readonly assigned: boolean
  readonly held: boolean
}

export interface Settlement {
  readonly claims: readonly Claim[]
  /** The group's other members have to settle, too. */
  readonly othersConcerned: boolean
}

export interface Groups {
  /**
   * Joins if need be, removes members that are gone, hands over what is assigned to others and not being read, and takes
   * what is assigned to the member and free. `reading`: partition ids whose handler is at work, which are neither handed
   * over nor taken anew. `first`: the member was never in the group, so `from` counts for partitions new to the group.
   */
  settle(member: Member, reading: ReadonlySet<number>, first: boolean): Promise<Settlement>
  /** Gives up all claims and the membership. */
  leave(member: Member): Promise<void>
  /** Prolongs the leases; returns the members that the group has given up meanwhile. */
  beat(members: readonly Member[]): Promise<readonly Member[]>
  /** Those of the groups that have members who are gone. */
  withGoneMembers(groups: readonly string[]): Promise<ReadonlySet<string>>
  /** Changes whenever the group's members have to settle. */
  epochOf(group: string): number
  /** Forgets groups without a sign of a member for so long. */
  forgetUnused(retentionMs: number): Promise<void>
}

export function groupsOf(connection: Connection, here: ProcessIdentity): Groups {
  const sql = statements(connection)
  const asText = JSON.stringify(here)

  /** Leases are wall-clock time, the only one that processes share; a jump of the clock costs repeats, never a loss. */
  const isGone = (row: Row): boolean => integer(row, 'expires_at') <= Date.now() || hasEnded(identityIn(row), here)

  function distribute(group: string): void {
    const members = sql.membersOf.all(group).map((row) => ({ id: text(row, 'id'), topics: topicsIn(row) }))
    const claims = sql.assignedIn
      .all(group)
      .map((row) => ({ partition: integer(row, 'partition'), topic: text(row, 'topic'), assignedTo: textOrNull(row, 'assigned_to') }))
    const owners = assign(claims, members)
    for (const { partition, assignedTo } of claims) {
      const owner = owners.get(partition) ?? null
      if (owner !== assignedTo) sql.assign.run(owner, group, partition)
    }
  }

  function join(member: Member): void {
    sql.seen.run(member.group, Date.now())
    sql.insertMember.run(member.id, member.group, JSON.stringify(member.topics), asText, Date.now() + member.leaseMs)
  }

  function expel(group: string): boolean {
    const gone = sql.membersOf.all(group).filter(isGone)
    for (const row of gone) {
      sql.freeAll.run(group, text(row, 'id'))
      sql.deleteMember.run(text(row, 'id'))
    }
    return gone.length > 0
  }

  function claimNewPartitions({ group, topics, from }: Member, first: boolean): boolean {
    // A partition that appears while the group has members is new as a whole, wherever the group began.
    const statement = first && from === 'end' ? sql.claimFromEnd : sql.claimFromBeginning
    return topics.map((topic) => Number(statement.run(group, topic).changes)).some((created) => created > 0)
  }

  function claimsOf({ id, group }: Member): readonly Claim[] {
    return sql.claimsOf.all(group, id, id).map((row) => ({
      partition: { id: integer(row, 'partition'), topic: text(row, 'topic'), number: integer(row, 'number') },
      committed: integer(row, 'committed'),
      generation: integer(row, 'generation'),
      assigned: row['assigned_to'] === id,
      held: row['held_by'] === id,
    }))
  }

  function settle(member: Member, reading: ReadonlySet<number>, first: boolean): Settlement {
    const { id, group } = member
    const joins = sql.prolong.run(Date.now() + member.leaseMs, id).changes === 0
    if (joins) join(member)
    const expelled = expel(group)
    const claimed = claimNewPartitions(member, first)
    if (joins || expelled || claimed) distribute(group)
    let handedOver = false
    const free = new Set(sql.free.all(group, id).map((row) => integer(row, 'partition')))
    for (const { partition, assigned, held } of claimsOf(member)) {
      if (reading.has(partition.id)) continue
      if (held && !assigned) {
        sql.release.run(group, partition.id, id)
        handedOver = true
      }
      if (assigned && free.has(partition.id)) sql.take.run(id, group, partition.id)
    }
    const othersConcerned = joins || expelled || claimed || handedOver
    if (othersConcerned) sql.raiseEpoch.run(group)
    return { claims: claimsOf(member), othersConcerned }
  }

  return {
    settle: (member, reading, first) => connection.transact(() => settle(member, reading, first)),
    leave: ({ id, group }) =>
      connection.transact(() => {
        sql.freeAll.run(group, id)
        sql.deleteMember.run(id)
        sql.seen.run(group, Date.now())
        distribute(group)
        sql.raiseEpoch.run(group)
      }),
    beat: (members) =>
      connection.transact(() => {
        for (const { group } of members) sql.seenAgain.run(Date.now(), group, Date.now() - SEEN_EVERY_MS)
        return members.filter(({ id, leaseMs }) => sql.prolong.run(Date.now() + leaseMs, id).changes === 0)
      }),
    withGoneMembers: (groups) => connection.read(() => new Set(groups.filter((group) => sql.membersOf.all(group).some(isGone)))),
    epochOf: (group) => {
      const row = sql.epoch.get(group)
      return row === undefined ? 0 : integer(row, 'epoch')
    },
    forgetUnused: (retentionMs) =>
      connection.transact(() => {
        for (const row of sql.unseenSince.all(Date.now() - retentionMs)) {
          const group = text(row, 'name')
          for (const statement of [sql.deleteClaims, sql.deleteMembers, sql.deleteGroup]) statement.run(group)
        }
      }),
  }
}

const statements = (connection: Connection) => ({
  prolong: connection.prepare('UPDATE member SET expires_at = ? WHERE id = ?'),
  insertMember: connection.prepare('INSERT INTO member (id, consumer_group, topics, process, expires_at) VALUES (?, ?, ?, ?, ?)'),
  deleteMember: connection.prepare('DELETE FROM member WHERE id = ?'),
  membersOf: connection.prepare('SELECT * FROM member WHERE consumer_group = ? ORDER BY joined'),
  seen: connection.prepare(
    'INSERT INTO consumer_group (name, seen_at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at',
  ),
  seenAgain: connection.prepare('UPDATE consumer_group SET seen_at = ? WHERE name = ? AND seen_at < ?'),
  epoch: connection.prepare('SELECT epoch FROM consumer_group WHERE name = ?'),
  raiseEpoch: connection.prepare('UPDATE consumer_group SET epoch = epoch + 1 WHERE name = ?'),
  claimFromBeginning: connection.prepare(
    `INSERT INTO claim (consumer_group, partition, committed) SELECT ?, id, 0 FROM partition WHERE topic = ? ON CONFLICT DO NOTHING`,
  ),
  claimFromEnd: connection.prepare(
    `INSERT INTO claim (consumer_group, partition, committed) SELECT ?, id, next_offset FROM partition WHERE topic = ? ON CONFLICT DO NOTHING`,
  ),
  assignedIn: connection.prepare(
    `SELECT partition, topic, assigned_to FROM claim JOIN partition ON partition.id = claim.partition
     WHERE consumer_group = ? ORDER BY partition`,
  ),
  assign: connection.prepare('UPDATE claim SET assigned_to = ? WHERE consumer_group = ? AND partition = ?'),
  free: connection.prepare('SELECT partition FROM claim WHERE consumer_group = ? AND assigned_to = ? AND held_by IS NULL'),
  take: connection.prepare('UPDATE claim SET held_by = ?, generation = generation + 1 WHERE consumer_group = ? AND partition = ?'),
  release: connection.prepare(
    'UPDATE claim SET held_by = NULL, generation = generation + 1 WHERE consumer_group = ? AND partition = ? AND held_by = ?',
  ),
  freeAll: connection.prepare('UPDATE claim SET held_by = NULL, generation = generation + 1 WHERE consumer_group = ? AND held_by = ?'),
  claimsOf: connection.prepare(
    `SELECT claim.*, topic, number FROM claim JOIN partition ON partition.id = claim.partition
     WHERE consumer_group = ? AND (assigned_to = ? OR held_by = ?) ORDER BY partition`,
  ),
  unseenSince: connection.prepare('SELECT name FROM consumer_group WHERE seen_at < ?'),
  deleteClaims: connection.prepare('DELETE FROM claim WHERE consumer_group = ?'),
  deleteMembers: connection.prepare('DELETE FROM member WHERE consumer_group = ?'),
  deleteGroup: connection.prepare('DELETE FROM consumer_group WHERE name = ?'),
})

// Both columns are written by `join` alone, from exactly these types.
const topicsIn = (row: Row) => JSON.parse(text(row, 'topics')) as readonly string[]
const identityIn = (row: Row) => JSON.parse(text(row, 'process')) as ProcessIdentity

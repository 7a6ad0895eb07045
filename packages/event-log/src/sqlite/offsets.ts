import { gather } from '@filature/kernel/gathering'
import type { Connection } from './connection.ts'

export interface OffsetCommit {
  readonly group: string
  readonly partition: number
  readonly member: string
  readonly generation: number
  /** Offset of the next record for the group. */
  readonly next: number
}

export interface Offsets {
  /** False when the partition has another holder by now; then nothing was written. */
  commit(commit: OffsetCommit): Promise<boolean>
}

/** Commits of all groups and partitions of one turn share a transaction. Not synced to disk: losing one only causes a repeat. */
export function offsetsOf(connection: Connection): Offsets {
  const update = connection.prepare(
    'UPDATE claim SET committed = ? WHERE consumer_group = ? AND partition = ? AND held_by = ? AND generation = ?',
  )
  const commits = gather<OffsetCommit, boolean>({
    weigh: () => 1,
    most: 1_000,
    apply: (together) =>
      connection.transact(() =>
        together.map(
          ({ next, group, partition, member, generation }) => update.run(next, group, partition, member, generation).changes === 1,
        ),
      ),
  })
  return { commit: commits.add }
}

import { gather } from '@filature/kernel/gathering'
import type { BatchHandler, Warn } from '../port.ts'
import type { Cluster } from './cluster.ts'
import { type Delivery, deliver } from './delivery.ts'
import { CODE, checkCode } from './failures.ts'
import { fetchFor } from './fetching.ts'
import type { Share } from './group-protocol.ts'
import { leaseOf } from './lease.ts'
import type { Member, OffsetToCommit } from './member.ts'
import { type Pauses, pauseUnless } from './patience.ts'
import type { ByPartition } from './positions.ts'

export interface TenureTuning {
  readonly sessionMs: number
  readonly heartbeatMs: number
  readonly fetchWaitMs: number
  readonly topicPollMs: number
  readonly retry: Pauses
  readonly warn: Warn
}

export interface TenureParts {
  readonly cluster: Cluster
  readonly member: Member
  readonly group: string
  readonly topics: readonly string[]
  readonly share: Share
  readonly batch: number
  readonly handler: BatchHandler
  readonly tuning: TenureTuning
  /** The subscription has been stopped. */
  readonly giveUp: AbortSignal
}

/** From one division of the group's partitions to the next: what the member has, delivered. */
export interface Tenure {
  /** Resolves when the group has to divide anew, or counts on this member no longer. */
  readonly over: Promise<void>
  /**
   * Ends after the batches in hand, which are committed if that is possible within so many milliseconds; the group waits
   * meanwhile. Rejects when a batch could not be committed.
   */
  end(commitForMs: number): Promise<void>
}

const MOST_COMMITS_TOGETHER = 1_000
/** How often a member looks whether the others have begun, in milliseconds. */
const LOOK_AGAIN_MS = 20
const GONE: ReadonlySet<number> = new Set([CODE.UNKNOWN_MEMBER, CODE.ILLEGAL_GENERATION])

/** Rejects when the member cannot begin; then it has to join again. */
export async function beginTenure(parts: TenureParts): Promise<Tenure> {
  const { cluster, member, group, topics, share, batch, handler, tuning, giveUp } = parts
  const { warn } = tuning
  const over = Promise.withResolvers<void>()
  const finished = new AbortController()
  const places = placesIn(share, await positionsOf(member, group, share, giveUp))
  const lease = leaseOf({
    member,
    group,
    sessionMs: tuning.sessionMs,
    everyMs: tuning.heartbeatMs,
    finished: finished.signal,
    warn,
    onChange: over.resolve,
  })

  const commits = gather<OffsetToCommit, number>({
    weigh: () => 1,
    most: MOST_COMMITS_TOGETHER,
    apply: (offsets) => member.commit(offsets),
  })

  async function commit(offset: OffsetToCommit): Promise<boolean> {
    if (lease.isLost()) return false
    const code = await commits.add(offset)
    if (GONE.has(code)) {
      lease.lose()
      return false
    }
    checkCode(code, `${offset.topic}/${offset.partition}`)
    return true
  }

  const deliveries: readonly Delivery[] = places.map(({ topic, partition, offset }) =>
    deliver({
      ...{ group, topic, partition, start: offset, batch, handler, warn, retry: tuning.retry },
      holds: lease.holds,
      commit: (next) => commit({ topic, partition, offset: next }),
      onRoom: () => fetching.look(),
    }),
  )
  const fetching = fetchFor({ cluster, group, deliveries, waitMs: tuning.fetchWaitMs, warn })
  const awaited = topics.filter((topic) => !share.existing.includes(topic))

  /** Topics may be defined after they were subscribed to. */
  async function watchForTopics(): Promise<void> {
    while (awaited.length > 0 && !finished.signal.aborted) {
      await pauseUnless(finished.signal, tuning.topicPollMs)
      try {
        if (!finished.signal.aborted && (await cluster.topics(awaited)).size > 0) return over.resolve()
      } catch {
        // The brokers are away: the lease tells of it.
      }
    }
  }

  const living = Promise.all([lease.keep(), watchForTopics()])
  let ending: Promise<void> | undefined

  async function end(): Promise<void> {
    fetching.end()
    const ends = await Promise.allSettled(deliveries.map(({ ended }) => ended))
    finished.abort()
    await living
    for (const outcome of ends) if (outcome.status === 'rejected') throw outcome.reason
  }

  return {
    over: over.promise,
    end(commitForMs) {
      for (const delivery of deliveries) delivery.end(commitForMs)
      ending ??= end()
      return ending
    },
  }
}

/**
 * The group's committed offsets. Where it has none, the start that the leader found is committed by the member that begins there,
 * and by nobody else, who might be slower and send the group back. Nobody begins before all have done so: a later division, by
 * another leader, then begins no later.
 */
async function positionsOf(member: Member, group: string, { assigned, starts }: Share, giveUp: AbortSignal): Promise<ByPartition> {
  const wanted = new Map(assigned)
  for (const [topic, offsets] of Object.entries(starts)) {
    wanted.set(topic, [...new Set([...(assigned.get(topic) ?? []), ...Object.keys(offsets).map(Number)])])
  }
  while (true) {
    const committed = await member.committed(wanted)
    const missing = Object.entries(starts).flatMap(([topic, offsets]) =>
      Object.entries(offsets)
        .map(([partition, offset]) => ({ topic, partition: Number(partition), offset }))
        .filter(({ partition }) => committed.get(topic)?.has(partition) !== true),
    )
    if (missing.length === 0) return committed
    const own = missing.filter(({ topic, partition }) => assigned.get(topic)?.includes(partition) === true)
    if (own.length > 0) {
      for (const code of await member.commit(own)) checkCode(code, `the first offsets of group ${group}`)
    } else {
      await pauseUnless(giveUp, LOOK_AGAIN_MS)
      giveUp.throwIfAborted()
      // Without those who have died meanwhile, the group divides anew.
      checkCode(await member.beat(), `group ${group} waits for all its members to begin`)
    }
  }
}

function placesIn({ assigned }: Share, committed: ByPartition): readonly OffsetToCommit[] {
  return [...assigned].flatMap(([topic, partitions]) =>
    partitions.map((partition) => {
      const offset = committed.get(topic)?.get(partition)
      if (offset === undefined) throw new Error(`${topic}/${partition} was assigned without an offset to begin at`)
      return { topic, partition, offset }
    }),
  )
}

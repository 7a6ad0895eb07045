import type { Apis, PartitionsOf } from './apis.ts'
import type { Cluster, Lane, TopicState } from './cluster.ts'
import { ANSWER_MS } from './cluster.ts'
import { CODE, checkCode } from './failures.ts'
import {
  decodeShare,
  decodeWish,
  encodeShare,
  encodeWish,
  type MemberWish,
  PROTOCOL,
  type Share,
  type Starts,
  sharesOf,
} from './group-protocol.ts'
import { committedOffsets, edgesOf } from './positions.ts'

export interface MemberTuning {
  /** After so many milliseconds without a sign, the broker takes the member for dead. */
  readonly sessionMs: number
  /** How long the group waits for a member whose batch in hand takes its time, in milliseconds. */
  readonly handoverMs: number
}

/** One member of a consumer group, as the group's coordinator knows it. */
export interface Member {
  /** Joins, or joins again, and gets a share of the partitions. Rejects when that is not possible now, and once given up. */
  join(wish: MemberWish, giveUp: AbortSignal): Promise<Share>
  /** A sign of life: the answer's error code. */
  beat(): Promise<number>
  /** Error code of each partition, in the order given. */
  commit(offsets: readonly OffsetToCommit[]): Promise<readonly number[]>
  committed(partitionsOf: ReadonlyMap<string, readonly number[]>): ReturnType<typeof committedOffsets>
  /** Lets the group know that it goes. */
  leave(): Promise<void>
}

export interface OffsetToCommit {
  readonly topic: string
  readonly partition: number
  /** Of the next record to be read. */
  readonly offset: number
}

/** The network's share of a request that waits for others, in milliseconds. */
const NETWORK_MS = 5_000

export function memberOf(cluster: Cluster, group: string, { sessionMs, handoverMs }: MemberTuning): Member {
  let memberId = ''
  let generation = -1
  let coordinator: number | undefined

  async function ask<Api extends keyof Apis>(lane: Lane, api: Api, request: Apis[Api]['request'], timeoutMs = ANSWER_MS) {
    coordinator ??= await cluster.coordinatorOf(group)
    try {
      return await cluster.call(coordinator, lane, api, request, timeoutMs)
    } catch (error) {
      coordinator = undefined
      throw error
    }
  }

  /** Another node may keep the group now. */
  function heed(code: number): number {
    if (code === CODE.NOT_COORDINATOR || code === CODE.COORDINATOR_NOT_AVAILABLE) coordinator = undefined
    if (code === CODE.UNKNOWN_MEMBER) memberId = ''
    return code
  }

  const membership = () => ({ groupId: group, groupGenerationId: generation, memberId })

  /** Asks what is answered only when others have done their part. */
  async function askAmongOthers<Api extends 'JoinGroup' | 'SyncGroup'>(giveUp: AbortSignal, api: Api, request: () => Apis[Api]['request']) {
    coordinator ??= await cluster.coordinatorOf(group)
    // Who gives up hangs up; what is asked after that would be waited for.
    giveUp.throwIfAborted()
    return ask('join', api, request(), handoverMs + NETWORK_MS)
  }

  async function enter(wish: MemberWish, giveUp: AbortSignal): Promise<Apis['JoinGroup']['response']> {
    const groupProtocols = [{ name: PROTOCOL, metadata: encodeWish(wish) }]
    const request = () => ({
      ...({ groupId: group, memberId, protocolType: 'consumer', groupProtocols } as const),
      ...{ sessionTimeout: sessionMs, rebalanceTimeout: handoverMs },
    })
    while (true) {
      const wasKnown = memberId !== ''
      const answer = await askAmongOthers(giveUp, 'JoinGroup', request)
      const code = heed(answer.errorCode)
      if (code === CODE.MEMBER_ID_REQUIRED) memberId = answer.memberId
      else if (code !== CODE.UNKNOWN_MEMBER || !wasKnown) {
        checkCode(code, `joining group ${group}`)
        memberId = answer.memberId
        generation = answer.generationId
        return answer
      }
    }
  }

  /** The leader's part: everybody's share. */
  async function divide(members: Apis['JoinGroup']['response']['members']) {
    const wishes = members.map(({ memberId: id, memberMetadata }) => ({ id, ...decodeWish(memberMetadata) }))
    const states = await cluster.topics([...new Set(wishes.flatMap(({ topics }) => topics))])
    const existing = [...states.keys()]
    const starts = await startsOf(wishes, states)
    const shares = sharesOf(new Map([...states].map(([topic, { partitions }]) => [topic, partitions])), wishes)
    return [...shares].map(([id, assigned]) => ({ memberId: id, memberAssignment: encodeShare({ assigned, starts, existing }) }))
  }

  async function startsOf(wishes: readonly MemberWish[], states: ReadonlyMap<string, TopicState>): Promise<Starts> {
    const all = new Map(
      [...states].map(([topic, { partitions }]) => [topic, Array.from({ length: partitions }, (_, partition) => partition)]),
    )
    const committed = await member.committed(all)
    const missing = [...all].flatMap(([topic, partitions]) => {
      const readers = wishes.filter(({ topics }) => topics.includes(topic))
      const isFromBeginning = readers.some(({ from, awaited }) => from === 'beginning' || awaited.includes(topic))
      const edge = isFromBeginning ? ('beginning' as const) : ('end' as const)
      return partitions
        .filter((partition) => committed.get(topic)?.has(partition) !== true)
        .map((partition) => ({ topic, partition, edge }))
    })
    const edges = await edgesOf(cluster, missing, states)
    return Object.fromEntries([...edges].map(([topic, offsets]) => [topic, Object.fromEntries(offsets)]))
  }

  const member: Member = {
    async join(wish, giveUp) {
      while (true) {
        const entered = await enter(wish, giveUp)
        const groupAssignment = entered.leaderId === memberId ? await divide(entered.members) : []
        const request = () => ({ groupId: group, generationId: generation, memberId, groupAssignment })
        const { errorCode, memberAssignment } = await askAmongOthers(giveUp, 'SyncGroup', request)
        const code = heed(errorCode)
        // Somebody came or went meanwhile.
        if (code === CODE.REBALANCING || code === CODE.UNKNOWN_MEMBER || code === CODE.ILLEGAL_GENERATION) continue
        checkCode(code, `the share of group ${group}`)
        const share = decodeShare(memberAssignment)
        if (share !== undefined) return share
      }
    },

    async beat() {
      return heed((await ask('control', 'Heartbeat', membership())).errorCode)
    },

    async commit(offsets) {
      const byTopic = Map.groupBy(offsets, ({ topic }) => topic)
      const topics: readonly PartitionsOf<{ readonly partition: number; readonly offset: string }>[] = [...byTopic].map(
        ([topic, partitions]) => ({
          topic,
          partitions: partitions.map(({ partition, offset }) => ({ partition, offset: String(offset) })),
        }),
      )
      const { responses } = await ask('control', 'OffsetCommit', { ...membership(), topics })
      const codes = new Map(
        responses.flatMap(({ topic, partitions }) =>
          partitions.map(({ partition, errorCode }) => [`${topic}/${partition}`, heed(errorCode)]),
        ),
      )
      return offsets.map(({ topic, partition }) => codes.get(`${topic}/${partition}`) ?? CODE.NETWORK_EXCEPTION)
    },

    async committed(partitionsOf) {
      if (partitionsOf.size === 0) return new Map()
      coordinator ??= await cluster.coordinatorOf(group)
      try {
        return await committedOffsets(cluster, coordinator, group, partitionsOf)
      } catch (error) {
        coordinator = undefined
        throw error
      }
    },

    async leave() {
      if (memberId === '') return
      await ask('control', 'LeaveGroup', { groupId: group, memberId })
      memberId = ''
    },
  }
  return member
}

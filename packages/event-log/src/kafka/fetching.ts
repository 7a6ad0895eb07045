import type { Warn } from '../port.ts'
import { createSignal } from '../signal.ts'
import type { Apis, IncomingMessage } from './apis.ts'
import { ANSWER_MS, type Cluster } from './cluster.ts'
import type { Delivery } from './delivery.ts'
import { BrokerRefusal, CODE, checkCode, messageOf } from './failures.ts'
import { BROKER_PAUSES, backoffOf, pauseUnless } from './patience.ts'
import { edgesOf } from './positions.ts'
import { type Trouble, troubleWith } from './trouble.ts'

/** Bytes of one answer and of each partition in it. More would keep the process busy with decoding for long. */
const MOST_BYTES = 1_000_000
const MOST_BYTES_OF_PARTITION = 250_000
/** First wait for other partitions while one has no room, in milliseconds: it has some again soon. */
const SHORT_WAIT_MS = 5

export type FetchedDelivery = Pick<Delivery, 'topic' | 'partition' | 'position' | 'wantsMore' | 'take'>
export type FetchingCluster = Pick<Cluster, 'topics' | 'call' | 'hangUp'>

export interface FetchingParts {
  readonly cluster: FetchingCluster
  readonly group: string
  readonly deliveries: readonly FetchedDelivery[]
  /** How long a broker waits for records when it has none, in milliseconds. */
  readonly waitMs: number
  readonly warn: Warn
}

/** Fetches for all partitions of a member from the nodes that lead them, ahead of their handlers. */
export interface Fetching {
  /** A delivery may have room again. */
  look(): void
  end(): void
}

type FetchedPartition = Apis['Fetch']['response']['responses'][number]['partitions'][number]

const nameOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }) => `${topic}/${partition}`

export function fetchFor({ cluster, group, deliveries, waitMs, warn }: FetchingParts): Fetching {
  const ended = new AbortController()
  const topics = [...new Set(deliveries.map(({ topic }) => topic))]
  const byName = new Map(deliveries.map((delivery) => [nameOf(delivery), delivery]))
  const nodes = new Map<number, ReturnType<typeof createSignal>>()
  let leaders: ReadonlyMap<string, number> = new Map()
  let isLooking = false

  function failed(trouble: Trouble, error: unknown): void {
    if (!ended.signal.aborted) trouble.tell(`group ${group}: records cannot be fetched, trying again: ${messageOf(error)}`, error)
  }

  /** Learns who leads, and sees to it that each leader is asked. */
  async function findLeaders(): Promise<void> {
    const states = await cluster.topics(topics)
    leaders = new Map(
      deliveries.flatMap((delivery) => {
        const leader = states.get(delivery.topic)?.leaders.get(delivery.partition)
        return leader === undefined ? [] : [[nameOf(delivery), leader] as const]
      }),
    )
    for (const node of new Set(leaders.values())) {
      const room = nodes.get(node)
      if (room === undefined) void fetchFrom(node)
      // It may lead more than it did.
      else room.raise()
    }
    const without = deliveries.find((delivery) => !leaders.has(nameOf(delivery)))
    if (without !== undefined) throw new BrokerRefusal(CODE.LEADER_NOT_AVAILABLE, nameOf(without))
  }

  /** Looks until there is a leader for each partition; those that have one are read meanwhile. */
  function lookForLeaders(): void {
    if (isLooking) return
    isLooking = true
    void insistOnLeaders().finally(() => {
      isLooking = false
    })
  }

  async function insistOnLeaders(): Promise<void> {
    const backoff = backoffOf(BROKER_PAUSES)
    const trouble = troubleWith(warn)
    while (!ended.signal.aborted) {
      try {
        return await findLeaders()
      } catch (error) {
        failed(trouble, error)
        await pauseUnless(ended.signal, backoff.next())
      }
    }
  }

  async function fetchFrom(node: number): Promise<void> {
    const room = createSignal()
    nodes.set(node, room)
    const backoff = backoffOf(BROKER_PAUSES)
    const trouble = troubleWith(warn)
    let shortMs = SHORT_WAIT_MS
    /** Partition that is asked for alone, see `stepOver`. */
    let alone: FetchedDelivery | undefined
    while (!ended.signal.aborted) {
      const led = deliveries.filter((delivery) => leaders.get(nameOf(delivery)) === node)
      if (led.length === 0) break
      const wanting = alone === undefined ? led.filter((delivery) => delivery.wantsMore()) : [alone]
      if (wanting.length === 0) {
        await room.wait()
        continue
      }
      const isForAll = wanting.length === led.length
      const longestMs = isForAll ? waitMs : Math.min(shortMs, waitMs)
      try {
        const asked = new Map(wanting.map((delivery) => [nameOf(delivery), delivery.position()]))
        const answer = await ask(node, wanting, longestMs)
        if (ended.signal.aborted) return
        checkCode(answer.errorCode, `node ${node}`)
        const got = spread(answer, asked)
        if (got.fault !== undefined) throw got.fault
        shortMs = got.records > 0 || isForAll ? SHORT_WAIT_MS : shortMs * 2
        alone = stepOver(got.stuck, alone)
        backoff.reset()
        trouble.over()
      } catch (error) {
        alone = undefined
        failed(trouble, error)
        await recover(error)
        lookForLeaders()
        await pauseUnless(ended.signal, backoff.next())
      }
    }
    nodes.delete(node)
  }

  async function ask(node: number, wanting: readonly FetchedDelivery[], longestMs: number) {
    const byTopic = Map.groupBy(wanting, ({ topic }) => topic)
    return cluster.call(
      node,
      'fetch',
      'Fetch',
      {
        ...{ maxWaitTime: longestMs, minBytes: 1, maxBytes: MOST_BYTES, rackId: '' },
        topics: [...byTopic].map(([topic, partitions]) => ({
          topic,
          partitions: partitions.map((delivery) => ({
            partition: delivery.partition,
            fetchOffset: delivery.position(),
            maxBytes: MOST_BYTES_OF_PARTITION,
          })),
        })),
      },
      longestMs + ANSWER_MS,
    )
  }

  /** Hands out what came. */
  function spread(answer: Apis['Fetch']['response'], asked: ReadonlyMap<string, number>) {
    let records = 0
    let fault: FetchTrouble | undefined
    const stuck: FetchedDelivery[] = []
    for (const { topicName, partitions } of answer.responses) {
      for (const fetched of partitions) {
        const delivery = byName.get(`${topicName}/${fetched.partition}`)
        const from = asked.get(`${topicName}/${fetched.partition}`)
        if (delivery === undefined || from === undefined || delivery.position() !== from) continue
        if (fetched.errorCode !== CODE.NONE) fault ??= new FetchTrouble(fetched.errorCode, delivery)
        else if (handOver(delivery, fetched, from)) records += 1
        else if (Number(fetched.lastStableOffset) > from) stuck.push(delivery)
      }
    }
    return { records, fault, stuck }
  }

  /** Offsets of the log that do not fit any more: the broker has removed them. */
  async function recover(error: unknown): Promise<void> {
    if (!(error instanceof FetchTrouble) || error.code !== CODE.OFFSET_OUT_OF_RANGE) return
    const { delivery } = error
    try {
      const states = await cluster.topics([delivery.topic])
      const edges = await edgesOf(cluster, [{ ...pick(delivery), edge: 'beginning' }], states)
      const earliest = edges.get(delivery.topic)?.get(delivery.partition)
      if (earliest === undefined || ended.signal.aborted) return
      warn(`group ${group}, ${nameOf(delivery)}: offset ${delivery.position()} is not in the log any more, going on at ${earliest}`, error)
      delivery.take([], earliest)
    } catch {
      // The next fetch is refused again.
    }
  }

  lookForLeaders()
  return {
    look() {
      for (const room of nodes.values()) room.raise()
    },
    end() {
      ended.abort()
      for (const room of nodes.values()) room.raise()
      cluster.hangUp('fetch')
    },
  }
}

const pick = ({ topic, partition }: FetchedDelivery) => ({ topic, partition })

class FetchTrouble extends BrokerRefusal {
  readonly delivery: FetchedDelivery

  constructor(code: number, delivery: FetchedDelivery) {
    super(code, nameOf(delivery))
    this.delivery = delivery
  }
}

/** True when there was something at or after `from`: a broker gives whole batches, which may begin before it. */
function handOver(delivery: FetchedDelivery, { messages }: FetchedPartition, from: number): boolean {
  const fresh = messages.filter(({ offset }) => Number(offset) >= from)
  const last = fresh.at(-1)
  if (last === undefined) return false
  const records: readonly IncomingMessage[] = fresh.filter(({ isControlRecord }) => isControlRecord !== true)
  delivery.take(records, Number(last.offset) + 1)
  return true
}

/**
 * Compaction leaves batches without a record in them, which the decoder does not tell of. When a partition that has more gives
 * none, it is asked for alone, because the answer may have been full with others; and when it then gives none again, the offset
 * asked for is in such a batch and is stepped over.
 */
function stepOver(stuck: readonly FetchedDelivery[], alone: FetchedDelivery | undefined): FetchedDelivery | undefined {
  const [delivery] = stuck
  if (delivery !== undefined && delivery === alone) delivery.take([], delivery.position() + 1)
  return delivery
}

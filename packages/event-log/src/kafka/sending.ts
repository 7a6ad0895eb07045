import { TopicMissing, type Warn } from '../port.ts'
import { ANSWER_MS, type Cluster } from './cluster.ts'
import { asLogFailure, BrokerRefusal, CODE, isPassingCode, messageOf } from './failures.ts'
import { BROKER_PAUSES, backoffOf, pauseUnless } from './patience.ts'
import type { Batch } from './rounds.ts'
import { newIdentity, type ProducerIdentity } from './sequences.ts'
import type { Topics } from './topics.ts'
import { troubleWith } from './trouble.ts'

/** How long a broker waits for its replicas, in milliseconds. */
const REPLICAS_MS = 2_500

/** The broker has forgotten the producer, or never knew this one: nothing is lost by being a new one. */
const NEEDS_NEW_IDENTITY: ReadonlySet<number> = new Set([CODE.OUT_OF_ORDER_SEQUENCE, CODE.INVALID_PRODUCER_EPOCH, CODE.UNKNOWN_PRODUCER])

export interface SendingParts {
  readonly cluster: Cluster
  readonly topics: Topics
  readonly closing: AbortSignal
  readonly warn: Warn
}

/** Sends one round of batches after the other. */
export interface Sending {
  /**
   * Resolves once it is known of each record whether it is in the log, which its caller is told, or when closing. A batch that
   * brokers may have is sent again until they say so, even when its callers wait no longer: anything else sent to its partition
   * before that could be taken for a repeat of it, or be overtaken by it.
   */
  send(batches: readonly Batch[]): Promise<void>
  /** Why the last attempt failed; undefined when it did not. */
  failure(): unknown
}

export function sendingOf({ cluster, topics, closing, warn }: SendingParts): Sending {
  let identity: ProducerIdentity | undefined
  const trouble = troubleWith(warn)
  let failure: unknown

  function failed(error: unknown): void {
    if (!closing.aborted) trouble.tell(`appended records are not confirmed, trying again: ${messageOf(error)}`, error)
    failure = error
  }

  /** Those that have to be sent again. */
  async function settle(batch: Batch, code: number, by: ProducerIdentity): Promise<readonly Batch[]> {
    const { topic, partition, records } = batch
    if (code === CODE.NONE || code === CODE.DUPLICATE_SEQUENCE) {
      by.advance(topic, partition, records.length)
      for (const { caller } of records) caller.confirm()
      return []
    }
    if (NEEDS_NEW_IDENTITY.has(code)) {
      if (identity === by) identity = undefined
      return [batch]
    }
    const refusal = new BrokerRefusal(code, `${topic}/${partition}`)
    if (isPassingCode(code)) {
      failed(refusal)
      return [batch]
    }
    if (code === CODE.UNKNOWN_TOPIC) return settleUnknown(batch)
    refuse(batch, asLogFailure(refusal, cluster.brokers))
    return []
  }

  /** Unless the topic has been deleted, or made again with fewer partitions, it is only not known there yet. */
  async function settleUnknown(batch: Batch): Promise<readonly Batch[]> {
    const { topic, partition } = batch
    try {
      const state = await topics.find(topic)
      if (state !== undefined && partition < state.partitions) return [batch]
    } catch (error) {
      // Not known, then. It must not reach those who would send the settled batches of the same request again, too.
      failed(error)
      return [batch]
    }
    refuse(batch, new TopicMissing(`topic ${topic} has been deleted`))
    return []
  }

  function refuse({ records }: Batch, reason: unknown): void {
    for (const { caller } of records) caller.refuse(reason)
  }

  async function sendTo(node: number, batches: readonly Batch[], by: ProducerIdentity): Promise<readonly Batch[]> {
    const answer = await cluster.call(
      node,
      'produce',
      'Produce',
      {
        acks: -1,
        timeout: REPLICAS_MS,
        producerId: by.producerId,
        producerEpoch: by.producerEpoch,
        topicData: batches.map(({ topic, partition, records }) => ({
          topic,
          partitions: [{ partition, firstSequence: by.next(topic, partition), messages: records.map(({ message }) => message) }],
        })),
      },
      ANSWER_MS,
    )
    const codes = new Map(
      answer.topics.flatMap(({ topicName, partitions }) =>
        partitions.map(({ partition, errorCode }) => [`${topicName}/${partition}`, errorCode]),
      ),
    )
    const again = await Promise.all(
      batches.map((batch) => settle(batch, codes.get(`${batch.topic}/${batch.partition}`) ?? CODE.NETWORK_EXCEPTION, by)),
    )
    return again.flat()
  }

  async function attempt(batches: readonly Batch[]): Promise<readonly Batch[]> {
    identity ??= await newIdentity(cluster)
    const by = identity
    const byNode = Map.groupBy(batches, ({ topic, partition }) => topics.known(topic)?.leaders.get(partition))
    const again = await Promise.all(
      [...byNode].map(async ([node, led]) => {
        try {
          if (node === undefined)
            throw new BrokerRefusal(CODE.LEADER_NOT_AVAILABLE, led.map(({ topic, partition }) => `${topic}/${partition}`).join(', '))
          return await sendTo(node, led, by)
        } catch (error) {
          failed(error)
          return led
        }
      }),
    )
    return again.flat()
  }

  return {
    failure: () => failure,
    async send(batches) {
      const backoff = backoffOf(BROKER_PAUSES)
      let left = batches
      while (!closing.aborted) {
        try {
          left = await attempt(left)
          if (left.length === 0) {
            failure = undefined
            trouble.over()
            return
          }
          // Leaders may have moved.
          await topics.refresh([...new Set(left.map(({ topic }) => topic))])
        } catch (error) {
          failed(error)
        }
        await pauseUnless(closing, backoff.next())
      }
    },
  }
}

import type { Cluster } from './cluster.ts'
import { checkCode } from './failures.ts'

/** Sequences are 32-bit and begin again at 0 after this many. */
const SEQUENCES = 2 ** 31
const UNUSED_TRANSACTION_MS = 60_000

/**
 * What makes appends idempotent (KIP-98): brokers take the records of a producer only in the order of its sequence in each
 * partition, and once, so a batch that is sent again after a lost answer is neither doubled nor overtaken.
 */
export interface ProducerIdentity {
  readonly producerId: string
  readonly producerEpoch: number
  /** Sequence of the partition's next record. */
  next(topic: string, partition: number): number
  /** So many records of the partition are settled: in the log. */
  advance(topic: string, partition: number, records: number): void
}

export async function newIdentity(cluster: Cluster): Promise<ProducerIdentity> {
  const answer = await cluster.call('any', 'produce', 'InitProducerId', { transactionTimeout: UNUSED_TRANSACTION_MS })
  checkCode(answer.errorCode, 'a producer id')
  const { producerId, producerEpoch } = answer
  const sequences = new Map<string, number>()
  const next = (topic: string, partition: number) => sequences.get(`${topic}/${partition}`) ?? 0
  return {
    producerId,
    producerEpoch,
    next,
    advance(topic, partition, records) {
      sequences.set(`${topic}/${partition}`, (next(topic, partition) + records) % SEQUENCES)
    },
  }
}

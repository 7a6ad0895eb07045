import type { OutgoingMessage } from './apis.ts'

/** A record on its way, for a caller who waits for it. */
export interface Outgoing {
  readonly topic: string
  readonly partition: number
  readonly message: OutgoingMessage
  readonly caller: Caller
}

export interface Caller {
  /** True once it was answered, also with a failure: what it has not sent yet is not sent any more. */
  isAnswered(): boolean
  /** One of its records is in the log. */
  confirm(): void
  refuse(reason: unknown): void
}

/** The records of one partition that are sent together. */
export interface Batch {
  readonly topic: string
  readonly partition: number
  readonly records: readonly Outgoing[]
}

/** Records of one round, and bytes of one batch: below the 1 MiB that brokers take by default, though one record always goes. */
const MOST_RECORDS = 2_000
const MOST_BYTES = 900_000
/** More than attributes and framing of a record take. */
const FRAME_BYTES = 500

/** Takes from the front of the queue, in order, what goes to the brokers together. */
export function takeRound(queue: Outgoing[]): readonly Batch[] {
  const batches = new Map<string, Outgoing[]>()
  const bytes = new Map<string, number>()
  let taken = 0
  let records = 0
  for (const outgoing of queue) {
    if (!outgoing.caller.isAnswered()) {
      const { topic, partition, message } = outgoing
      const name = `${topic}/${partition}`
      const batch = batches.get(name) ?? []
      const size = (bytes.get(name) ?? 0) + message.key.length + (message.value?.length ?? 0) + FRAME_BYTES
      if (records === MOST_RECORDS || (batch.length > 0 && size > MOST_BYTES)) break
      batch.push(outgoing)
      batches.set(name, batch)
      bytes.set(name, size)
      records += 1
    }
    taken += 1
  }
  queue.splice(0, taken)
  return [...batches.values()].flatMap((batch) => {
    const [first] = batch
    return first === undefined ? [] : [{ topic: first.topic, partition: first.partition, records: batch }]
  })
}

import { setImmediate as turnOver } from 'node:timers/promises'
import { partitionOf } from '../partitioner.ts'
import { type LogRecord, LogUnavailable, TopicMissing, type Warn } from '../port.ts'
import type { OutgoingMessage } from './apis.ts'
import type { Cluster } from './cluster.ts'
import { asLogFailure, messageOf, namesOf } from './failures.ts'
import { messageOfRecord } from './message.ts'
import { insistFor } from './patience.ts'
import { type Caller, type Outgoing, takeRound } from './rounds.ts'
import { sendingOf } from './sending.ts'
import type { Topics } from './topics.ts'

export interface Producer {
  append(records: readonly LogRecord[]): Promise<void>
  /** Resolves once every caller has been answered, and sends nothing after that. */
  close(): Promise<void>
}

interface Encoded {
  readonly topic: string
  readonly key: string
  readonly message: OutgoingMessage
}

export interface ProducerParts {
  readonly cluster: Cluster
  readonly topics: Topics
  /** How long a caller waits at most, in milliseconds. */
  readonly refuseAfterMs: number
  readonly warn: Warn
}

/** Appends of many callers go out together, one round at a time, in the order of the calls. */
export function producerOf({ cluster, topics, refuseAfterMs, warn }: ProducerParts): Producer {
  const closing = new AbortController()
  const sending = sendingOf({ cluster, topics, closing: closing.signal, warn })
  let queue: Outgoing[] = []
  const waiting = new Set<Promise<void>>()
  let pumping: Promise<void> | undefined
  let admitting: Promise<void> | undefined
  let isToBeSwept = false

  async function pump(): Promise<void> {
    while (queue.length > 0 && !closing.signal.aborted) {
      // After the I/O callbacks of this turn, so that all who ask in it share a round.
      await turnOver()
      await sending.send(takeRound(queue))
    }
    pumping = undefined
  }

  function callerOf(records: number): { readonly caller: Caller; readonly answer: Promise<void> } {
    const answer = Promise.withResolvers<void>()
    let left = records
    let answered = false
    const settle = (how: () => void) => {
      if (answered) return
      answered = true
      clearTimeout(timer)
      how()
    }
    const refuse = (reason: unknown) => settle(() => answer.reject(reason))
    const timer = setTimeout(() => {
      refuse(tooLate())
      // Once for all that are refused in this turn.
      if (!isToBeSwept) setImmediate(sweep)
      isToBeSwept = true
    }, refuseAfterMs)
    const confirm = () => {
      left -= 1
      if (left === 0) settle(answer.resolve)
    }
    return { caller: { isAnswered: () => answered, confirm, refuse }, answer: answer.promise }
  }

  /** While brokers are away nothing is taken from the queue, and whoever repeats what was refused would fill it for hours. */
  function sweep(): void {
    isToBeSwept = false
    queue = queue.filter(({ caller }) => !caller.isAnswered())
  }

  function tooLate(): LogUnavailable {
    const failure = sending.failure()
    const reason = failure === undefined ? '' : ` (${messageOf(failure)})`
    return new LogUnavailable(
      `Kafka (${namesOf(cluster.brokers)}) did not confirm the records within ${refuseAfterMs / 1_000} s${reason}. Repeat the append; ` +
        'what is in the log twice then is recognised by its id.',
      { cause: failure },
    )
  }

  function enqueue(records: readonly Encoded[], caller: Caller): void {
    for (const { topic, key, message } of records) {
      const partitions = topics.known(topic)?.partitions ?? 1
      queue.push({ topic, partition: partitionOf(key, partitions), message, caller })
    }
    pumping ??= pump()
  }

  /** Asks about the topics that are not known yet, and whether what is to be erased can be. */
  async function admit(records: readonly Encoded[], caller: Caller): Promise<void> {
    for (const topic of new Set(records.map(({ topic }) => topic))) {
      if (topics.known(topic) === undefined && (await topics.find(topic)) === undefined) {
        throw new TopicMissing(`topic ${topic} is not defined: call define before appending to it`)
      }
    }
    for (const { topic, key, message } of records) {
      if (message.value === null && !(await topics.isCompacted(topic))) {
        throw new TypeError(`key ${key}: topic ${topic} is not compacted, so nothing can be erased from it; append an event instead`)
      }
    }
    if (!caller.isAnswered()) enqueue(records, caller)
  }

  /** One call after the other, so that none overtakes one that waits for its topic. */
  function admitInTurn(records: readonly Encoded[], caller: Caller): void {
    const before = admitting ?? Promise.resolve()
    const turn = before.then(async () => {
      if (caller.isAnswered()) return
      await insistFor(refuseAfterMs, cluster.brokers, () => admit(records, caller)).catch((error: unknown) => {
        caller.refuse(asLogFailure(error, cluster.brokers))
      })
    })
    const last = turn.then(() => {
      if (admitting === last) admitting = undefined
    })
    admitting = last
  }

  return {
    async append(records) {
      // Encoded at once, so that a caller who goes on with the object cannot change what is written.
      const encoded = records.map((record) => ({ topic: record.topic, key: record.key, message: messageOfRecord(record) }))
      if (encoded.length === 0) return
      const { caller, answer } = callerOf(encoded.length)
      const isPlain = encoded.every(({ topic, message }) => message.value !== null && topics.known(topic) !== undefined)
      if (admitting === undefined && isPlain) enqueue(encoded, caller)
      else admitInTurn(encoded, caller)
      waiting.add(answer)
      await answer.finally(() => waiting.delete(answer))
    },

    async close() {
      while (waiting.size > 0) await Promise.allSettled([...waiting])
      closing.abort()
      cluster.close()
      await pumping
    },
  }
}

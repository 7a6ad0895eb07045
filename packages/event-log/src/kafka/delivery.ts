import type { BatchHandler, DeliveredRecord, Warn } from '../port.ts'
import { createSignal } from '../signal.ts'
import type { IncomingMessage } from './apis.ts'
import { messageOf } from './failures.ts'
import { recordOfMessage } from './message.ts'
import { BROKER_PAUSES, backoffOf, type Pauses } from './patience.ts'
import { troubleWith } from './trouble.ts'

/** Bytes of one partition that are ahead of its handler: enough for two batches of usual records, in little memory. */
const MOST_BYTES_AHEAD = 4_000_000

const sizeOf = (messages: readonly IncomingMessage[]) => messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)

export interface DeliveryParts {
  readonly group: string
  readonly topic: string
  readonly partition: number
  /** Offset of the first record to be delivered. */
  readonly start: number
  readonly batch: number
  readonly handler: BatchHandler
  readonly retry: Pauses
  readonly warn: Warn
  /** False when the partition may have gone to another member. Rejects when that cannot be known now. */
  holds(): Promise<boolean>
  /** `next`: offset of the next record. False when the partition has gone to another member. */
  commit(next: number): Promise<boolean>
  /** There is room for more records. */
  onRoom(): void
}

/** One partition on its way to one handler, one batch at a time. */
export interface Delivery {
  readonly topic: string
  readonly partition: number
  /** Offset of the next record to be fetched. */
  position(): number
  wantsMore(): boolean
  /** What was fetched from `position` on; `next` is the position after it. */
  take(messages: readonly IncomingMessage[], next: number): void
  /** Ends after the batch in hand. Its commit is tried for so long, in milliseconds. */
  end(commitForMs: number): void
  /** Resolves when the last handler call is over and committed or the partition has gone; rejects when it could not be committed. */
  readonly ended: Promise<void>
}

export function deliver(parts: DeliveryParts): Delivery {
  const { group, topic, partition, start, batch, handler, retry, warn, holds, commit, onRoom } = parts
  const where = `group ${group}, ${topic}/${partition}`
  const signal = createSignal()
  const goesOn = () => !ending
  const trouble = troubleWith(warn)
  let fetched: IncomingMessage[] = []
  let fetchedBytes = 0
  let position = start
  let committed = start
  let ending = false
  let commitUntil = Number.POSITIVE_INFINITY

  async function rest(ms: number, mayGoOn: () => boolean): Promise<void> {
    const until = performance.now() + ms
    while (mayGoOn() && performance.now() < until) await signal.wait(Math.max(1, until - performance.now()))
  }

  /** Tries until it succeeds, as long as it may go on; undefined when it may not. */
  async function insist<T>(
    tell: (error: unknown) => void,
    pauses: Pauses,
    attempt: () => Promise<T>,
    mayGoOn: () => boolean,
  ): Promise<{ readonly value: T } | undefined> {
    const backoff = backoffOf(pauses)
    while (true) {
      try {
        return { value: await attempt() }
      } catch (error) {
        tell(error)
        await rest(backoff.next(), mayGoOn)
        if (!mayGoOn()) return undefined
      }
    }
  }

  /** Of the program's making, so told every time. */
  const tellRefusal = (what: string) => (error: unknown) => warn(`${where}: ${what}, trying again: ${messageOf(error)}`, error)
  const tellTrouble = (what: string) => (error: unknown) => trouble.tell(`${where}: ${what}, trying again: ${messageOf(error)}`, error)

  async function commitUpTo(next: number): Promise<boolean> {
    let failure: unknown
    const attempt = () =>
      commit(next).catch((error: unknown) => {
        failure = error
        throw error
      })
    const mayGoOn = () => !ending || performance.now() < commitUntil
    const outcome = await insist(tellTrouble('offsets could not be committed'), BROKER_PAUSES, attempt, mayGoOn)
    if (outcome === undefined) throw failure
    trouble.over()
    committed = next
    return outcome.value
  }

  /** False when the batch is not to be handled here any more: the partition may go to another member during each pause. */
  async function handle(records: readonly DeliveredRecord[]): Promise<boolean> {
    const backoff = backoffOf(retry)
    const unknown = tellTrouble('it is not known whether the group still counts on this member')
    const refused = tellRefusal(`the handler rejected the batch from offset ${records[0]?.offset}`)
    while (true) {
      const held = await insist(unknown, BROKER_PAUSES, holds, goesOn)
      if (held?.value !== true || ending) return false
      try {
        await handler(records)
        return true
      } catch (error) {
        refused(error)
        await rest(backoff.next(), goesOn)
      }
    }
  }

  async function run(): Promise<void> {
    while (!ending) {
      if (fetched.length === 0) {
        // Compaction and transactions leave offsets without a record.
        if (committed < position && !(await commitUpTo(position))) return
        if (fetched.length === 0) await signal.wait()
        continue
      }
      const messages = fetched.slice(0, batch)
      const decode = async () => messages.map((message) => recordOfMessage(topic, partition, message))
      const records = (await insist(tellRefusal('a record could not be read'), retry, decode, goesOn))?.value
      if (records === undefined || !(await handle(records))) return
      fetched = fetched.slice(messages.length)
      fetchedBytes -= sizeOf(messages)
      onRoom()
      const last = records.at(-1)
      if (last !== undefined && !(await commitUpTo(fetched.length === 0 ? position : Number(last.offset) + 1))) return
    }
  }

  return {
    topic,
    partition,
    position: () => position,
    wantsMore: () => fetched.length < 2 * batch && fetchedBytes < MOST_BYTES_AHEAD,
    take(messages, next) {
      fetched = fetched.concat(messages)
      fetchedBytes += sizeOf(messages)
      position = next
      signal.raise()
    },
    end(commitForMs) {
      ending = true
      commitUntil = Math.min(commitUntil, performance.now() + commitForMs)
      signal.raise()
    },
    ended: run(),
  }
}

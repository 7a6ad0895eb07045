import type { BatchHandler, DeliveredRecord, Warn } from '../port.ts'
import { createSignal } from '../signal.ts'
import type { Ends } from './ends.ts'
import { messageOf } from './failures.ts'
import type { Claim, Member } from './groups.ts'
import type { Offsets } from './offsets.ts'
import type { ReadRecords } from './reader.ts'

/** Pauses after a handler's rejection, in milliseconds: the first, then doubled each time up to the longest. */
export interface RetryPauses {
  readonly firstMs: number
  readonly longestMs: number
}

export interface DeliveryParts {
  readonly member: Member
  readonly claim: Claim
  readonly batch: number
  readonly handler: BatchHandler
  readonly retry: RetryPauses
  readonly read: ReadRecords
  readonly ends: Ends
  readonly offsets: Offsets
  readonly warn: Warn
  /** False when the member may have lost its partitions, so that nothing is delivered to two members needlessly. */
  holdsLease(): Promise<boolean>
}

/** One partition on its way to one handler, one batch at a time. */
export interface Delivery {
  readonly generation: number
  /** Ends after the batch in hand. */
  end(): void
  /** Resolves when the last handler call is over and its offset is committed, or the partition has gone to another member. */
  readonly ended: Promise<void>
}

export function deliver(parts: DeliveryParts): Delivery {
  const { member, claim, batch, handler, retry, read, ends, offsets, warn, holdsLease } = parts
  const { partition, generation } = claim
  const where = `group ${member.group}, ${partition.topic}/${partition.number}`
  const signal = createSignal()
  let ending = false
  let next = claim.committed

  /** Doubling pauses; ended early by `end`. */
  function pauses() {
    let pauseMs = retry.firstMs
    return async () => {
      const until = performance.now() + pauseMs
      pauseMs = Math.min(pauseMs * 2, retry.longestMs)
      while (!ending && performance.now() < until) await signal.wait(until - performance.now())
    }
  }

  /** Tries until it succeeds or the delivery is to end; undefined in the latter case. */
  async function insist<T>(what: string, attempt: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    const pause = pauses()
    while (!ending) {
      try {
        return { value: await attempt() }
      } catch (error) {
        warn(`${where}: ${what}, trying again: ${messageOf(error)}`, error)
        await pause()
      }
    }
    return undefined
  }

  async function handle(records: readonly DeliveredRecord[]): Promise<boolean> {
    const first = records[0]?.offset
    const handled = await insist(`the handler rejected the batch from offset ${first}`, async () => handler(records))
    return handled !== undefined
  }

  /** False when the partition has another holder. Tried once more even when ending: the batch in hand is to be committed. */
  async function commit(): Promise<boolean> {
    const once = () => offsets.commit({ group: member.group, partition: partition.id, member: member.id, generation, next })
    const committed = ending ? { value: await once() } : await insist('offsets could not be committed', once)
    return committed?.value ?? once()
  }

  async function run(): Promise<void> {
    while (!ending) {
      const end = ends.of(partition.id)
      if (next >= end) {
        await signal.wait()
        continue
      }
      const records = await insist('records could not be read', () => read(partition, next, batch))
      const last = records?.value.at(-1)
      if (records === undefined) return
      if (last === undefined) {
        // Compaction took everything up to the end that was known.
        next = end
        continue
      }
      if (!(await holdsLease()) || ending) return
      if (!(await handle(records.value))) return
      next = Number(last.offset) + 1
      if (!(await commit())) return
    }
  }

  const forget = ends.watch(partition.id, signal.raise)
  const ended = run().finally(forget)
  return {
    generation,
    end() {
      ending = true
      signal.raise()
    },
    ended,
  }
}

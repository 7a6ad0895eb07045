import { setTimeout as pause } from 'node:timers/promises'
import type { BatchHandler, DeliveredRecord, EventLog, Subscription } from '@filature/event-log/port'
import { LogUnavailable } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'
import type { Store } from '@filature/store/port'
import { StoreUnavailable } from '@filature/store/port'
import { type DeadLetters, deadLetters } from './dead-letters.ts'

/** Thrown by a handler when the reason will pass (a command was answered `busy`): the event is tried again, for ever. */
export class TryAgain extends Error {
  override readonly name = 'TryAgain'
}

export interface ConsumerOptions {
  readonly store: Store
  readonly log: EventLog
  /** `materials.holds`: the group, and the name in the dead letters. */
  readonly group: string
  readonly topics: readonly string[]
  readonly from?: 'beginning' | 'end'
  /** Topic that poison events are copied to. */
  readonly deadLetterTopic: string
  /** Pauses between tries of one event before it counts as poison, in milliseconds; default 50, 200, 1 000. */
  readonly retryPausesMs?: readonly number[]
  /**
   * Handles events of one partition in order. `done(n)` tells that the first n are through, so that a failure is laid to
   * the right one. Must be idempotent: every event may come again.
   */
  readonly handle: (events: readonly EventRecord[], done: (count: number) => void) => Promise<void>
  /** Events this consumer does not know are passed over without a word. */
  readonly knows: (type: string) => boolean
  readonly onError?: (error: unknown, event: EventRecord | undefined) => void
}

export interface Consumer {
  readonly group: string
  readonly ready: Promise<void>
  readonly deadLetters: DeadLetters
  stop(): Promise<void>
}

const DEFAULT_PAUSES_MS = [50, 200, 1_000]

/**
 * Delivery with care: a passing fault is tried again with the partition held back; an event that keeps failing is copied
 * to the dead-letter topic and its key is parked, so that nothing of that key is applied out of order until a person
 * replays it; all other keys go on.
 */
export function startConsumer(options: ConsumerOptions): Consumer {
  const letters = deadLetters(options)
  const pauses = options.retryPausesMs ?? DEFAULT_PAUSES_MS

  const handler: BatchHandler = async (records) => {
    const parked = await letters.parkedKeys()
    let rest = records.flatMap((record) => toHandle(record, options.knows))
    if (parked.size > 0) {
      const held = rest.filter((event) => parked.has(event.subject))
      for (const event of held) await letters.park(event, 'an earlier event of this key waits for replay')
      rest = rest.filter((event) => !parked.has(event.subject))
    }
    while (rest.length > 0) {
      const failure = await tryAll(rest)
      if (failure === undefined) return
      const poison = rest[failure.index]
      if (poison === undefined) return
      await letters.park(poison, failure.reason)
      const later = rest.slice(failure.index + 1)
      for (const event of later.filter((event) => event.subject === poison.subject)) await letters.park(event, 'behind a parked event')
      rest = later.filter((event) => event.subject !== poison.subject)
    }
  }

  /** Undefined when all went through; else the first event that cannot be handled. */
  async function tryAll(events: readonly EventRecord[]): Promise<{ index: number; reason: string } | undefined> {
    let through = 0
    for (let attempt = 0; ; attempt += 1) {
      const before = through
      try {
        await options.handle(events.slice(before), (count) => {
          through = before + count
        })
        return undefined
      } catch (error) {
        if (through > before) attempt = 0
        options.onError?.(error, events[through])
        if (isPassingFault(error)) throw error
        const wait = pauses[attempt]
        if (wait === undefined) return { index: through, reason: error instanceof Error ? error.message : String(error) }
        await pause(wait)
      }
    }
  }

  const subscription: Subscription = options.log.subscribe(
    { topics: options.topics, group: options.group, from: options.from ?? 'beginning' },
    handler,
  )
  return { group: options.group, ready: subscription.ready, deadLetters: letters, stop: () => subscription.stop() }
}

function toHandle(record: DeliveredRecord, knows: (type: string) => boolean): EventRecord[] {
  return record.event !== null && knows(record.event.type) ? [record.event] : []
}

function isPassingFault(error: unknown): boolean {
  return error instanceof TryAgain || error instanceof StoreUnavailable || error instanceof LogUnavailable
}

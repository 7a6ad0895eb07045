import { setTimeout as pause } from 'node:timers/promises'
import { systemActor } from '@filature/kernel/actor'
import { systemClock } from '@filature/kernel/clock'
import { openStore } from '@filature/store/open'
import type { Store } from '@filature/store/port'
import type { Answer } from '../answer.ts'
import type { AnyDecider } from '../any-decider.ts'
import { createWritePath } from '../write-path.ts'
import { type StallCommand, stallDecider } from './stall.ts'

/** Parent → child: carry out; child → parent: the answer. */
export interface StallRequest {
  readonly no: number
  readonly aggregateId: string
  readonly actorId: string
  readonly idempotencyKey: string
  readonly command: StallCommand
}
export interface StallReply {
  readonly no: number
  readonly answer: Answer
}

/** Events that are marked as published at a time, like a relay does. */
const MARKED_AT_ONCE = 500
/** How often it is looked whether any wait, in milliseconds. */
const POLL_MS = 20

/**
 * What a relay does to the store while commands come in. Without it events would wait by the ten thousand in a few
 * aggregates, as never in a service whose log takes them.
 */
async function markForEver(store: Store): Promise<never> {
  for (;;) {
    const waiting = await store.pending(MARKED_AT_ONCE)
    await store.published(waiting.map(({ collection, subject, events }) => ({ collection, subject, upTo: events.at(-1)?.sequence ?? 0 })))
    if (waiting.length === 0) await pause(POLL_MS)
  }
}

/** A process of a service, reduced to its write path and the marks of its relay: what the witness kills in the middle of its work. */
async function main(): Promise<void> {
  const store = await openStore(JSON.parse(process.argv[2] ?? '{}'))
  await store.define([{ name: stallDecider.aggregate, indexes: {} }])
  const path = createWritePath({ service: 'suite', store, clock: systemClock })
  process.on('message', async ({ no, aggregateId, actorId, idempotencyKey, command }: StallRequest) => {
    const answer = await path.execute(stallDecider as unknown as AnyDecider, aggregateId, command, {
      actor: systemActor(actorId),
      idempotencyKey,
    })
    process.send?.({ no, answer } satisfies StallReply)
  })
  process.send?.('ready')
  await markForEver(store)
}

await main()

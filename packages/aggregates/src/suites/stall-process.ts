import { systemActor } from '@filature/kernel/actor'
import { systemClock } from '@filature/kernel/clock'
import { openStore } from '@filature/store/open'
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

/** A process of a service, reduced to its write path: what the witness kills in the middle of its work. */
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
}

await main()

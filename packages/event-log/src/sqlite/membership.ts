import { randomUUID } from 'node:crypto'
import { type BatchHandler, LogUnavailable, type SubscribeOptions, type Subscription, type Warn } from '../port.ts'
import { checkSubscription, DEFAULT_BATCH } from '../rules.ts'
import { type Delivery, deliver, type RetryPauses } from './delivery.ts'
import { messageOf } from './failures.ts'
import type { Claim, Member } from './groups.ts'
import type { LocalMember } from './local-member.ts'
import type { LogFile } from './log-file.ts'

export interface MembershipTuning {
  readonly leaseMs: number
  readonly retry: RetryPauses
  readonly warn: Warn
}

/** Pause before a member looks at its group again when the file could not be used, in milliseconds. */
const SETTLE_AGAIN_MS = 500

/** Joins the group and reads what falls to the member until stopped. */
export function subscribeTo(file: LogFile, options: SubscribeOptions, handler: BatchHandler, tuning: MembershipTuning): Subscription {
  checkSubscription(options)
  const { group, from, batch = DEFAULT_BATCH } = options
  const topics = [...new Set(options.topics)]
  const member: Member = { id: randomUUID(), group, topics, from, leaseMs: tuning.leaseMs }
  const deliveries = new Map<number, Delivery>()
  const ready = Promise.withResolvers<void>()
  // Who does not wait for it must not be ended by a stop that came first.
  ready.promise.catch(() => {})
  let leaseUntil = 0
  let hasJoined = false
  let stopped: Promise<void> | undefined
  let commitFailure: unknown
  let wanted = false
  let settling: Promise<void> | undefined

  async function settleOnce(): Promise<void> {
    // Wall-clock time as in the rows, because it goes on while a machine sleeps.
    const asked = Date.now()
    const reading = new Set(deliveries.keys())
    const { claims, othersConcerned } = await file.groups.settle(member, reading, !hasJoined)
    hasJoined = true
    leaseUntil = asked + member.leaseMs
    if (othersConcerned) file.groupChanged(group, local)
    if (stopped !== undefined) return
    const held = new Map(claims.filter((claim) => claim.held).map((claim) => [claim.partition.id, claim]))
    for (const [partition, delivery] of deliveries) {
      const claim = held.get(partition)
      if (claim === undefined || !claim.assigned || claim.generation !== delivery.generation) delivery.end()
    }
    // What was being read then is left for the settling that its end asks for, which knows its last commit.
    for (const claim of held.values()) if (claim.assigned && !reading.has(claim.partition.id)) start(claim)
    if (claims.every((claim) => claim.held || !claim.assigned)) ready.resolve()
  }

  function settle(): void {
    wanted = true
    settling ??= (async () => {
      while (wanted && stopped === undefined) {
        wanted = false
        try {
          await settleOnce()
        } catch (error) {
          tuning.warn(`group ${group}: cannot take part, trying again: ${messageOf(error)}`, error)
          setTimeout(settle, SETTLE_AGAIN_MS)
        }
      }
      settling = undefined
    })()
  }

  function start(claim: Claim): void {
    const partition = claim.partition.id
    const { read, ends, offsets } = file
    const delivery = deliver({ member, claim, batch, handler, read, ends, offsets, holdsLease, retry: tuning.retry, warn: tuning.warn })
    deliveries.set(partition, delivery)
    delivery.ended
      .catch((error: unknown) => {
        // Told to who stops; at any other time the records simply come again.
        if (stopped !== undefined) commitFailure = error
        else tuning.warn(`group ${group}: offsets could not be committed: ${messageOf(error)}`, error)
      })
      .finally(() => {
        deliveries.delete(partition)
        // Hands the partition over, or takes it up again.
        settle()
      })
  }

  /** After a pause of the whole process the lease may be over: then the group is asked before anything is delivered. */
  async function holdsLease(): Promise<boolean> {
    if (Date.now() < leaseUntil) return true
    try {
      const asked = Date.now()
      if ((await file.groups.beat([member])).length > 0) return false
      leaseUntil = asked + member.leaseMs
      return true
    } catch (error) {
      tuning.warn(`group ${group}: the lease could not be prolonged: ${messageOf(error)}`, error)
      return false
    }
  }

  async function stop(): Promise<void> {
    for (const delivery of deliveries.values()) delivery.end()
    await settling
    await Promise.allSettled([...deliveries.values()].map(({ ended }) => ended))
    ready.reject(new LogUnavailable(`group ${group}: the subscription was stopped before it was ready`))
    file.leave(local)
    if (hasJoined) {
      await file.groups.leave(member)
      file.groupChanged(group, local)
    }
    if (commitFailure !== undefined) throw commitFailure
  }

  const local: LocalMember = {
    member,
    settle,
    leaseHolds(until) {
      leaseUntil = until
    },
  }
  file.enter(local)
  settle()
  return {
    ready: ready.promise,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

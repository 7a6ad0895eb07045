import { type BatchHandler, LogUnavailable, type SubscribeOptions, type Subscription } from '../port.ts'
import { checkSubscription, DEFAULT_BATCH } from '../rules.ts'
import type { Cluster } from './cluster.ts'
import { asLogFailure, messageOf } from './failures.ts'
import { type MemberTuning, memberOf } from './member.ts'
import { BROKER_PAUSES, backoffOf, pauseUnless } from './patience.ts'
import { beginTenure, type Tenure, type TenureTuning } from './tenure.ts'
import { troubleWith } from './trouble.ts'

export interface MembershipTuning extends MemberTuning, TenureTuning {
  /** How long who stops it waits for the batches in hand to be committed, in milliseconds. */
  readonly refuseAfterMs: number
}

/** How long a member that goes tries to say so, in milliseconds; the group finds out by itself otherwise. */
const LEAVE_MS = 1_000

/** Joins the group and delivers what falls to the member until stopped, on connections of its own. */
export function subscribeTo(cluster: Cluster, options: SubscribeOptions, handler: BatchHandler, tuning: MembershipTuning): Subscription {
  checkSubscription(options)
  const { group, from, batch = DEFAULT_BATCH } = options
  const topics = [...new Set(options.topics)]
  const member = memberOf(cluster, group, tuning)
  const trouble = troubleWith(tuning.warn)
  const stopping = new AbortController()
  const ready = Promise.withResolvers<void>()
  // Who does not wait for it must not be ended by a stop that came first.
  ready.promise.catch(() => {})
  /** Topics that this member has seen missing. */
  const awaited = new Set<string>()
  const stopAsked = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  let tenure: Tenure | undefined
  let stopped: Promise<void> | undefined
  let commitFailure: unknown

  async function join() {
    const states = await cluster.topics(topics)
    for (const topic of topics) if (!states.has(topic)) awaited.add(topic)
    try {
      return await member.join({ topics, from, awaited: [...awaited] }, stopping.signal)
    } finally {
      cluster.hangUp('join')
    }
  }

  async function serve(): Promise<void> {
    const share = await join()
    if (stopping.signal.aborted) return
    tenure = await beginTenure({ cluster, member, group, topics, share, batch, handler, tuning, giveUp: stopping.signal })
    trouble.over()
    ready.resolve()
    await Promise.race([tenure.over, stopAsked])
    // Others wait for the batches in hand, so there is no end to trying to commit them; a stop sets one.
    await tenure.end(stopping.signal.aborted ? tuning.refuseAfterMs : Number.POSITIVE_INFINITY)
    tenure = undefined
  }

  async function run(): Promise<void> {
    const backoff = backoffOf(BROKER_PAUSES)
    while (!stopping.signal.aborted) {
      try {
        await serve()
        backoff.reset()
      } catch (error) {
        if (stopping.signal.aborted) {
          if (tenure !== undefined) commitFailure = error
          return
        }
        trouble.tell(`group ${group}: cannot take part, trying again: ${messageOf(error)}`, error)
        await pauseUnless(stopping.signal, backoff.next())
      }
    }
  }

  async function stop(): Promise<void> {
    stopping.abort()
    void tenure?.end(tuning.refuseAfterMs).catch(() => {})
    cluster.hangUp('join')
    await running
    ready.reject(new LogUnavailable(`group ${group}: the subscription was stopped before it was ready`))
    const hangUp = setTimeout(() => cluster.close(), LEAVE_MS)
    await member.leave().catch(() => {})
    clearTimeout(hangUp)
    cluster.close()
    if (commitFailure !== undefined) throw asLogFailure(commitFailure, cluster.brokers)
  }

  const running = run()
  return {
    ready: ready.promise,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

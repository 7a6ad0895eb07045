import { setTimeout as pause } from 'node:timers/promises'
import { eventType, topicOf } from '@filature/contracts/events/registry'
import { type RolesChanged, rolesChanged, sessionRevoked, tokenRevoked } from '@filature/contracts/identity/events'
import type { EventLog } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'
import { newId } from '@filature/kernel/ids'
import { type Instant, msOf, parseInstant } from '@filature/kernel/instant'

export interface RightsFeedOptions {
  readonly log: EventLog
  /** Names the service in the log's list of groups, `market`. Each start reads with a group of its own. */
  readonly instance: string
  /** `tokens.learnRights` */
  readonly onRights: (memberId: string, rv: number) => void
  /** `tokens.revokeSession` */
  readonly onSessionRevoked: (sid: string, untilMs: number) => void
  /** For services that keep roles themselves. */
  readonly onRoles?: (change: RolesChanged, at: Instant) => void
}

export interface RightsFeed {
  /** Resolves once everything said before the start has been heard: from then on no lost right is believed. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

const TOPIC = topicOf('identity')
const ROLES_CHANGED = eventType('identity', 'RolesChanged')
const SESSION_REVOKED = eventType('identity', 'SessionRevoked')
const TOKEN_REVOKED = eventType('identity', 'TokenRevoked')
const CATCH_UP_POLL_MS = 10

/**
 * Tells a token check which tokens lost their worth: every process that checks tokens runs one. Each process must hear every
 * event, and what it heard lives in memory, so it reads the whole topic with a new group at each start.
 */
export function startRightsFeed(options: RightsFeedOptions): RightsFeed {
  const { log, onRights, onSessionRevoked } = options
  const group = newId(`rights.${options.instance}.`)

  function hear(event: EventRecord) {
    if (event.type === ROLES_CHANGED) {
      const change = rolesChanged.parse(event.data)
      onRights(change.memberId, change.rv)
      options.onRoles?.(change, event.time)
    } else if (event.type === SESSION_REVOKED) {
      const { sid, until } = sessionRevoked.parse(event.data)
      onSessionRevoked(sid, msOf(parseInstant(until)))
    } else if (event.type === TOKEN_REVOKED) {
      const { tokenId, until } = tokenRevoked.parse(event.data)
      onSessionRevoked(tokenId, msOf(parseInstant(until)))
    }
  }

  let stopped = false
  // A service may start before identity ever did: the topic is then made here, as identity would.
  const subscribing = log.define([{ name: TOPIC, partitions: 8, compacted: false }]).then(() =>
    log.subscribe({ topics: [TOPIC], group, from: 'beginning' }, async (records) => {
      for (const { event } of records) if (event !== null) hear(event)
    }),
  )
  async function caughtUp() {
    await (await subscribing).ready
    while (!stopped && (await log.lag(group)).some(({ behind }) => behind > 0)) await pause(CATCH_UP_POLL_MS)
  }

  return {
    ready: caughtUp(),
    async stop() {
      stopped = true
      await (await subscribing).stop()
    },
  }
}

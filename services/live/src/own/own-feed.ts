import { eventType, topicOf } from '@filature/contracts/events/registry'
import { rolesChanged, sessionRevoked, tokenRevoked } from '@filature/contracts/identity/events'
import type { LiveState } from '@filature/contracts/live/messages'
import type { EventLog, Subscription } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'
import { msOf, parseInstant } from '@filature/kernel/instant'
import type { TokenCheck } from '@filature/service-kit/token-check'
import { ownChangeOf } from './own-changes.ts'

/** Services whose events say something to one person. */
const SOURCES = ['identity', 'market', 'materials', 'notify'] as const

export interface OwnFeedOptions {
  readonly log: EventLog
  /** A group of its own per gateway instance and start. */
  readonly group: string
  readonly tokens: TokenCheck
  readonly changed: (room: string, state: LiveState) => void
  readonly sessionEnded: (sessionId: string) => void
  readonly onError: (error: unknown, where: string) => void
}

/**
 * Tells the rooms of single persons what happens from now on; nothing is kept. Rights that end are learned before a screen
 * hears of it, so that it cannot come back with its old token.
 */
export function startOwnFeed({ log, group, tokens, changed, sessionEnded, onError }: OwnFeedOptions): Subscription {
  function take(event: EventRecord) {
    const ended = endedSessionOf(event)
    if (ended !== undefined) {
      tokens.revokeSession(ended.sid, msOf(parseInstant(ended.until)))
      sessionEnded(ended.sid)
      return
    }
    if (event.type === eventType('identity', 'RolesChanged')) {
      const { memberId, rv } = rolesChanged.parse(event.data)
      tokens.learnRights(memberId, rv)
    }
    const change = ownChangeOf(event)
    if (change === undefined) return
    for (const room of change.rooms) changed(room, change.state)
  }

  return log.subscribe({ topics: SOURCES.map(topicOf), group, from: 'end' }, async (records) => {
    for (const { event } of records) {
      if (event === null) continue
      try {
        take(event)
      } catch (error) {
        // One event that nobody understands must not stop all others; the screens read their own state anyway.
        onError(error, `live: ${event.type} passed over`)
      }
    }
  })
}

/** A session of a person or the use of an access token that is over. */
function endedSessionOf({ type, data }: EventRecord): { readonly sid: string; readonly until: string } | undefined {
  if (type === eventType('identity', 'SessionRevoked')) return sessionRevoked.parse(data)
  if (type !== eventType('identity', 'TokenRevoked')) return undefined
  const { tokenId, until } = tokenRevoked.parse(data)
  return { sid: tokenId, until }
}

import type { NotificationAsked } from '@filature/contracts/notify/events'
import { accept, type Decider, type Decision, type DecisionContext } from '@filature/kernel/decider'
import { earliest, type Instant } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import type { Schedule, Session } from './session.ts'

export type SessionCommand =
  | { readonly type: 'ScheduleSession'; readonly schedule: Schedule }
  | { readonly type: 'CancelSession'; readonly reason: string }
  /** An offer of the producer was listed. */
  | { readonly type: 'MarkListed'; readonly producerId: string }
  /** Tells these members that the sale is open. `part`: which portion of all who are told. */
  | { readonly type: 'TellOpened'; readonly recipients: readonly string[]; readonly part: number }
  | { readonly type: 'Tick' }

export type SessionEvent =
  | { readonly type: 'SessionScheduled'; readonly data: Schedule }
  | { readonly type: 'SessionOpened' | 'SessionClosed'; readonly data: Record<never, never> }
  | { readonly type: 'ProducerListed' | 'ProducerWindowClosed'; readonly data: { readonly producerId: string } }
  | { readonly type: 'SessionCancelled'; readonly data: { readonly reason: string } }
  | { readonly type: 'NotificationAsked'; readonly data: NotificationAsked }

export const sessionDecider: Decider<Session | null, SessionCommand, SessionEvent> = {
  aggregate: 'session',
  initial: null,
  decide: decideSession,
  evolve: evolveSession,
  nextDue: (session) => (session === null ? undefined : dueOf(session)),
  dueCommand: { type: 'Tick' },
  publish: publishSession,
}

/** Refuses: close-before-open, pickup-before-close, wrong-state, not-found. */
function decideSession(session: Session | null, command: SessionCommand, context: DecisionContext): Decision<SessionEvent> {
  if (command.type === 'ScheduleSession') return scheduleSession(session, command.schedule)
  if (session === null) return refuse('not-found')
  switch (command.type) {
    case 'CancelSession':
      return cancelSession(session, command.reason)
    case 'MarkListed': {
      const producer = session.producers.find(({ id }) => id === command.producerId)
      return accept(producer?.state === 'invited' ? [{ type: 'ProducerListed', data: { producerId: command.producerId } }] : [])
    }
    case 'TellOpened':
      return accept([openedNote(session, context.id, command.recipients, command.part)])
    case 'Tick':
      return accept(tick(session, context.now))
  }
}

function scheduleSession(session: Session | null, schedule: Schedule): Decision<SessionEvent> {
  const { opensAt, closesAt, firstPickupAt, producers } = schedule
  // Scheduled already: the same again adds nothing, another sale on that day needs a person.
  if (session !== null) {
    const isSame = session.opensAt === opensAt && session.closesAt === closesAt && session.state !== 'cancelled'
    return isSame ? accept([]) : refuse('wrong-state', { state: session.state, pickupDate: session.pickupDate })
  }
  if (closesAt <= opensAt || producers.some((producer) => producer.closesAt <= opensAt || producer.closesAt > closesAt)) {
    return refuse('close-before-open', { opensAt, closesAt })
  }
  if (firstPickupAt < closesAt) return refuse('pickup-before-close', { closesAt, firstPickupAt })
  return accept([{ type: 'SessionScheduled', data: schedule }])
}

function cancelSession(session: Session, reason: string): Decision<SessionEvent> {
  if (session.state === 'cancelled') return accept([])
  const isAhead = session.state === 'scheduled' || session.state === 'open' || session.state === 'closed'
  return isAhead ? accept([{ type: 'SessionCancelled', data: { reason } }]) : refuse('wrong-state', { state: session.state })
}

/** Everything whose instant has come, in the order of time; after a long stop several at once. */
function tick(session: Session, now: Instant): SessionEvent[] {
  if (session.state !== 'scheduled' && session.state !== 'open') return []
  const events: SessionEvent[] = []
  if (session.state === 'scheduled' && now >= session.opensAt) events.push({ type: 'SessionOpened', data: {} })
  const closing = session.producers
    .filter(({ state, closesAt }) => state !== 'closed' && now >= closesAt)
    .sort((a, b) => (a.closesAt < b.closesAt ? -1 : 1))
  for (const { id } of closing) events.push({ type: 'ProducerWindowClosed', data: { producerId: id } })
  if (now >= session.closesAt) events.push({ type: 'SessionClosed', data: {} })
  return events
}

function dueOf({ state, opensAt, closesAt, producers }: Session): Instant | undefined {
  if (state === 'scheduled') return opensAt
  if (state !== 'open') return undefined
  return earliest(closesAt, ...producers.filter((producer) => producer.state !== 'closed').map((producer) => producer.closesAt))
}

function evolveSession(session: Session | null, event: SessionEvent): Session | null {
  if (event.type === 'SessionScheduled') {
    const producers = event.data.producers.map((producer) => ({ ...producer, state: 'invited' as const }))
    return { ...event.data, producers, state: 'scheduled', reason: null }
  }
  if (session === null) return null
  switch (event.type) {
    case 'SessionOpened':
      return { ...session, state: 'open' }
    case 'SessionClosed':
      return { ...session, state: 'closed' }
    case 'SessionCancelled':
      return { ...session, state: 'cancelled', reason: event.data.reason }
    case 'ProducerListed':
      return withProducer(session, event.data.producerId, 'listed')
    case 'ProducerWindowClosed':
      return withProducer(session, event.data.producerId, 'closed')
    case 'NotificationAsked':
      return session
  }
}

function withProducer(session: Session, producerId: string, state: Session['producers'][number]['state']): Session {
  return { ...session, producers: session.producers.map((producer) => (producer.id === producerId ? { ...producer, state } : producer)) }
}

function openedNote(session: Session, sessionId: string, recipients: readonly string[], part: number): SessionEvent {
  return {
    type: 'NotificationAsked',
    data: {
      key: 'session-opened',
      recipients: [...recipients],
      params: { sessionId, hubName: session.hubName, pickupDate: session.pickupDate, closesAt: session.closesAt },
      dedupeKey: `session-opened/${sessionId}/${part}`,
      expiresAt: session.closesAt,
    },
  }
}

function publishSession(event: SessionEvent, after: Session | null): unknown {
  if (event.type === 'NotificationAsked') return event.data
  if (after === null) throw new Error(`${event.type} without a session`)
  switch (event.type) {
    case 'ProducerListed':
      return { hubId: after.hubId, producerId: event.data.producerId }
    case 'ProducerWindowClosed': {
      const producer = after.producers.find((other) => other.id === event.data.producerId)
      return {
        hubId: after.hubId,
        producerId: event.data.producerId,
        producerName: producer?.name ?? '',
        closesAt: producer?.closesAt ?? after.closesAt,
        pickupDate: after.pickupDate,
      }
    }
    case 'SessionCancelled':
      return { ...facts(after), reason: event.data.reason }
    default:
      return facts(after)
  }
}

function facts(session: Session) {
  const { hubId, hubName, orgId, number, pickupDate, opensAt, closesAt, firstPickupAt, lastPickupAt } = session
  return {
    hubId,
    hubName,
    orgId,
    number,
    pickupDate,
    opensAt,
    closesAt,
    firstPickupAt,
    lastPickupAt,
    points: session.points.map((point) => ({ id: point.id, name: point.name, town: point.town })),
    producers: session.producers.map((producer) => ({ id: producer.id, name: producer.name, closesAt: producer.closesAt })),
  }
}

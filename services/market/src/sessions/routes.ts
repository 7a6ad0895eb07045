import type { marketApi } from '@filature/contracts/market/http'
import type { SessionSummary, SessionView } from '@filature/contracts/market/session'
import type { Instant } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import { askingOf } from '../asking.ts'
import { forbid } from '../forbid.ts'
import { type Market, readState } from '../market.ts'
import { freePlaces, slotBookIdOf } from '../slots/slot-book.ts'
import { scheduleSession } from './schedule.ts'
import { type Session, sessionIdOf, sessionStateAt } from './session.ts'

type SessionRoutes = Pick<
  Handlers<(typeof marketApi)['endpoints']>,
  'GET /sessions' | 'GET /sessions/:id' | 'POST /sessions' | 'POST /sessions/:id/cancel'
>

export const SESSION_INDEXES = {
  byDate: ['pickupDate'],
  byState: ['state', 'pickupDate'],
  byHub: ['hubId', 'pickupDate'],
  byHubState: ['hubId', 'state', 'pickupDate'],
} as const

export function sessionRoutes(market: Market): SessionRoutes {
  async function shown(id: string, now: Instant) {
    const session = await readState(market.sessions, id)
    if (session === undefined) return refuse('not-found')
    const { body, places } = await sessionView(market, id, session.version, session.state, now)
    return { body, version: session.version + places }
  }
  return {
    async 'GET /sessions'({ query, receivedAt }) {
      const { hub, state, from, limit, after } = query
      const page = await market.store.find(market.sessions.name, {
        where: {
          ...(hub !== undefined && { hubId: hub }),
          ...(state !== undefined && { state }),
          ...(from !== undefined && { pickupDate: { from } }),
        },
        orderBy: { field: 'pickupDate', direction: 'asc' },
        limit,
        ...(after !== undefined && { after }),
      })
      // Documents of this collection are sessions: only their decider writes them.
      const items = page.items.map(({ id, version, document }) => summaryOf(id, version, document as Session, receivedAt))
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },
    'GET /sessions/:id': ({ params, receivedAt }) => shown(params.id, receivedAt),
    async 'POST /sessions'(call) {
      const { body, caller, receivedAt } = call
      const hub = await readState(market.hubs, body.hubId)
      if (hub === undefined) return refuse('not-found', { hubId: body.hubId })
      const { orgId } = hub.state
      if (!caller.may('market.session', orgId)) return forbid(market, caller, 'market.session', body.hubId, orgId)
      const id = sessionIdOf(body.hubId, body.pickupDate)
      const answer = await scheduleSession(market, id, body, askingOf(call))
      return answer.refused === true ? answer : shown(id, receivedAt)
    },
    async 'POST /sessions/:id/cancel'(call) {
      const { params, body, caller, receivedAt } = call
      const session = await readState(market.sessions, params.id)
      if (session === undefined) return refuse('not-found')
      const { orgId } = session.state
      if (!caller.may('market.session', orgId)) return forbid(market, caller, 'market.session', params.id, orgId)
      const answer = await market.sessions.execute(params.id, { type: 'CancelSession', reason: body.reason }, askingOf(call))
      return answer.refused === true ? answer : shown(params.id, receivedAt)
    },
  }
}

function summaryOf(id: string, version: number, session: Session, now: Instant): SessionSummary {
  const { hubId, hubName, orgId, number, pickupDate, opensAt, closesAt, firstPickupAt, lastPickupAt, points, producers } = session
  return {
    id,
    version,
    hubId,
    hubName,
    orgId,
    number,
    pickupDate,
    opensAt,
    closesAt,
    firstPickupAt,
    lastPickupAt,
    state: sessionStateAt(session, now),
    points: points.map((point) => ({ id: point.id, name: point.name, town: point.town })),
    producers: producers.length,
  }
}

/** `places`: sum of the versions of the slot books, so that the ETag changes with every booking. */
async function sessionView(market: Market, id: string, version: number, session: Session, now: Instant) {
  const books = await market.slotBooks.readMany(session.points.map((point) => slotBookIdOf(id, point.id)))
  const body: SessionView = {
    ...summaryOf(id, version, session, now),
    serverTime: now,
    points: session.points.map(({ slots, ...point }, index) => ({
      ...point,
      slots: slots.map((slot) => ({ ...slot, free: freePlaces(books[index]?.state ?? null, slot) })),
    })),
    producers: session.producers.map(({ orgId: _orgId, ...producer }) => ({
      ...producer,
      ...(now >= producer.closesAt && { state: 'closed' as const }),
    })),
    policy: session.policy,
    // There is no solidarity fund to pay the difference from yet.
    bands: session.bands.map(({ pctBp }) => ({ pctBp, open: pctBp >= 10_000 })),
    payModes: [...session.payModes],
    termsVersion: session.termsVersion,
    ...(session.reason !== null && { reason: session.reason }),
  }
  return { body, places: books.reduce((sum, book) => sum + (book?.version ?? 0), 0) }
}

import type { Answer } from '@filature/aggregates/answer'
import type { PickupPoint } from '@filature/contracts/market/hub'
import type { SessionBody } from '@filature/contracts/market/session'
import type { PayMode } from '@filature/contracts/market/shapes'
import { instantAt } from '@filature/kernel/civil-time'
import { derivedId } from '@filature/kernel/ids'
import { parseInstant } from '@filature/kernel/instant'
import type { Hub } from '../hubs/hub.ts'
import { type Asking, type Market, readState } from '../market.ts'
import type { Producer } from '../producers/producer.ts'
import type { Schedule, SessionPoint } from './session.ts'

/** The ways to pay that this market offers: at pick-up, one payment per seller. */
const PAY_MODES: readonly PayMode[] = ['pickup']

const refused = (code: string, figures: Readonly<Record<string, unknown>>): Answer => ({ refused: true, code, figures, version: 0 })

/**
 * Schedules a session with copies of the hub's points, policy and bands (I9).
 * Refuses: not-found, point-unknown, producer-not-in-hub, close-before-open, pickup-before-close, wrong-state.
 */
export async function scheduleSession(market: Market, sessionId: string, body: SessionBody, asking: Asking): Promise<Answer> {
  const hub = await readState(market.hubs, body.hubId)
  if (hub === undefined) return refused('not-found', { hubId: body.hubId })
  const unknown = body.pointIds.find((pointId) => !hub.state.points.some(({ id }) => id === pointId))
  if (unknown !== undefined) return refused('point-unknown', { pointId: unknown })
  const found = await market.producers.readMany(body.producers.map(({ producerId }) => producerId))
  const makers = found.map((producer) => producer?.state ?? undefined)
  const stranger = body.producers.find((_, index) => !sellsIn(makers[index], body.hubId))
  if (stranger !== undefined) return refused('producer-not-in-hub', { producerId: stranger.producerId })
  const before = await market.store.count(market.sessions.name, { hubId: body.hubId })
  const schedule = scheduleOf(hub.state, makers, body, before + 1)
  return market.sessions.execute(sessionId, { type: 'ScheduleSession', schedule }, asking)
}

const sellsIn = (producer: Producer | undefined, hubId: string) =>
  producer?.hubs.some((hub) => hub.hubId === hubId && hub.status === 'active') === true

function scheduleOf(hub: Hub, makers: readonly (Producer | undefined)[], body: SessionBody, number: number): Schedule {
  const { hubId, pickupDate, pointIds } = body
  const closesAt = parseInstant(body.closesAt)
  const points = hub.points.filter(({ id }) => pointIds.includes(id)).map((point) => pointOn(point, pickupDate))
  const slots = points.flatMap((point) => point.slots)
  const starts = slots.map(({ startsAt }) => startsAt).sort()
  const ends = slots.map(({ endsAt }) => endsAt).sort()
  const { policy, bands } = hub
  return {
    hubId,
    hubName: hub.name,
    orgId: hub.orgId,
    number,
    pickupDate,
    opensAt: parseInstant(body.opensAt),
    closesAt,
    // A point has at least one slot by its schema.
    firstPickupAt: starts[0] ?? closesAt,
    lastPickupAt: ends.at(-1) ?? closesAt,
    points,
    producers: body.producers.map(({ producerId, closesAt: own }, index) => ({
      id: producerId,
      name: makers[index]?.name ?? '',
      town: makers[index]?.town ?? '',
      orgId: makers[index]?.orgId ?? '',
      closesAt: own === undefined ? closesAt : parseInstant(own),
    })),
    policy,
    bands,
    payModes: PAY_MODES,
    termsVersion: derivedId('', JSON.stringify([policy, bands, PAY_MODES])).slice(0, 12),
  }
}

function pointOn(point: PickupPoint, pickupDate: string): SessionPoint {
  const slots = point.slots.map(({ start, end, capacity }) => ({
    id: `${start}-${end}`,
    startsAt: instantAt(pickupDate, start),
    endsAt: instantAt(pickupDate, end),
    capacity,
  }))
  return { ...point, slots }
}

import type { Holder } from '@filature/contracts/materials/events'
import { DAY, HOUR, type Instant, MINUTE, plusMs } from '@filature/kernel/instant'
import { isRefusal } from '@filature/kernel/refusal'
import { holdIdOf } from '@filature/materials/holds/hold-id'
import { quotaIdOf } from '@filature/materials/quota/quota'
import { type Placed, RowError, rowError } from '../csv/row-error.ts'
import { demoId } from '../ids.ts'
import { byId } from '../rows/read-rows.ts'
import { type DemoWorld, memberIdOf, type Row } from '../world.ts'
import { lotIdOf, type MaterialsParts } from './materials-parts.ts'
import { ask, perform } from './perform.ts'
import type { Moment } from './timeline.ts'

/** Wall time at which people fetch what they hold. */
const IN_THE_AFTERNOON = '15:00'
/** How long the loader waits for what follows from a command, in milliseconds of the machine. */
const PATIENCE_MS = 10_000

/** The nearest factor of each vehicle of the file (services/materials: impact-factors.csv); there is none for bicycles. */
const FACTOR_OF_VEHICLE = { truck: 'tr-truck-7t5', van: 'tr-van-diesel', car: 'tr-van-petrol', 'cargo-bike': 'tr-van-electric' } as const

/**
 * A past pick-up: held and fetched on the same afternoon, a minute after the one before it in the file, so that slips are
 * numbered in the order of the rows.
 */
export function exitMoment(world: DemoWorld, parts: MaterialsParts, row: Row<'lotExits'>): Moment {
  const sameDay = world.rows.lotExits.filter(({ days_ago }) => days_ago === row.days_ago)
  return {
    at: plusMs(world.calendar.past(row.days_ago, IN_THE_AFTERNOON), sameDay.indexOf(row) * MINUTE),
    async happen() {
      const { holder, insee, worksiteId } = fetcherOf(world, row)
      const reservationId = demoId('rsv_', row.file, row.id)
      const slip = await parts.slips.read(slipIdOf(row))
      if (slip?.state == null) await placeAndFetch(world, parts, row, holder, reservationId, { insee, worksiteId })
      await partsSettled(parts, row, holder, reservationId)
    },
  }
}

async function placeAndFetch(
  world: DemoWorld,
  parts: MaterialsParts,
  row: Row<'lotExits'>,
  holder: Holder,
  reservationId: string,
  { insee, worksiteId }: { readonly insee: string | null; readonly worksiteId: string | null },
): Promise<void> {
  await hold(world, parts, row, { reservationId, holder, lot: row.lot_id, qty: row.quantity })
  const lot = byId(world.rows.lots, ({ id }) => id)(row, 'lot_id', row.lot_id)
  const clerk = world.holderOf(lot.depot_id, 'stock-keeper', 'owner')
  await perform(
    row,
    parts.lots,
    lotIdOf(row.lot_id),
    {
      type: 'RecordPickup',
      holdId: holdIdOf(reservationId),
      slipId: slipIdOf(row),
      qty: row.quantity,
      massG: null,
      unitCents: null,
      destination: { kind: row.destination_kind, siret: null, insee, worksiteId, km: row.distance_km },
      vehicle: FACTOR_OF_VEHICLE[row.vehicle],
    },
    { actor: clerk },
  )
}

const slipIdOf = (row: Row<'lotExits'>): string => demoId('slp_', row.file, row.id)

/** The slip has its number and the holder the quota back, so that what comes later finds the books closed. */
async function partsSettled(parts: MaterialsParts, row: Row<'lotExits'>, holder: Holder, reservationId: string): Promise<void> {
  const holdId = holdIdOf(reservationId)
  const [slip, quota] = await Promise.all([
    parts.slips.until(slipIdOf(row), (state) => state?.number != null, PATIENCE_MS),
    parts.quotas.until(quotaIdOf(holder.id), ({ claims }) => claims[holdId] === undefined, PATIENCE_MS),
  ])
  if (slip === undefined) throw new RowError(`${row.file}:${row.line}: the slip has no number after ${PATIENCE_MS} ms`)
  if (quota === undefined) throw new RowError(`${row.file}:${row.line}: the quota is not given back after ${PATIENCE_MS} ms`)
}

function fetcherOf(world: DemoWorld, row: Row<'lotExits'>): { holder: Holder; insee: string | null; worksiteId: string | null } {
  if (row.destination_kind === 'member') {
    const member = byId(world.rows.members, ({ id }) => id)(row, 'destination_id', row.destination_id)
    const { insee } = world.town(member, 'town_id', member.town_id)
    return { holder: personOf(member.id), insee, worksiteId: null }
  }
  const worksite = byId(world.rows.worksites, ({ id }) => id)(row, 'destination_id', row.destination_id)
  const worksiteId = demoId('wks_', worksite.file, worksite.id)
  const holder: Holder = { kind: 'worksite', id: worksiteId, memberId: memberIdOf(worksite.lead_member_id) }
  return { holder, insee: null, worksiteId }
}

const personOf = (slug: string): Holder => ({ kind: 'person', id: memberIdOf(slug), memberId: memberIdOf(slug) })

/** A hold of today: counting down, confirmed for a pick-up day, or on a lot that is still to come. */
export function reservationMoments(world: DemoWorld, parts: MaterialsParts, row: Row<'lotReservations'>): readonly Moment[] {
  const { calendar } = world
  const reservationId = demoId('rsv_', row.file, row.id)
  const request = { reservationId, holder: personOf(row.member_id), lot: row.lot_id, qty: row.quantity }
  const holdMs = parts.personHoldHours * HOUR
  const placed = (at: Instant): Moment => ({ at, happen: () => hold(world, parts, row, request) })
  switch (row.kind) {
    case 'held': {
      if (row.expires_in_min === undefined) throw rowError(row, 'expires_in_min', 'is needed for a hold that counts down')
      // Placed exactly so long ago that the usual hold ends when the row says.
      return [placed(plusMs(calendar.inMinutes(row.expires_in_min), -holdMs))]
    }
    case 'confirmed': {
      if (row.pickup_in_days === undefined) throw rowError(row, 'pickup_in_days', 'is needed for a confirmed hold')
      const at = calendar.past(1, IN_THE_AFTERNOON)
      const until = plusMs(calendar.at(calendar.day(row.pickup_in_days), END_OF_SLOT), PICKUP_GRACE_MS)
      return [placed(at), { at: plusMs(at, MINUTE), happen: () => confirm(world, parts, row, reservationId, until) }]
    }
    case 'pre':
      return [placed(calendar.past(PRE_HELD_DAYS_AGO, IN_THE_AFTERNOON))]
  }
}

const END_OF_SLOT = '18:00'
/** Materials 3.4: a confirmed hold lasts 24 h beyond the end of its pick-up slot. */
const PICKUP_GRACE_MS = DAY
const PRE_HELD_DAYS_AGO = 3

interface Request {
  readonly reservationId: string
  readonly holder: Holder
  readonly lot: string
  readonly qty: number
}

async function hold(world: DemoWorld, { lots, depots, placeHold }: MaterialsParts, row: Placed, request: Request): Promise<void> {
  const { reservationId, holder, qty } = request
  const lot = (await lots.read(lotIdOf(request.lot)))?.state
  if (lot == null) throw rowError(row, 'lot_id', `there is no lot ${request.lot}`)
  const depot = (await depots.read(lot.depotId))?.state ?? undefined
  const member = world.rows.members.find(({ id }) => memberIdOf(id) === holder.memberId)
  if (member === undefined) throw rowError(row, 'member_id', 'there is no such member')
  await ask(row, 'PlaceReservation', world.actor(member), async (asking) => {
    const placed = await placeHold({ reservationId, lot, depot, holder, qty, competent: false }, asking)
    return isRefusal(placed) ? placed : {}
  })
}

async function confirm(world: DemoWorld, { lots }: MaterialsParts, row: Row<'lotReservations'>, reservationId: string, until: Instant) {
  const member = byId(world.rows.members, ({ id }) => id)(row, 'member_id', row.member_id)
  await perform(
    row,
    lots,
    lotIdOf(row.lot_id),
    { type: 'ConfirmHold', holdId: holdIdOf(reservationId), until },
    { actor: world.actor(member) },
  )
}

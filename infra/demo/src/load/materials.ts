import { openingFromOsm } from '@filature/identity/organisations/opening'
import { DAY, type Instant, plusMs } from '@filature/kernel/instant'
import { placeOf } from '@filature/materials/depots/depot'
import type { LotCommand } from '@filature/materials/lots/commands'
import { sourceFor } from '@filature/materials/sites/site'
import { rowError } from '../csv/row-error.ts'
import { byId } from '../rows/read-rows.ts'
import type { DemoWorld, Row } from '../world.ts'
import { exitMoment, reservationMoments } from './holds.ts'
import { evidenceOf, intakeOf, PLANNED_DAYS_AGO, papersOf } from './lot-intake.ts'
import { depotIdOf, lotIdOf, type MaterialsParts, siteIdOf } from './materials-parts.ts'
import { perform } from './perform.ts'
import { liveThrough, type Moment, nothingFollows, type Timeline } from './timeline.ts'

/** Depots were open before their first lot. */
const OPEN_BEFORE_DAYS = 30
const IN_THE_MORNING = '10:00'

/** When the past of the depots begins: where the service's clock has to stand first. */
export function depotsOpenedAt({ rows, calendar }: DemoWorld): Instant {
  const longest = Math.max(...rows.lots.map(({ received_days_ago }) => received_days_ago ?? 0))
  return plusMs(calendar.past(longest, IN_THE_MORNING), -OPEN_BEFORE_DAYS * DAY)
}

/** Depots, sites, lots with their papers, what was fetched, and what is held now. */
export async function loadMaterials(world: DemoWorld, parts: MaterialsParts, timeline: Timeline): Promise<void> {
  const { rows, calendar } = world
  await timeline.liveTo(depotsOpenedAt(world))
  await Promise.all([
    ...rows.depots.map((row) => openDepot(world, parts, row)),
    ...rows.sourceSites.map((row) => registerSite(world, parts, row)),
  ])
  const lots = rows.lots.map(
    (row): Moment => ({
      at: calendar.past(row.received_days_ago ?? PLANNED_DAYS_AGO, IN_THE_MORNING),
      happen: () => takeIn(world, parts, row),
    }),
  )
  const exits = rows.lotExits.map((row) => exitMoment(world, parts, row))
  const holds = rows.lotReservations.flatMap((row) => reservationMoments(world, parts, row))
  await liveThrough(timeline, [...lots, ...exits, ...holds], nothingFollows)
}

async function openDepot(world: DemoWorld, { depots }: MaterialsParts, row: Row<'depots'>): Promise<void> {
  const { rows, orgId, town } = world
  const place = byId(rows.places, ({ id }) => id)(row, 'place_id', row.place_id)
  const { insee } = town(place, 'town_id', place.town_id)
  const actor = world.holderOf(row.id, 'owner')
  const id = depotIdOf(row.id)
  const opened = perform(
    row,
    depots,
    id,
    {
      type: 'OpenDepot',
      // As the codes of its locations begin: `fil-a-01`, BE-FIL-2026-000001.
      code: row.place_id
        .replace(/^l[ae]-/, '')
        .slice(0, 3)
        .toUpperCase(),
      orgId: orgId(row, 'id', row.id),
      fields: {
        name: row.name,
        address: { street: place.street, postalCode: place.postal_code, town: place.town, insee },
        geo: { lat: row.lat, lon: row.lon },
        openings: openingFromOsm(row.opening_hours).map(({ weekday, from, to }) => ({ dow: weekday, from, to })),
        exceptions: [],
        capacity: { massG: row.capacity_g, floorCm2: row.floor_area_m2 * CM2_PER_M2 },
        access: { maxVehicleKg: row.max_vehicle_kg, forklift: row.forklift, note: row.access_note_fr },
        termiteZone: row.termite_zone,
        wasteLicence: null,
      },
    },
    { actor },
  )
  const locations = rows.locations
    .filter(({ depot_id }) => depot_id === row.id)
    .map((location) => ({
      locationId: location.id,
      ...(location.parent_id !== undefined && { parentId: location.parent_id }),
      kind: location.kind,
      code: location.code,
      label: location.label_fr,
      purpose: location.purpose,
      covered: location.covered,
      maxLoadG: location.max_load_g,
      plan: { x: location.x_mm, y: location.y_mm, w: location.w_mm, d: location.d_mm, level: location.level },
    }))
  await Promise.all([opened, perform(row, depots, id, { type: 'SetLocations', locations }, { actor })])
}

const CM2_PER_M2 = 10_000

async function registerSite(world: DemoWorld, { sites }: MaterialsParts, row: Row<'sourceSites'>): Promise<void> {
  const { rows, orgId, town, holderOf } = world
  const { name, postal_code, insee, lat, lon } = town(row, 'town_id', row.town_id)
  const actor = holderOf(REGISTERING, 'coordinator', 'owner')
  const id = siteIdOf(row.id)
  const registered = perform(
    row,
    sites,
    id,
    {
      type: 'RegisterSourceSite',
      fields: {
        orgId: orgId(row, 'id', REGISTERING),
        name: row.name,
        kind: row.kind,
        ownerName: null,
        siret: null,
        address: { street: '', postalCode: postal_code, town: name, insee },
        geo: { lat, lon },
        permitOn: row.permit_on ?? null,
        builtYear: row.built_year ?? null,
        dwelling: row.dwelling,
        floorM2: null,
        pemdRef: null,
        neverWasteOperator: row.never_waste_operator ?? null,
      },
    },
    { actor },
  )
  const papers = rows.lots.filter(({ source_id }) => source_id === row.id).flatMap((lot) => papersOf(lot, row))
  const documents = new Map(papers.map(({ document }) => [document.documentId, document]))
  const attached = [...documents.values()].map((document) =>
    perform(row, sites, id, { type: 'AttachSiteDocument', document }, { actor, step: `AttachSiteDocument/${document.documentId}` }),
  )
  await Promise.all([registered, ...attached])
}

/** The place whose people registered the sites. */
const REGISTERING = 'la-filature'

/** Receives a lot (or plans one that is still in its building), files its papers and publishes it, then looks whether the gate agrees with the row. */
async function takeIn(world: DemoWorld, { depots, sites, lots }: MaterialsParts, row: Row<'lots'>): Promise<void> {
  const [depot, site] = await Promise.all([depots.read(depotIdOf(row.depot_id)), sites.read(siteIdOf(row.source_id))])
  if (depot?.state == null) throw rowError(row, 'depot_id', `there is no depot ${row.depot_id}`)
  if (site?.state == null) throw rowError(row, 'source_id', `there is no site ${row.source_id}`)
  const siteRow = byId(world.rows.sourceSites, ({ id }) => id)(row, 'source_id', row.source_id)
  const place = placeOf(depot.state)
  const lot = intakeOf(world, row, place, sourceFor(site.state, place.geo))
  const clerk = world.holderOf(row.depot_id, 'stock-keeper', 'owner')
  const manager = world.holderOf(row.depot_id, 'owner')

  // One after the other in the lot's own queue, and written together.
  const commands: LotCommand[] = [
    row.stage === 'future' ? { type: 'PlanFutureLot', lot, window: windowOf(world, row) } : { type: 'ReceiveLot', lot, depositId: null },
  ]
  if (row.matter === 'never-waste') {
    if (siteRow.never_waste_operator === undefined)
      throw rowError(row, 'matter', `${siteRow.id} has no operator who could prove never-waste`)
    commands.push({ type: 'RecordNeverWaste', evidence: evidenceOf(world, row, siteRow.never_waste_operator) })
  }
  for (const paper of papersOf(row, siteRow)) commands.push({ type: 'ClearHazard', ...paper })
  if (row.publication === 'published' || row.publication === 'restricted') commands.push({ type: 'PublishLot', restricted: false })
  const byManager: readonly LotCommand['type'][] = ['ClearHazard', 'PublishLot']
  await Promise.all(
    commands.map((command) => {
      const step = command.type === 'ClearHazard' ? `ClearHazard/${command.hazard}` : command.type
      return perform(row, lots, lotIdOf(row.id), command, { actor: byManager.includes(command.type) ? manager : clerk, step })
    }),
  )
  const taken = await lots.read(lotIdOf(row.id))
  if (taken?.state?.publication !== row.publication) {
    throw rowError(row, 'publication', `the gate says ${taken?.state?.publication}, the row ${row.publication}`)
  }
}

function windowOf({ calendar }: DemoWorld, row: Row<'lots'>): { from: string; to: string } {
  if (row.available_from_days === undefined) throw rowError(row, 'available_from_days', 'is needed for a lot to come')
  const to = row.available_to_days ?? row.available_from_days
  return { from: calendar.day(row.available_from_days), to: calendar.day(to) }
}

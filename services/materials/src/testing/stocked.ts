import { systemActor } from '@filature/kernel/actor'
import { newId } from '@filature/kernel/ids'
import type { Depot, DepotFields } from '../depots/depot.ts'
import { placeOf } from '../depots/depot.ts'
import type { LotIntake } from '../lots/commands.ts'
import type { MaterialsService } from '../service.ts'
import { DOORS } from './samples.ts'

type Internals = MaterialsService['internals']

const actor = systemActor('test')

export const DEPOT_FIELDS: DepotFields = {
  name: 'Matériauthèque de la Filature',
  address: { street: '3 quai des Bobines', postalCode: '86240', town: 'Ligugé', insee: '86133' },
  geo: { lat: 46.5168, lon: 0.3285 },
  openings: [{ dow: 6, from: '10:00', to: '17:00' }],
  exceptions: [],
  capacity: { massG: 60_000_000, floorCm2: 4_200_000 },
  access: { maxVehicleKg: 12_000, forklift: true },
  termiteZone: false,
  wasteLicence: null,
}

/** Opens a depot with two racks; the id is the one given. */
export async function openDepot({ depots }: Internals, depotId = 'dep_A', fields: Partial<DepotFields> = {}): Promise<Depot> {
  await depots.execute(depotId, { type: 'OpenDepot', code: 'FIL', orgId: 'org_A', fields: { ...DEPOT_FIELDS, ...fields } }, { actor })
  const rack = (locationId: string, code: string) => ({
    locationId,
    kind: 'rack' as const,
    code,
    label: `travée ${code}`,
    purpose: 'storage' as const,
    covered: true,
  })
  await depots.execute(
    depotId,
    { type: 'SetLocations', locations: [rack('fil-b-01', 'B-01'), { ...rack('fil-b-02', 'B-02'), maxLoadG: 100_000 }] },
    { actor },
  )
  const depot = (await depots.read(depotId))?.state
  if (depot == null) throw new Error(`${depotId} did not open`)
  return depot
}

/** Receives and publishes a lot; answers its id. */
export async function stockLot({ lots }: Internals, depot: Depot, intake: Partial<LotIntake> = {}, lotId = newId('lot_')): Promise<string> {
  const lot: LotIntake = { ...DOORS, ...intake, place: placeOf(depot) }
  for (const command of [{ type: 'ReceiveLot', lot, depositId: null } as const, { type: 'PublishLot', restricted: false } as const]) {
    const answer = await lots.execute(lotId, command, { actor })
    if (answer.refused === true) throw new Error(`${command.type}: ${answer.code} ${JSON.stringify(answer.figures)}`)
  }
  return lotId
}

import type { Address, DepotPolicy, Location, Opening } from '@filature/contracts/materials/depot-shapes'
import type { Geo } from '@filature/contracts/materials/vocabulary'
import type { LotPlace } from '../lots/lot.ts'

export interface DepotFields {
  readonly name: string
  readonly address: Address
  readonly geo: Geo
  readonly openings: readonly Opening[]
  readonly exceptions: readonly {
    readonly on: string
    readonly closed: boolean
    readonly from?: string | undefined
    readonly to?: string | undefined
  }[]
  readonly capacity: { readonly massG: number; readonly floorCm2: number }
  readonly access: {
    readonly maxVehicleKg?: number | undefined
    readonly maxHeightMm?: number | undefined
    readonly forkliftKg?: number | undefined
    readonly forklift?: boolean | undefined
    readonly dock?: boolean | undefined
    readonly note?: string | undefined
  }
  readonly termiteZone: boolean
  readonly wasteLicence: string | null
}

/** A site of the library. */
export interface Depot extends DepotFields {
  readonly depotId: string
  /** Part of slip numbers; never changes. */
  readonly code: string
  readonly orgId: string
  readonly locations: readonly Location[]
  readonly policy: DepotPolicy
  readonly closed: boolean
}

export type DepotCommand =
  | { readonly type: 'OpenDepot'; readonly code: string; readonly orgId: string; readonly fields: DepotFields }
  | { readonly type: 'UpdateDepot'; readonly changes: Partial<DepotFields> }
  | { readonly type: 'SetLocations'; readonly locations: readonly Location[] }
  | { readonly type: 'SetPolicy'; readonly policy: DepotPolicy }
  | { readonly type: 'CloseDepot' }

export type DepotEvent =
  | { readonly type: 'DepotOpened'; readonly data: { readonly depot: Depot } }
  | { readonly type: 'DepotUpdated'; readonly data: { readonly changes: Partial<DepotFields> } }
  | { readonly type: 'DepotLocationsSet'; readonly data: { readonly locations: readonly Location[] } }
  | { readonly type: 'DepotPolicySet'; readonly data: { readonly policy: DepotPolicy } }
  | { readonly type: 'DepotClosed'; readonly data: Record<string, never> }

export function placeOf({ depotId, code, orgId, name, address, geo, termiteZone }: Depot): LotPlace {
  return { depotId, depotCode: code, orgId, name, town: address.town, insee: address.insee, geo, termiteZone }
}

/** A location with the zone it lies in, for people who look for the lot. */
export function locationOf(depot: Depot, locationId: string | null): { code: string; label: string; zone: string | null } | null {
  const location = depot.locations.find((one) => one.locationId === locationId)
  if (location === undefined) return null
  const parent = depot.locations.find((one) => one.locationId === location.parentId)
  return { code: location.code, label: location.label, zone: parent?.label ?? null }
}

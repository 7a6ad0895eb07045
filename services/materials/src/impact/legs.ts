import type { Geo } from '@filature/contracts/materials/vocabulary'
import type { Lot } from '../lots/lot.ts'
import type { Reference } from '../reference/reference.ts'
import { roadKm } from './distance.ts'
import type { Leg } from './impact.ts'

/** Vehicle of a leg when nobody says: a van up to 3.5 t, diesel. */
export const DEFAULT_VEHICLE = 'tr-van-diesel'

/** Where it goes: a known distance, or a point. */
export interface Destination {
  readonly km: number | null
  readonly geo: Geo | null
  readonly vehicle: string
}
export const NO_DESTINATION: Destination = { km: null, geo: null, vehicle: DEFAULT_VEHICLE }

/** Source to depot, each transfer, depot to use. `legMissing` when one of them is not known. */
export function legsOf(
  reference: Reference,
  lot: Pick<Lot, 'source' | 'legs' | 'place'>,
  to: Destination,
): { readonly legs: readonly Leg[]; readonly legMissing: boolean } {
  const last = to.km ?? (to.geo === null ? undefined : roadKm(lot.place.geo, to.geo))
  const ways: readonly { kind: Leg['kind']; km: number | undefined; factorId: string }[] = [
    { kind: 'source-depot', km: lot.source?.km, factorId: DEFAULT_VEHICLE },
    ...lot.legs.map(({ km, factorId }) => ({ kind: 'transfer' as const, km, factorId })),
    { kind: 'depot-use', km: last, factorId: to.vehicle },
  ]
  const legs = ways.flatMap(({ kind, km, factorId }): Leg[] => {
    const factor = reference.factors.get(factorId)
    return km === undefined || factor?.kind !== 'transport-tkm' ? [] : [{ kind, km, factor }]
  })
  return { legs, legMissing: legs.length < ways.length }
}

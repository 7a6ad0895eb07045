import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { Store } from '@filature/store/port'
import type { Depot } from '../depots/depot.ts'
import { stockOf } from './availability.ts'
import type { Lot } from './lot.ts'
import { massOf } from './mass.ts'

const PAGE = 200
const inKg = (grams: number) => Math.round(grams / 1_000)

/** Grams that lie in a location now, without the lot `except`. */
async function loadOf(store: Store, depotId: string, locationId: string, except: string): Promise<number> {
  let grams = 0
  let after: string | undefined
  do {
    const page = await store.find('lot', { where: { depotId, locationId }, limit: PAGE, ...(after !== undefined && { after }) })
    for (const { id, document } of page.items) if (id !== except) grams += massHere(document as Lot)
    after = page.next
  } while (after !== undefined)
  return grams
}

/** What of the lot is still in its place: free and held. */
function massHere(lot: Lot): number {
  const { available, held } = stockOf(lot, lot.at)
  return massOf(lot, available + held) ?? 0
}

/**
 * Refusals `location-unknown`, `location-overload`. Looks at the other lots of the location as they lie in the store: two
 * clerks who fill it in the same moment are not kept from it, the next one is told.
 */
export async function refusePlace(
  store: Store,
  depot: Depot,
  locationId: string,
  arriving: { readonly lotId: string; readonly massG: number },
): Promise<Refusal | undefined> {
  const location = depot.locations.find((one) => one.locationId === locationId)
  if (location === undefined) return refuse('location-unknown', { locationId })
  if (location.maxLoadG === undefined) return undefined
  const loadG = arriving.massG + (await loadOf(store, depot.depotId, locationId, arriving.lotId))
  if (loadG <= location.maxLoadG) return undefined
  return refuse('location-overload', { location: location.code, loadKg: inKg(loadG), maxKg: inKg(location.maxLoadG) })
}

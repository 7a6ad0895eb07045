import type { Geo } from '@filature/contracts/materials/vocabulary'

const EARTH_RADIUS_KM = 6_371
/** Roads are longer than the crow's line; the usual detour factor, said beside every distance. */
const DETOUR = 1.3
const RADIANS = Math.PI / 180

/** Kilometres by road, estimated: great circle x 1.3, to a hundred metres. */
export function roadKm(a: Geo, b: Geo): number {
  const latA = a.lat * RADIANS
  const latB = b.lat * RADIANS
  const half = Math.sin((latB - latA) / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin(((b.lon - a.lon) * RADIANS) / 2) ** 2
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(half)) * DETOUR * 10) / 10
}

export const KM_METHOD = 'great-circle-x1.3'

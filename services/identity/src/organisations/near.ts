/** A point in decimal degrees, WGS84. */
export interface Point {
  readonly lat: number
  readonly lon: number
}

/** Mean radius of the Earth in km (IUGG). */
const EARTH_KM = 6_371.009

/** Kilometres as the crow flies (haversine), with one decimal. */
export function kmBetween(a: Point, b: Point): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180
  const half = (from: number, to: number) => Math.sin(rad(to - from) / 2) ** 2
  const h = half(a.lat, b.lat) + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * half(a.lon, b.lon)
  return Math.round(2 * EARTH_KM * Math.asin(Math.sqrt(h)) * 10) / 10
}

/** `46.58,0.34`, already checked by the contract. */
export function pointFrom(text: string): Point {
  const [lat = 0, lon = 0] = text.split(',').map(Number)
  return { lat, lon }
}

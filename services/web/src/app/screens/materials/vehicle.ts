/** What it takes to carry a quantity away: a guess for people, from the longest piece, the volume and the mass. */
export const VEHICLES = ['bike', 'car', 'van', 'bigVan', 'lorry'] as const
export type Vehicle = (typeof VEHICLES)[number]

interface Load {
  readonly massG: number | null
  readonly volumeCm3: number | null
  /** mm; 0 when nobody measured. */
  readonly longestMm: number
}

/** Payload, room and longest piece of ordinary ones; stacking leaves gaps, so less than makers print. */
const LIMITS: readonly (readonly [Vehicle, massG: number, volumeCm3: number, longestMm: number])[] = [
  ['bike', 40_000, 80_000, 700],
  ['car', 350_000, 600_000, 1_900],
  ['van', 700_000, 2_500_000, 2_500],
  ['bigVan', 1_200_000, 8_000_000, 4_200],
]

/** Undefined when neither mass nor size is known. */
export function vehicleFor({ massG, volumeCm3, longestMm }: Load): Vehicle | undefined {
  if (massG === null && volumeCm3 === null && longestMm === 0) return undefined
  const fits = LIMITS.find(([, most, room, longest]) => (massG ?? 0) <= most && (volumeCm3 ?? 0) <= room && longestMm <= longest)
  return fits?.[0] ?? 'lorry'
}

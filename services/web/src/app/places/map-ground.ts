import { type Point, TOWNS, type Town } from './towns.ts'

/** The paper of the map in km: towns and rivers of the gazetteer on a plane that is right in the middle of the Vienne. */
export const GROUND = { width: 82, height: 116 } as const
const NORTH = 47.135
const WEST = -0.09
const KM_PER_LAT = 110.57
const KM_PER_LON = 111.32 * Math.cos((46.6 * Math.PI) / 180)

export const xOf = ({ lon }: Point): number => (lon - WEST) * KM_PER_LON
export const yOf = ({ lat }: Point): number => (NORTH - lat) * KM_PER_LAT
const n = (value: number) => value.toFixed(1)

/** A line that passes through its points without corners. */
function smooth(points: readonly (readonly [x: number, y: number])[]): string {
  const [first] = points
  if (first === undefined) return ''
  let path = `M${n(first[0])} ${n(first[1])}`
  for (let i = 0; i < points.length - 1; i += 1) {
    const from = points[i] ?? first
    const to = points[i + 1] ?? from
    const before = points[i - 1] ?? from
    const after = points[i + 2] ?? to
    path += `C${n(from[0] + (to[0] - before[0]) / 6)} ${n(from[1] + (to[1] - before[1]) / 6)} ${n(to[0] - (after[0] - from[0]) / 6)} ${n(to[1] - (after[1] - from[1]) / 6)} ${n(to[0])} ${n(to[1])}`
  }
  return path
}

const on = (river: 'clain' | 'vienne'): readonly (readonly [number, number])[] =>
  TOWNS.filter((town) => town.river?.[0] === river)
    .sort((a, b) => (a.river?.[1] ?? 0) - (b.river?.[1] ?? 0))
    .map((town) => [xOf(town), yOf(town)] as const)

const named = (id: string): Town => TOWNS.find((town) => town.id === id) ?? TOWNS[0]
const mouth = named('chatellerault')

/** The Clain ends in the Vienne, which comes from the south and leaves by the north. */
export const RIVERS = {
  clain: smooth([...on('clain'), [xOf(mouth), yOf(mouth)]]),
  vienne: smooth([[xOf({ lat: 0, lon: 0.68 }), GROUND.height + 2], ...on('vienne'), [xOf({ lat: 0, lon: 0.6 }), -1]]),
} as const

/** Where the names of rivers stand, along their course. */
export const RIVER_NAMES = [
  { name: 'Clain', x: xOf(named('dissay')) + 3.4, y: yOf(named('dissay')) - 1.2, turn: -58 },
  { name: 'Vienne', x: xOf(named('lussac-les-chateaux')) - 3, y: yOf(named('lussac-les-chateaux')) - 9, turn: -76 },
] as const

/** Towns whose name is written, and where it stands beside their dot. */
const NAMES: Readonly<Record<string, readonly [dx: number, dy: number, anchor: 'start' | 'middle' | 'end']>> = {
  poitiers: [-2.2, -0.8, 'end'],
  chatellerault: [2.2, 2.6, 'start'],
  loudun: [0, 4.4, 'middle'],
  civray: [0, 4.6, 'middle'],
  chauvigny: [1.8, 1, 'start'],
  lusignan: [-1.4, 1, 'end'],
  gencay: [1.6, 1.2, 'start'],
  'neuville-de-poitou': [-4, -1.8, 'middle'],
  montmorillon: [6.5, 4.6, 'end'],
}

export const DOTS = TOWNS.map((town) => ({
  id: town.id,
  x: xOf(town),
  y: yOf(town),
  radius: town.id in NAMES ? 0.62 : 0.38,
}))

export const TOWN_NAMES = TOWNS.flatMap((town) => {
  const place = NAMES[town.id]
  return place === undefined ? [] : [{ id: town.id, name: town.name, x: xOf(town) + place[0], y: yOf(town) + place[1], anchor: place[2] }]
})

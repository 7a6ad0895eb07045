/** What is laid out before anything is drawn: places and sizes on a paper of 480 by 258, from measures in mm. */

export const PAPER = { width: 480, height: 258 } as const
const BASE = 226
const TOP = 30
const PERSON_MM = 1_700
/** Under this everything is drawn beside a sheet of A4, at half its size on paper. */
const SMALL_MM = 600
/** Up to here things stand; longer ones lie. */
const STANDING_MM = 2_600
const A4 = { width: 210, height: 297 } as const
/** Room for the pieces that stand side by side. */
const ROW_WIDTH = 205
const MOST_STANDING = 13
const MOST_STACKED = 3
const SECTION_WIDTH = 112
const SECTION_END = 462
/** Of the figures on the paper at their largest, on the phone. */
const DIGIT = 11
const LETTER = 9.3
const WRITTEN_END = 474
/** Of the word for thickness with its space. */
const WRITTEN_LETTERS = 10
/** Flatter than this a section would be a line: its thickness is written instead. */
const FLAT = 0.06

export interface SketchMeasures {
  readonly lengthMm?: number | undefined
  readonly widthMm?: number | undefined
  readonly heightMm?: number | undefined
  readonly thicknessMm?: number | undefined
  readonly diameterMm?: number | undefined
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface SketchPlan {
  readonly base: number
  /** Paper units in one mm. */
  readonly scale: number
  readonly beside: { readonly kind: 'person' | 'sheet'; readonly x: number; readonly height: number }
  readonly pieces: readonly Box[]
  /** A thing is as deep on paper as it is long; `along` runs with the ground, `upright` up. */
  readonly along: { readonly from: number; readonly to: number; readonly y: number; readonly mm: number; readonly above: boolean }
  readonly upright: { readonly x: number; readonly from: number; readonly to: number; readonly mm: number }
  readonly section:
    | { readonly kind: 'drawn'; readonly box: Box; readonly acrossMm: number; readonly deepMm: number; readonly round: boolean }
    | { readonly kind: 'written' /** Where it ends. */; readonly x: number; readonly y: number; readonly mm: number }
    | undefined
}

/** Undefined when the measures are too few to draw anything to scale. `count`: pieces of the lot, shown side by side as far as there is room. */
export function planSketch(measures: SketchMeasures, count: number): SketchPlan | undefined {
  const { lengthMm: length = 0, heightMm: height = 0, diameterMm: diameter = 0 } = measures
  const width = measures.widthMm ?? diameter
  const thickness = measures.thicknessMm ?? (measures.widthMm === undefined ? 0 : diameter)
  const long = length || height || width
  const across = length > 0 ? width || thickness || height : width
  if (long === 0 || across === 0) return undefined
  const deep = thickness > 0 && across !== thickness ? thickness : height > 0 && length > 0 ? height : diameter > 0 ? diameter : 0
  const small = Math.max(length, width, height, thickness) < SMALL_MM
  // Doors and windows have no length: they stand whatever their height.
  const stands = !small && (length === 0 || long <= STANDING_MM)
  const scale = small
    ? Math.min(150 / A4.height, 372 / (A4.width + long))
    : stands
      ? (BASE - TOP) / Math.max(long, PERSON_MM)
      : Math.min((BASE - TOP) / 1_760, 268 / long)
  const start = small ? 24 + A4.width * scale + 44 : stands ? 46 + 330 * scale + 46 : 34 + 300 * scale + 22
  const shape = { start, scale, long, across: small ? thickness || height || across : across }
  const drawn = stands ? standing(shape, count) : lying(shape, count)
  const [acrossMm, deepMm] = small ? [width, thickness] : [across, deep]
  const endX = drawn.upright.x - (stands ? 12 : 10)
  // What lies is low: its section has the whole corner above it.
  const edge = SECTION_END - String(deepMm).length * DIGIT
  const room = stands || small ? Math.min(SECTION_WIDTH, edge - 60 - endX) : SECTION_WIDTH
  return {
    base: BASE,
    scale,
    beside: small
      ? { kind: 'sheet', x: 24, height: A4.height * scale }
      : { kind: 'person', x: stands ? 46 : 34, height: PERSON_MM * scale },
    ...drawn,
    section: sectionOf({
      acrossMm,
      deepMm,
      endX,
      edge,
      room,
      middleY: stands || small ? 128 : 96,
      round: diameter > 0 && acrossMm === deepMm,
    }),
  }
}

interface Shape {
  readonly start: number
  readonly scale: number
  readonly long: number
  readonly across: number
}

function standing({ start, scale, long, across }: Shape, count: number) {
  const w = Math.max(across * scale, 6)
  const h = long * scale
  const shown = Math.max(1, Math.min(count, MOST_STANDING, Math.floor(ROW_WIDTH / w)))
  const y = BASE - h
  return {
    pieces: Array.from({ length: shown }, (_, at): Box => ({ x: start + at * w, y, w, h })),
    along: { from: start, to: start + w, y: y - 8, mm: across, above: true },
    upright: { x: start + w * shown + 12, from: y, to: BASE, mm: long },
  }
}

function lying({ start, scale, long, across }: Shape, count: number) {
  const w = long * scale
  const h = Math.max(across * scale, 6)
  const shown = Math.max(1, Math.min(count, MOST_STACKED, Math.floor((BASE - TOP) / h)))
  return {
    pieces: Array.from({ length: shown }, (_, at): Box => ({ x: start, y: BASE - h * (at + 1), w, h })),
    along: { from: start, to: start + w, y: BASE + 10, mm: long, above: false },
    upright: { x: start + w + 10, from: BASE - h, to: BASE, mm: across },
  }
}

interface Cut {
  readonly acrossMm: number
  readonly deepMm: number
  /** Right end of the pieces. */
  readonly endX: number
  /** Right end of the section: its figure still fits behind it. */
  readonly edge: number
  /** Width left for it. */
  readonly room: number
  readonly middleY: number
  readonly round: boolean
}

/** The cut through one piece, enlarged at the right of the paper; written when it is too flat or there is no room. */
function sectionOf({ acrossMm, deepMm, endX, edge, room, middleY, round }: Cut): SketchPlan['section'] {
  if (acrossMm === 0 || deepMm === 0) return undefined
  if (deepMm / acrossMm < FLAT || room < 30) {
    const begins = WRITTEN_END - (WRITTEN_LETTERS + String(deepMm).length) * LETTER
    // Beside the pieces where there is room, else in the corner above them.
    return { kind: 'written', x: WRITTEN_END, y: begins >= endX + 52 ? 132 : 20, mm: deepMm }
  }
  const scale = Math.min(room / acrossMm, 92 / deepMm)
  const [w, h] = [acrossMm * scale, deepMm * scale]
  return { kind: 'drawn', box: { x: edge - w, y: middleY - h / 2, w, h }, acrossMm, deepMm, round }
}

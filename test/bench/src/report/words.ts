import type { Spread } from '../measure/ratio.ts'
import type { Line } from './result.ts'

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** Three digits that count: 0.237, 4.52, 12.9, 1,340. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  return size >= 100 ? grouped.format(value) : value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3)
}

/** `0.31 [0.28..0.35]` */
export const spread = ({ median, min, max }: Spread): string => `${figure(median)} [${figure(min)}..${figure(max)}]`

export function atLeast(what: string, found: Spread, goal: number): Line {
  return { what, figure: spread(found), goal: `≥ ${goal}`, reached: found.median >= goal }
}

export function atMost(what: string, found: Spread, goal: number, unit = ''): Line {
  return { what, figure: `${spread(found)}${unit}`, goal: `≤ ${goal}${unit}`, reached: found.median <= goal }
}

export const plain = (what: string, found: Spread, unit = ''): Line => ({ what, figure: `${spread(found)}${unit}` })

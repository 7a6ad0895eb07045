import { earliest, type Instant } from '@filature/kernel/instant'
import type { Lot, LotHold } from './lot.ts'

/** The stock of a lot at an instant, in base units. */
export interface LotStock {
  readonly available: number
  readonly held: number
  /** Live holds, in order of creation. */
  readonly holds: readonly LotHold[]
  /** Holds whose time is over: free in every decision, whether or not the timer has run. */
  readonly lapsed: readonly LotHold[]
  /** When the next live hold ends, and what it frees. */
  readonly nextExpiry: { readonly at: Instant; readonly qty: number } | null
}

/** A hold is its holder's until just before `expiresAt`; at that instant it is free. */
export const isLive = (hold: LotHold, now: Instant): boolean => hold.expiresAt === null || now < hold.expiresAt

/** Is the hold on the lot, whether or not its time is over? */
export const isHeld = ({ holds }: Pick<Lot, 'holds'>, holdId: string): boolean => holds.some((hold) => hold.holdId === holdId)

/** The one availability function: decisions, pages, search, exports and live messages all use it. */
export function stockOf(lot: Pick<Lot, 'received' | 'out' | 'lost' | 'split' | 'holds'>, now: Instant): LotStock {
  const holds = lot.holds.filter((hold) => isLive(hold, now))
  const lapsed = lot.holds.length === holds.length ? [] : lot.holds.filter((hold) => !isLive(hold, now))
  const held = holds.reduce((sum, { qty }) => sum + qty, 0)
  const at = earliest(...holds.map(({ expiresAt }) => expiresAt ?? undefined))
  return {
    available: lot.received - lot.out - lot.lost - lot.split - held,
    held,
    holds,
    lapsed,
    nextExpiry:
      at === undefined ? null : { at, qty: holds.filter(({ expiresAt }) => expiresAt === at).reduce((sum, { qty }) => sum + qty, 0) },
  }
}

/** Nothing is left to hold, fetch or change. */
export const isClosed = (lot: Lot): boolean => lot.received === lot.out + lot.lost + lot.split

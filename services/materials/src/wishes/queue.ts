import type { Instant } from '@filature/kernel/instant'
import { isLive } from '../lots/availability.ts'
import type { Lot, LotHold, LotWish } from '../lots/lot.ts'

const NOBODY: readonly LotWish[] = []

/** Everybody who waits for a part of the lot, oldest first, those with an open offer included. */
export const waitingFor = ({ waiting }: Pick<Lot, 'waiting'>): readonly LotWish[] => waiting ?? NOBODY

export const offerOn = (lot: Pick<Lot, 'holds'>, wishId: string): LotHold | undefined => lot.holds.find((hold) => hold.wishId === wishId)

/** The offer that a holder may answer at `now`. */
export function offerTo(lot: Lot, holderId: string, now: Instant): { readonly wish: LotWish; readonly offer: LotHold } | undefined {
  const wish = waitingFor(lot).find(({ holder }) => holder.id === holderId)
  const offer = wish && offerOn(lot, wish.wishId)
  return wish !== undefined && offer !== undefined && isLive(offer, now) ? { wish, offer } : undefined
}

/** Those who still wait, in the order in which they will be offered something. */
export function inLine(lot: Pick<Lot, 'waiting' | 'holds'>): readonly LotWish[] {
  const waiting = waitingFor(lot)
  if (waiting.length === 0) return waiting
  const offered = new Set(lot.holds.map(({ wishId }) => wishId))
  return waiting.filter(({ wishId }) => !offered.has(wishId))
}

/** 1 is the next; null for who does not wait or has an offer to answer. */
export function rankOf(lot: Pick<Lot, 'waiting' | 'holds'>, wishId: string): number | null {
  const position = inLine(lot).findIndex((wish) => wish.wishId === wishId)
  return position < 0 ? null : position + 1
}

import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { useConnection } from '../../live/connection.ts'
import { type LiveState, useLive } from '../../live/store.ts'
import type { StockKind } from '../../pieces/strands.tsx'
import { hour } from '../../words/times.ts'
import type { Offer } from './session-data.ts'
import { amount, isFeminine, unitWord } from './units.ts'

interface StockNow extends LiveState {
  readonly available: number
  readonly state: string
}

/** What is free of an offer now: the live state when it is newer than the page's own data. */
export function useAvailable(offer: Offer): { readonly availableB: number; readonly state: string; readonly changed: boolean } {
  const live = useLive<StockNow>(offer.id)
  const now =
    live !== undefined && live.v >= offer.v
      ? { availableB: live.available, state: live.state }
      : { availableB: offer.availableB, state: offer.state }
  const before = useRef(now.availableB)
  const [changed, setChanged] = useState(false)
  useEffect(() => {
    if (before.current === now.availableB) return
    before.current = now.availableB
    setChanged(true)
    const timer = setTimeout(() => setChanged(false), WASH_MS)
    return () => clearTimeout(timer)
  }, [now.availableB])
  return { ...now, changed }
}

/** The wash on a number that changed; the same as --lavis. */
const WASH_MS = 600
/** From here down the strands are counted. */
const FEW_PIECES = 5
const FEW_BASE = 2_000

/** Words and strands for what is left: plain when many, ochre when few, full ochre for the last. */
export function useStockWords(
  offer: Offer,
  availableB: number,
): { readonly kind: StockKind; readonly strands: number; readonly text: string } {
  const { t } = useTranslation('market')
  const { stale, since } = useConnection()
  const locale = currentLocale()
  const pieces = offer.baseUnit === 'piece'
  const left = amount(availableB, offer, locale)
  if (stale)
    return { kind: 'stale', strands: 5, text: t('stock.stale', { amount: left, time: hour(new Date(since).toISOString(), locale) }) }
  if (availableB < offer.minB || availableB === 0) return { kind: 'out', strands: 0, text: t('stock.out') }
  if (pieces && availableB === 1) {
    const unit = unitWord(offer.displayUnit, 1, locale)
    return { kind: 'last', strands: 1, text: t(isFeminine(offer.displayUnit) ? 'stock.lastFeminine' : 'stock.lastMasculine', { unit }) }
  }
  if (availableB <= (pieces ? FEW_PIECES : FEW_BASE))
    return { kind: 'few', strands: pieces ? availableB : 2, text: t('stock.few', { amount: left }) }
  return { kind: 'available', strands: 5, text: left }
}

import type { LotCard } from '@filature/contracts/materials/lot-shapes'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import { useConnection } from '../live/connection.ts'
import { type LiveState, useLive } from '../live/store.ts'
import { hour } from '../words/times.ts'
import { lotAmount } from './lot-units.ts'
import type { StockKind } from './strands.tsx'

interface StockNow extends LiveState {
  readonly available?: number
  readonly held?: number
  readonly state?: string
  readonly nextExpiryAt?: string
}

export interface LotStock {
  /** Base units. */
  readonly available: number
  readonly held: number
  readonly nextExpiryAt: string | null
  readonly withdrawn: boolean
  readonly version: number
  /** For a moment after the quantity became another one. */
  readonly changed: boolean
}

type Lot = Pick<LotCard, 'lotId' | 'version' | 'available' | 'held' | 'nextExpiryAt' | 'displayUnit' | 'displayBase'>

/** What is free of a lot now: the live state when it is newer than the page's own data. */
export function useLotStock(lot: Lot): LotStock {
  const live = useLive<StockNow>(lot.lotId)
  // A state without a quantity only says that the lot left one of the rooms.
  const newer = live?.available !== undefined && live.v > lot.version ? live : undefined
  const available = newer?.available ?? lot.available
  return {
    available,
    held: newer?.held ?? lot.held,
    nextExpiryAt: newer === undefined ? lot.nextExpiryAt : (newer.nextExpiryAt ?? null),
    withdrawn: newer?.state === 'withdrawn',
    version: newer?.v ?? lot.version,
    changed: useChanged(available),
  }
}

/** The wash on a number that changed; the same as --lavis. */
const WASH_MS = 600

function useChanged(value: number): boolean {
  const before = useRef(value)
  const [changed, setChanged] = useState(false)
  useEffect(() => {
    if (before.current === value) return
    before.current = value
    setChanged(true)
    const timer = setTimeout(() => setChanged(false), WASH_MS)
    return () => clearTimeout(timer)
  }, [value])
  return changed
}

/** From here down pieces are counted one by one. */
const FEW_PIECES = 3

/** Words and strands for what is free: plain when many, ochre from three pieces down, full ochre for the last, hatched when stale. */
export function useLotStockWords(
  lot: Lot,
  available: number,
): { readonly kind: StockKind; readonly strands: number; readonly text: string } {
  const { t } = useTranslation('materials')
  const { stale, since } = useConnection()
  const locale = currentLocale()
  const amount = lotAmount(available, lot, locale, 1)
  if (stale) return { kind: 'stale', strands: 5, text: t('stock.stale', { amount, time: hour(new Date(since).toISOString(), locale) }) }
  if (available <= 0) return { kind: 'out', strands: 0, text: t('stock.none') }
  if (lot.displayUnit === 'piece' && available <= FEW_PIECES) {
    return available === 1
      ? { kind: 'last', strands: 1, text: t('stock.last') }
      : { kind: 'few', strands: available, text: t('stock.few', { amount }) }
  }
  return { kind: 'available', strands: 5, text: t('stock.free', { count: Math.floor(available / lot.displayBase), amount }) }
}

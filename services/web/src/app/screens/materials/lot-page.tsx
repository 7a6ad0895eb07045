import { useParams, useSearch } from '@tanstack/react-router'
import { type RefObject, useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefused } from '../../api/refused.ts'
import { useRoom } from '../../live/use-room.ts'
import { useLotStock } from '../../pieces/lot-stock.ts'
import { type Near, nearOf, pointText } from '../../places/home-town.ts'
import { useTitle } from '../../shell/use-title.ts'
import { Failed } from '../states/failed.tsx'
import { LotAside } from './lot-aside.tsx'
import { type Lot, useLot, useReadAgain } from './lot-data.ts'
import { LotPassport } from './lot-passport.tsx'
import { LotGone, LotSkeleton } from './lot-states.tsx'
import { LotTitle } from './lot-title.tsx'
import { LotViews } from './lot-views.tsx'

/** One lot: what it is, to scale; what was checked; how much of it one needs, and the act. */
export function LotPage() {
  const { code } = useParams({ from: '/materiaux/$code' })
  const { near: nearText, qty } = useSearch({ from: '/materiaux/$code' })
  const near = nearOf(nearText)
  const lot = useLot(code, pointText(near))
  // The page's focus went to the heading of what was shown while waiting: the lot's own takes it over.
  const focusTitle = useRef(false)
  const onWaited = useCallback((hadFocus: boolean) => {
    focusTitle.current = hadFocus
  }, [])
  useTitle(lot.data?.designation)
  if (isRefused(lot.error, 'not-found') && lot.data === undefined) return <LotGone />
  if (lot.error !== null && lot.data === undefined) return <Failed error={lot.error} reset={() => void lot.refetch()} />
  if (lot.data === undefined) return <LotSkeleton onEnd={onWaited} />
  return (
    <LotView
      key={lot.data.lotId}
      lot={lot.data}
      near={near}
      asked={qty === undefined ? undefined : Number(qty) || undefined}
      focusTitle={focusTitle}
    />
  )
}

function LotView({
  lot,
  near,
  asked,
  focusTitle,
}: {
  readonly lot: Lot
  readonly near: Near
  readonly asked: number | undefined
  readonly focusTitle: RefObject<boolean>
}) {
  const { t } = useTranslation('materials')
  const stock = useLotStock(lot)
  useRoom(`lot:${lot.lotId}`)
  useReadAgain(lot, stock.version)
  const town = near.town?.name ?? t('phrase.thisPoint')
  return (
    <div className="lot-page">
      <div className="show stack-16">
        <LotTitle lot={lot} town={town} focusTitle={focusTitle} />
        <LotViews lot={lot} />
      </div>
      <LotAside lot={lot} stock={stock} near={near} town={town} asked={asked} />
      <LotPassport lot={lot} />
    </div>
  )
}

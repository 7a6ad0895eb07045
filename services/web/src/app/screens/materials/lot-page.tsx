import { showLotCode } from '@filature/contracts/materials/lot-code'
import { Link, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefused } from '../../api/refused.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { useRoom } from '../../live/use-room.ts'
import { ActBar } from '../../pieces/act-bar.tsx'
import { Grade } from '../../pieces/grade.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { type LotStock, useLotStock } from '../../pieces/lot-stock.ts'
import { lotAmount, lotName, roadKm } from '../../pieces/lot-units.ts'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { type Near, nearOf, pointText } from '../../places/home-town.ts'
import { useTitle } from '../../shell/use-title.ts'
import { mass } from '../../words/numbers.ts'
import { longDay } from '../../words/times.ts'
import { Failed } from '../states/failed.tsx'
import { HeldBox } from './held-box.tsx'
import { useHoldControl } from './hold-control.ts'
import { HoldRefusal } from './hold-refusal.tsx'
import { type Hold, useHolds } from './holds-data.ts'
import { totalWords } from './live-figures.tsx'
import { BuyForm } from './lot-buy.tsx'
import { NothingToHold } from './lot-closed.tsx'
import { figuresFor, type Lot, useDetail, useLot, useReadAgain } from './lot-data.ts'
import { LotImpact } from './lot-impact.tsx'
import { LotMore } from './lot-more.tsx'
import { LotPassport } from './lot-passport.tsx'
import { useQuantity } from './lot-quantity.ts'
import { LotGone, LotSkeleton } from './lot-states.tsx'
import { LotViews } from './lot-views.tsx'
import { partsWords } from './sale-words.ts'
import { lastSearch, listIsBehind } from './search-memory.ts'
import { UndoToast } from './undo-toast.tsx'
import { useUndoRelease } from './use-undo.ts'

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
      <BuyAside lot={lot} stock={stock} near={near} town={town} asked={asked} />
      <LotPassport lot={lot} />
    </div>
  )
}

function LotTitle({ lot, town, focusTitle }: { readonly lot: Lot; readonly town: string; readonly focusTitle: RefObject<boolean> }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const router = useRouter()
  const { depot } = lot
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (focusTitle.current) title.current?.focus({ preventScroll: true })
    focusTitle.current = false
  }, [focusTitle])
  return (
    <div className="lot-title">
      <Link
        className="more to-list"
        to="/materiaux"
        search={lastSearch()}
        onClick={(event) => {
          if (!listIsBehind() || event.metaKey || event.ctrlKey) return
          event.preventDefault()
          router.history.back()
        }}
      >
        <Icon name="chevron-left" />
        {t('back')}
      </Link>
      <h1 ref={title} tabIndex={-1}>
        {lotName(lot.designation)}
      </h1>
      <p className="cluster">
        {lot.grade !== null && <Grade grade={lot.grade} />}
        <span className="with-icon tight">
          <Icon name="map-pin" />
          <span>{depot.km === null ? depot.town : t('lot.awayFrom', { place: depot.town, km: roadKm(depot.km, locale), town })}</span>
        </span>
        <span className="soft num">{t('lot.code', { code: showLotCode(lot.code) })}</span>
      </p>
      {lot.stage === 'future' && (
        <p className="with-icon">
          <Icon name="clock" />
          <span>
            {lot.window === null
              ? t('stage.future')
              : t('lot.window', { from: longDay(lot.window.from, locale), to: longDay(lot.window.to, locale) })}
          </span>
        </p>
      )}
      {lot.stage === 'in-transit' && (
        <p className="with-icon">
          <Icon name="truck" />
          <span>{t('stage.inTransit')}</span>
        </p>
      )}
    </div>
  )
}

const NO_HOLDS: readonly Hold[] = []

function BuyAside({
  lot,
  stock,
  near,
  town,
  asked,
}: {
  readonly lot: Lot
  readonly stock: LotStock
  readonly near: Near
  readonly town: string
  readonly asked: number | undefined
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const quantity = useQuantity(lot, stock.available, asked)
  const control = useHoldControl(lot, stock)
  const undo = useUndoRelease()
  const own = (useHolds().data ?? NO_HOLDS).filter(({ lotId }) => lotId === lot.lotId)
  const { qty } = quantity
  const detail = useDetail(lot.lotId, qty, pointText(near)).data
  const figures = figuresFor(detail, qty)
  const open = lot.publication === 'published' || lot.publication === 'restricted'
  const holdable = open && !stock.withdrawn && stock.available > 0
  // Somebody who already holds a part is not asked at once whether they want more.
  const form = holdable && (own.length === 0 || control.refusal !== undefined)
  return (
    <aside className="buy stack-16" aria-label={t('buy.label')}>
      <div className="panel woven">
        {own.map((hold) => (
          <HeldBox key={hold.holdId} hold={hold} focused={hold.holdId === control.taken} onReleased={undo.onReleased} />
        ))}
        {undo.refusal !== undefined && (
          <div className="panel-in">
            <HoldRefusal
              refusal={undo.refusal.refused}
              lot={lot}
              asked={undo.refusal.hold.qty}
              onTake={control.take}
              onForget={undo.forgetRefusal}
            />
          </div>
        )}
        {form && <BuyForm lot={lot} stock={stock} quantity={quantity} figures={figures} control={control} />}
        {holdable && own.length > 0 && control.refusal === undefined && (
          <details className="more-of-it">
            <summary>{t('buy.more')}</summary>
            <BuyForm lot={lot} stock={stock} quantity={quantity} figures={figures} control={control} />
          </details>
        )}
        {!holdable && own.length === 0 && (
          <NothingToHold lot={lot} stock={stock}>
            {control.refusal !== undefined && (
              <HoldRefusal refusal={control.refusal} lot={lot} asked={qty} onTake={control.take} onForget={control.forgetRefusal} />
            )}
          </NothingToHold>
        )}
      </div>
      <LotImpact lot={lot} qty={qty} figures={figures} detail={detail} town={town} />
      <LotMore lot={lot} stock={stock} own={own} />
      {form && (
        <ActBar label={t('buy.bar')}>
          <div>
            <p className="sum">
              {lotAmount(qty, lot, locale)} · {totalWords(lot, qty, figures, locale, t)}
            </p>
            <p className="small soft num">
              {[partsWords(lot, qty, t), figures?.massG == null ? undefined : mass(figures.massG, locale)].filter(Boolean).join(', ')}
            </p>
          </div>
          <WorkingButton className="primary compact" working={control.working} onClick={() => control.take(qty)}>
            {t('buy.holdShort')}
          </WorkingButton>
        </ActBar>
      )}
      {undo.released !== undefined && (
        <UndoToast
          key={undo.released.holdId}
          text={t('hold.released', { amount: lotAmount(undo.released.qty, lot, locale) })}
          act={t('hold.takeBack')}
          onAct={() => void undo.takeBack()}
          onEnd={undo.forget}
        />
      )}
    </aside>
  )
}

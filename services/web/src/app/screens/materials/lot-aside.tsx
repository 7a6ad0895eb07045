import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { ActBar } from '../../pieces/act-bar.tsx'
import type { LotStock } from '../../pieces/lot-stock.ts'
import { lotAmount } from '../../pieces/lot-units.ts'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { type Near, pointText } from '../../places/home-town.ts'
import { mass } from '../../words/numbers.ts'
import { HeldBox } from './held-box.tsx'
import { useHoldControl } from './hold-control.ts'
import { HoldRefusal } from './hold-refusal.tsx'
import { type Hold, useHolds } from './holds-data.ts'
import { totalWords } from './live-figures.tsx'
import { BuyForm } from './lot-buy.tsx'
import { NothingToHold } from './lot-closed.tsx'
import { figuresFor, type Lot, useDetail } from './lot-data.ts'
import { LotImpact } from './lot-impact.tsx'
import { LotMore } from './lot-more.tsx'
import { useQuantity } from './lot-quantity.ts'
import { QueueBox } from './queue-box.tsx'
import { useQueueControl } from './queue-control.ts'
import { QueueForm } from './queue-form.tsx'
import { QueueInstead } from './queue-instead.tsx'
import { partsWords } from './sale-words.ts'
import { UndoToast } from './undo-toast.tsx'
import { useUndoRelease } from './use-undo.ts'
import { useWishes } from './wishes-data.ts'

const NO_HOLDS: readonly Hold[] = []

/** Beside the lot: what one holds of it, the form to hold some, its effect on the climate, and where there is more. */
export function LotAside({
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
  const queue = useQueueControl(lot)
  const own = (useHolds().data ?? NO_HOLDS).filter(({ lotId }) => lotId === lot.lotId)
  const wish = useWishes().data?.find(({ lotId }) => lotId === lot.lotId)
  const [accepted, setAccepted] = useState<string | undefined>(undefined)
  const { qty } = quantity
  const detail = useDetail(lot.lotId, qty, pointText(near)).data
  const figures = figuresFor(detail, qty)
  const open = lot.publication === 'published' || lot.publication === 'restricted'
  const holdable = open && !stock.withdrawn && stock.available > 0
  // Somebody who already holds a part or waits for one is not asked at once whether they want more.
  const settled = own.length > 0 || wish !== undefined
  const form = holdable && (!settled || control.refusal !== undefined)
  const whole = stock.available + stock.held
  const instead = qty > stock.available && wish === undefined && <QueueInstead lot={lot} qty={qty} whole={whole} control={queue} />
  return (
    <aside className="buy stack-16" aria-label={t('buy.label')}>
      <div className="panel woven">
        {own.map((hold) => (
          <HeldBox
            key={hold.holdId}
            hold={hold}
            focused={hold.holdId === control.taken || hold.holdId === accepted}
            onReleased={undo.onReleased}
          />
        ))}
        {wish !== undefined && (
          <QueueBox wish={wish} focused={wish.wishId === queue.joined} onAccepted={({ holdId }) => setAccepted(holdId)} />
        )}
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
        {form && <BuyForm lot={lot} stock={stock} quantity={quantity} figures={figures} control={control} instead={instead} />}
        {holdable && settled && control.refusal === undefined && (
          <details className="more-of-it">
            <summary>{t(own.length > 0 ? 'buy.more' : 'queue.takeFree')}</summary>
            <BuyForm lot={lot} stock={stock} quantity={quantity} figures={figures} control={control} instead={instead} />
          </details>
        )}
        {!holdable && !settled && (
          <NothingToHold
            lot={lot}
            stock={stock}
            queue={open && !stock.withdrawn && stock.held > 0 && <QueueForm lot={lot} whole={whole} asked={asked} control={queue} />}
          >
            {control.refusal !== undefined && (
              <HoldRefusal refusal={control.refusal} lot={lot} asked={qty} onTake={control.take} onForget={control.forgetRefusal} />
            )}
          </NothingToHold>
        )}
      </div>
      <LotImpact lot={lot} qty={qty} figures={figures} detail={detail} town={town} />
      <LotMore lot={lot} stock={stock} own={own} offered={wish?.offer?.qty ?? 0} />
      {form && (
        <ActBar label={t('buy.bar')}>
          <div>
            <p className="sum">
              {lotAmount(qty, lot, locale)} · {totalWords(lot, qty, figures, locale, t)}
            </p>
            <p className="small soft num">
              {[partsWords(lot, qty, t, locale), figures?.massG == null ? undefined : mass(figures.massG, locale)]
                .filter(Boolean)
                .join(', ')}
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

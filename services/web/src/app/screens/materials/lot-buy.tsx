import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { useConnection } from '../../live/connection.ts'
import { Icon } from '../../pieces/icon.tsx'
import { LotPrice } from '../../pieces/lot-price.tsx'
import { type LotStock, useLotStockWords } from '../../pieces/lot-stock.ts'
import { lotAmount } from '../../pieces/lot-units.ts'
import { Stock } from '../../pieces/strands.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import type { HoldControl } from './hold-control.ts'
import { HoldRefusal } from './hold-refusal.tsx'
import { LiveFigures } from './live-figures.tsx'
import type { Figures, Lot } from './lot-data.ts'
import type { Quantity } from './lot-quantity.ts'
import { QuantityField } from './quantity-field.tsx'
import { QuantityHint } from './quantity-hint.tsx'
import { partsWords, saleWords } from './sale-words.ts'

/** How much one needs, what it weighs and costs, and the act. */
export function BuyForm({
  lot,
  stock,
  quantity,
  figures,
  control,
  instead,
}: {
  readonly lot: Lot
  readonly stock: LotStock
  readonly quantity: Quantity
  readonly figures: Figures | undefined
  readonly control: HoldControl
  /** Another way to what is not free. */
  readonly instead?: ReactNode
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const { stale } = useConnection()
  const { qty } = quantity
  const amount = lotAmount(qty, lot, locale)
  const sold = saleWords(lot, t, locale)
  const parts = partsWords(lot, qty, t, locale)
  const take = (wanted: number) => {
    quantity.set(wanted)
    control.take(wanted)
  }
  return (
    <form
      className="panel-in"
      onSubmit={(event) => {
        event.preventDefault()
        control.take(qty)
      }}
    >
      <div className="between">
        <LotPrice price={lot.price} displayUnit={lot.displayUnit} className="big-price" />
        <FreeNow lot={lot} stock={stock} />
      </div>
      <QuantityField lot={lot} quantity={quantity} qty={qty} isFixed={lot.granularity.mode === 'whole'} stale={stale}>
        {sold} {parts !== undefined && <strong className="num">{parts}.</strong>}
      </QuantityField>
      {quantity.hint !== undefined && <QuantityHint hint={quantity.hint} lot={lot} qty={qty} onTake={quantity.set} />}
      {instead}
      <LiveFigures lot={lot} qty={qty} figures={figures} />
      {control.refusal !== undefined && (
        <HoldRefusal refusal={control.refusal} lot={lot} asked={qty} onTake={take} onForget={control.forgetRefusal} />
      )}
      <div className="stack-8">
        <WorkingButton className="primary wide" type="submit" working={control.working}>
          {t('buy.hold', { amount })}
        </WorkingButton>
        <p className="small soft center">
          {lot.holdHours === null
            ? t('buy.untilReceipt')
            : t(lot.price.mode === 'free' ? 'buy.keptFree' : 'buy.kept', { hours: lot.holdHours })}
        </p>
      </div>
      {lot.publication === 'restricted' && (
        <p className="small soft with-icon start">
          <Icon name="alert-triangle" />
          <span>{t('buy.restricted')}</span>
        </p>
      )}
    </form>
  )
}

/** The line at the right of the price. */
export function FreeNow({ lot, stock }: { readonly lot: Lot; readonly stock: LotStock }) {
  const words = useLotStockWords(lot, stock.available)
  return <Stock {...words} changed={stock.changed} />
}

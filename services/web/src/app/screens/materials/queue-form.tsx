import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import type { Lot } from './lot-data.ts'
import { useQuantity } from './lot-quantity.ts'
import { QuantityField } from './quantity-field.tsx'
import type { QueueControl } from './queue-control.ts'

/** Nothing is free: how much one would take, and the act of standing in line for it. */
export function QueueForm({
  lot,
  whole,
  asked,
  control,
}: {
  readonly lot: Lot
  /** All that could ever come free, base units. */
  readonly whole: number
  readonly asked: number | undefined
  readonly control: QueueControl
}) {
  const { t } = useTranslation('materials')
  const say = useRefusalText()
  const quantity = useQuantity(lot, whole, asked === undefined ? undefined : Math.min(asked, whole))
  const [part, setPart] = useState(false)
  const { mode, min } = lot.granularity
  const qty = Math.min(quantity.qty, whole)
  const divisible = mode !== 'whole' && qty > min
  return (
    <form
      className="stack-16"
      onSubmit={(event) => {
        event.preventDefault()
        control.join({ qty, minQty: divisible && part ? min : qty })
      }}
    >
      <QuantityField lot={lot} quantity={quantity} qty={qty} isFixed={mode === 'whole' || whole <= min}>
        {lot.waiting === 0 ? t('queue.nobody') : t('queue.waiting', { count: lot.waiting })} {t('queue.how', { hours: lot.offerHours })}
      </QuantityField>
      {divisible && (
        <label className="check">
          <input type="checkbox" checked={part} onChange={(event) => setPart(event.target.checked)} />
          <span>{t('queue.part')}</span>
        </label>
      )}
      {control.refusal !== undefined && (
        <Refusal
          title={say(control.refusal)}
          out={
            <button className="button quiet compact" type="button" onClick={control.forgetRefusal}>
              {t('refusal.fine')}
            </button>
          }
        />
      )}
      <WorkingButton className="primary wide" type="submit" working={control.working}>
        {t('queue.join')}
      </WorkingButton>
    </form>
  )
}

import { useTranslation } from 'react-i18next'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { lotAmount } from '../../pieces/lot-units.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { isSellable } from './granularity.ts'
import type { Lot } from './lot-data.ts'
import type { QueueControl } from './queue-control.ts'

/** More than is free was asked for: stand in line for all of it instead. Nothing where the whole lot could not give it. */
export function QueueInstead({
  lot,
  qty,
  whole,
  control,
}: {
  readonly lot: Lot
  readonly qty: number
  /** All that could ever come free, base units. */
  readonly whole: number
  readonly control: QueueControl
}) {
  const { t } = useTranslation('materials')
  const say = useRefusalText()
  if (!isSellable(lot.granularity, whole, qty)) return null
  return (
    <div className="stack-8">
      <WorkingButton className="secondary wide" working={control.working} onClick={() => control.join({ qty, minQty: qty })}>
        {t('queue.joinFor', { amount: lotAmount(qty, lot, currentLocale()) })}
      </WorkingButton>
      {control.refusal !== undefined && <Refusal title={say(control.refusal)} />}
    </div>
  )
}

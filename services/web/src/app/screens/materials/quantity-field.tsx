import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { lotAmount, lotName } from '../../pieces/lot-units.ts'
import { Stepper } from '../../pieces/stepper.tsx'
import type { Lot } from './lot-data.ts'
import type { Quantity } from './lot-quantity.ts'
import { stepWords } from './sale-words.ts'

/** How much of a lot: keys and typing where there is a choice, the quantity alone where there is none. */
export function QuantityField({
  lot,
  quantity,
  qty,
  isFixed,
  stale = false,
  children,
}: {
  readonly lot: Lot
  readonly quantity: Quantity
  /** What is shown, base units. */
  readonly qty: number
  /** There is one quantity one can have. */
  readonly isFixed: boolean
  readonly stale?: boolean
  /** The line of help under it. */
  readonly children: ReactNode
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const amount = lotAmount(qty, lot, locale)
  return (
    <div className="field">
      {isFixed ? (
        <p className="field-label">{amount}</p>
      ) : (
        <>
          <p className="field-label" aria-hidden="true">
            {t('buy.howMuch')}
          </p>
          <Stepper
            name={lotName(lot.designation)}
            text={amount}
            stepText={stepWords(lot, t, locale)}
            onStep={quantity.step}
            onTyped={quantity.typed}
            wide
            stale={stale}
            least={quantity.least}
            most={quantity.full}
          />
        </>
      )}
      <p className="help">{children}</p>
    </div>
  )
}

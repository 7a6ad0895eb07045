import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Icon } from '../../pieces/icon.tsx'
import { lotAmount, lotAmounts } from '../../pieces/lot-units.ts'
import type { Lot } from './lot-data.ts'
import type { Hint } from './lot-quantity.ts'
import { offWords } from './sale-words.ts'

/** Said at the field as soon as it is known, with the quantities one can have as buttons. */
export function QuantityHint({
  hint,
  lot,
  qty,
  onTake,
}: {
  readonly hint: Hint
  readonly lot: Lot
  /** The quantity chosen now, base units. */
  readonly qty: number
  readonly onTake: (qty: number) => void
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const offered = hint.kind === 'off' ? hint.nearest : hint.most > 0 ? [hint.most] : []
  const amounts = lotAmounts(offered, lot, locale)
  const words =
    hint.kind === 'off'
      ? offWords(lot, hint.asked, t, locale)
      : hint.most > 0
        ? t('refusal.onlyLeft', { amount: lotAmount(hint.most, lot, locale) })
        : t('refusal.gone')
  return (
    <div className={`refusal ${hint.kind === 'off' ? 'is-hint' : ''}`} role="status">
      <Icon name={hint.kind === 'off' ? 'ruler-2' : 'alert-triangle'} />
      <div>
        <p>{words}</p>
      </div>
      {offered.length > 0 && (
        <div className="out">
          {offered.map((one, at) => (
            <button
              key={one}
              className={`button compact ${one === qty || offered.length === 1 ? 'secondary' : 'neutral'}`}
              type="button"
              onClick={() => onTake(one)}
            >
              {hint.kind === 'off' ? amounts[at] : t('refusal.take', { amount: amounts[at] ?? '' })}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

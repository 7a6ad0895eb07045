import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Countdown } from '../../pieces/countdown.tsx'
import { money } from '../../words/numbers.ts'
import type { OrderLine } from './session-data.ts'
import { amount } from './units.ts'

export function BasketLine({ line, onTakeBack }: { readonly line: OrderLine; readonly onTakeBack: () => void }) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const weighed = line.lowC !== line.highC
  const released = line.claim === 'released'
  return (
    <li className={`basket-line ${released ? 'lost' : ''}`}>
      <p className="strong">{line.name}</p>
      <p className="amount">
        {weighed && !released && <span className="small soft about">{t('basket.about')} </span>}
        {released ? '–' : money(line.estC, locale)}
      </p>
      <p className="small soft full">{amount(line.qtyB, line, locale)}</p>
      {line.claim === 'confirmed' ? (
        <p className="small soft full">{t('basket.confirmed')}</p>
      ) : (
        (released || line.expiresAt !== null) && (
          <Countdown
            endsAt={released ? null : line.expiresAt}
            ofSeconds={lengthOf(line)}
            name={line.name}
            word={<span className="sr">{t('basket.kept')}</span>}
            act={
              <button className="more" type="button" aria-label={t('line.takeBackName', { name: line.name })} onClick={onTakeBack}>
                {t('line.takeBack')}
              </button>
            }
          />
        )
      )}
    </li>
  )
}

/** What a hold lasts when nobody said otherwise, in seconds. */
const USUAL_HOLD_S = 1_200

/** Whole length of a line's hold, in seconds. */
export function lengthOf({ heldSince, expiresAt }: OrderLine): number {
  return heldSince === null || expiresAt === null ? USUAL_HOLD_S : (Date.parse(expiresAt) - Date.parse(heldSince)) / 1_000
}

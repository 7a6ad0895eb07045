import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { lotAmount } from '../../pieces/lot-units.ts'
import { mass, money } from '../../words/numbers.ts'
import { HoldActs } from '../materials/hold-acts.tsx'
import { HoldTime } from '../materials/hold-time.tsx'
import { type Hold, useHoldNews } from '../materials/holds-data.ts'
import { OwnLot } from './own-lot.tsx'

/** One thing kept for me: how much of what, how long, and what I can do. Once over it stays, and one can take it again. */
export function ReservationHold({ hold, onReleased }: { readonly hold: Hold; readonly onReleased: (hold: Hold) => void }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  useHoldNews(hold.holdId)
  const amount = lotAmount(hold.qty, hold, locale)
  const facts = [
    hold.massG === null ? undefined : mass(hold.massG, locale),
    hold.priceCents === null ? undefined : hold.priceCents === 0 ? t('price.free') : money(hold.priceCents, locale),
    hold.kind === 'confirmed' ? t('mine.confirmed') : undefined,
  ]
  return (
    <OwnLot
      lot={hold}
      said={
        <p className="num">
          <strong>{amount}</strong> <span className="soft">{['', ...facts.filter(Boolean)].join(' · ').trim()}</span>
        </p>
      }
      acts={<HoldActs hold={hold} onReleased={onReleased} />}
    >
      <HoldTime
        hold={hold}
        act={
          <Link className="more" to="/materiaux/$code" params={{ code: hold.code }} search={{ qty: String(hold.qty) }}>
            {t('hold.takeBack')}
          </Link>
        }
      />
    </OwnLot>
  )
}

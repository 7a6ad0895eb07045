import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { lotAmount } from '../../pieces/lot-units.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import { dayAndHour } from '../../words/times.ts'
import type { Lot } from './lot-data.ts'
import { SimilarLink } from './similar-link.tsx'

/** The server said no: what is, what is safe, and the way out with its figure. */
export function HoldRefusal({
  refusal,
  lot,
  asked,
  onTake,
  onForget,
}: {
  readonly refusal: Refused
  readonly lot: Lot
  /** Base units that were asked for. */
  readonly asked: number
  /** Takes another quantity, in base units. */
  readonly onTake: (qty: number) => void
  readonly onForget: () => void
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const say = useRefusalText()
  const { code } = refusal.problem
  const available = refusal.problem['available']
  const nearest = refusal.problem['nearest']
  const until = refusal.problem['until']
  if (code === 'insufficient-stock' && typeof available === 'number') {
    return (
      <Refusal
        title={available === 0 ? t('refusal.gone') : t('refusal.onlyLeft', { amount: lotAmount(available, lot, locale) })}
        out={
          available === 0 ? (
            <SimilarLink lot={lot} className="button secondary compact" />
          ) : (
            <button className="button secondary compact" type="button" onClick={() => onTake(available)}>
              {t('refusal.take', { amount: lotAmount(available, lot, locale) })}
            </button>
          )
        }
      >
        {available === 0 ? t('refusal.nothingHeld') : undefined}
      </Refusal>
    )
  }
  if ((code === 'granularity' || code === 'remainder-too-small') && Array.isArray(nearest)) {
    const offered = nearest.filter((one): one is number => typeof one === 'number')
    return (
      <Refusal
        kind="hint"
        icon="ruler-2"
        title={code === 'granularity' ? t('refusal.cannotCut', { amount: lotAmount(asked, lot, locale) }) : t('refusal.tooLittleLeft')}
        out={offered.map((qty) => (
          <button key={qty} className="button secondary compact" type="button" onClick={() => onTake(qty)}>
            {lotAmount(qty, lot, locale)}
          </button>
        ))}
      />
    )
  }
  if (code === 'quota-exceeded') {
    return (
      <Refusal
        title={say(refusal)}
        out={
          <Link className="button secondary compact" to="/moi/reservations">
            {t('refusal.myHolds')}
          </Link>
        }
      />
    )
  }
  if (code === 'rehold-cooldown' && typeof until === 'string') {
    return (
      <Refusal
        title={t('refusal.cooldown', { when: dayAndHour(until, locale) })}
        out={<SimilarLink lot={lot} className="button secondary compact" />}
      />
    )
  }
  const again = code === 'lot-busy' || code === 'offline' || code === 'unavailable' || code === 'busy'
  return (
    <Refusal
      title={say(refusal, t('refusal.offline'))}
      out={
        again ? (
          <button className="button secondary compact" type="button" onClick={() => onTake(asked)}>
            {t('refusal.again')}
          </button>
        ) : (
          <>
            <SimilarLink lot={lot} className="button secondary compact" />
            <button className="button quiet compact" type="button" onClick={onForget}>
              {t('refusal.fine')}
            </button>
          </>
        )
      }
    />
  )
}

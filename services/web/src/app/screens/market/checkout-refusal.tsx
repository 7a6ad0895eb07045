import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import { money } from '../../words/numbers.ts'
import { timeRange, wallTimeAt } from '../../words/times.ts'
import type { Order } from './session-data.ts'

interface Alternative {
  readonly pointId: string
  readonly slotId: string
  readonly pointName?: string
  readonly startsAt: string
  readonly endsAt: string
}

function isAlternative(value: unknown): value is Alternative {
  return typeof value === 'object' && value !== null && 'pointId' in value && 'slotId' in value && 'startsAt' in value && 'endsAt' in value
}

/** What stopped the confirmation, named at once; the rest of the basket is safe. */
export function CheckoutRefusal({
  order,
  refused,
  onChoose,
  onContinueWithout,
}: {
  readonly order: Order
  readonly refused: Refused
  readonly onChoose: (pointId: string, slotId: string) => void
  readonly onContinueWithout: (offerIds: readonly string[]) => void
}) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const say = useRefusalText()
  const { code, ...figures } = refused.problem
  if (code === 'slot-full') {
    const listed = Array.isArray(figures['alternatives']) ? figures['alternatives'].filter(isAlternative) : []
    return (
      <Refusal
        title={t('checkout.slotTaken')}
        out={listed.map((slot) => (
          <button key={slot.slotId} className="button secondary compact" type="button" onClick={() => onChoose(slot.pointId, slot.slotId)}>
            {timeRange(wallTimeAt(slot.startsAt), wallTimeAt(slot.endsAt), locale)}
            {slot.pointName !== undefined && `, ${slot.pointName}`}
          </button>
        ))}
      >
        {t('checkout.allSafe')}
      </Refusal>
    )
  }
  if (code === 'line-unavailable') {
    const ids = lostOffers(figures['lines'])
    const names = order.lines.filter(({ offerId }) => ids.includes(offerId)).map(({ name }) => name)
    return (
      <Refusal
        title={t('checkout.lost', { count: Math.max(names.length, 1), names: names.join(', ') })}
        out={
          <>
            <button className="button secondary compact" type="button" onClick={() => onContinueWithout(ids)}>
              {t('checkout.without', { names: names.join(', ') })}
            </button>
            <Link className="button quiet compact" to="/marche/$session" params={{ session: order.sessionId }}>
              {t('basket.backToStall')}
            </Link>
          </>
        }
      >
        {t('checkout.restSafe')}
      </Refusal>
    )
  }
  const missingC = figures['missingC']
  return (
    <Refusal
      title={
        typeof missingC === 'number' ? t('checkout.tooLittle', { amount: money(missingC, locale) }) : say(refused, t('refusal.offline'))
      }
      out={
        code === 'below-minimum' && (
          <Link className="button secondary compact" to="/marche/$session" params={{ session: order.sessionId }}>
            {t('basket.backToStall')}
          </Link>
        )
      }
    >
      {t('checkout.allSafe')}
    </Refusal>
  )
}

function lostOffers(lines: unknown): string[] {
  if (!Array.isArray(lines)) return []
  return lines.flatMap((line: unknown) => {
    if (typeof line === 'string') return [line]
    return typeof line === 'object' && line !== null && 'offerId' in line && typeof line.offerId === 'string' ? [line.offerId] : []
  })
}

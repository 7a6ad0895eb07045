import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Icon } from '../../pieces/icon.tsx'
import { number } from '../../words/numbers.ts'
import { hour, weekday } from '../../words/times.ts'
import type { Offer } from './session-data.ts'

const LABEL_ICON: Readonly<Record<string, string>> = { aop: 'rosette', aoc: 'rosette', igp: 'rosette', 'label-rouge': 'rosette' }

/** Labels valid on the pick-up day, allergens contained and traces, an earlier closing. */
export function ProductMarks({ offer, sessionClosesAt }: { readonly offer: Offer; readonly sessionClosesAt: string }) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const { contains, traces } = offer.allergens
  const names = (list: readonly Offer['allergens']['contains'][number][]) => list.map((one) => t(`allergen.${one}`)).join(', ')
  const early = offer.closesAt < sessionClosesAt
  if (offer.labels.length === 0 && contains.length === 0 && traces.length === 0 && offer.alcoholBp === null && !early) return null
  return (
    <ul className="marks">
      {offer.labels.map((label) => (
        <li key={label} className="mark label">
          <Icon name={LABEL_ICON[label] ?? 'leaf'} />
          {t(`label.${label}`)}
        </li>
      ))}
      {contains.length > 0 && (
        <li className="mark allergen">
          <Icon name="alert-triangle" />
          {t('product.contains', { list: names(contains) })}
        </li>
      )}
      {traces.length > 0 && <li className="mark">{t('product.traces', { list: names(traces) })}</li>}
      {offer.alcoholBp !== null && <li className="mark">{t('product.alcohol', { percent: number(offer.alcoholBp / 100, locale) })}</li>}
      {early && (
        <li className="mark">
          <Icon name="lock" />
          {t('product.closesEarly', { day: weekday(offer.closesAt, locale), hour: hour(offer.closesAt, locale) })}
        </li>
      )}
    </ul>
  )
}

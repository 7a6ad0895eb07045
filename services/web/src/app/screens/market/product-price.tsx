import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { money, number } from '../../words/numbers.ts'
import type { Offer } from './session-data.ts'
import { isFeminine, unitWord } from './units.ts'

/** Amount and unit on one line; the price per kg or litre always beside it (arrêté of 3 December 1987). */
export function ProductPrice({ offer }: { readonly offer: Offer }) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const per =
    offer.pricePer === 'piece'
      ? t(isFeminine(offer.displayUnit) ? 'price.perFeminine' : 'price.perMasculine', { unit: unitWord(offer.displayUnit, 1, locale) })
      : t(offer.pricePer === 'kg' ? 'price.perKg' : 'price.perLitre')
  const weighed = offer.lowG !== null && offer.highG !== null && offer.estC !== null
  return (
    <p className="price">
      <b>{money(offer.priceC, locale)}</b> <span className="per">{per}</span>
      {weighed && (
        <span className="unit-price">
          {t('price.weighed', {
            low: number((offer.lowG ?? 0) / 1_000, locale),
            high: number((offer.highG ?? 0) / 1_000, locale),
            estimate: money(offer.estC ?? 0, locale),
          })}
        </span>
      )}
      {offer.unitPriceC !== null && offer.unitPricePer !== null && (
        <span className="unit-price">
          {money(offer.unitPriceC, locale)}{' '}
          {t(offer.unitPricePer === 'kg' ? 'price.perKg' : offer.unitPricePer === 'piece' ? 'price.each' : 'price.perLitre')}
        </span>
      )}
      {offer.depositC > 0 && <span className="unit-price">{t('price.deposit', { amount: money(offer.depositC, locale) })}</span>}
    </p>
  )
}

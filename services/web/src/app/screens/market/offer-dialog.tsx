import { ALLERGENS } from '@filature/contracts/market/lists'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Dialog } from '../../pieces/dialog.tsx'
import { Tile } from '../../pieces/drawing.tsx'
import { number } from '../../words/numbers.ts'
import { lookOf } from './looks.ts'
import { ProductPrice } from './product-price.tsx'
import { useOffers } from './session-data.ts'

/** One product whole: ingredients, the fourteen allergens one by one, storage. A route, so that it can be shared and gone back from. */
export function OfferDialog() {
  const { session, offer: offerId } = useParams({ from: '/marche/$session/$offer' })
  const { t } = useTranslation('market')
  const navigate = useNavigate()
  const offers = useOffers(session)
  const offer = offers.data?.find(({ id }) => id === offerId)
  const close = () => void navigate({ to: '/marche/$session', params: { session }, search: true, resetScroll: false })
  if (offer === undefined) return null
  const locale = currentLocale()
  const look = lookOf(offer.image, offer.category)
  const { contains, traces, declared } = offer.allergens
  const facts = [
    [t('offer.producer'), offer.producerName],
    [t('offer.variety'), offer.variety],
    [t('offer.origin'), offer.origin?.place ?? ''],
    [t('offer.quality'), offer.qualityClass === '' ? '' : t('offer.qualityClass', { class: offer.qualityClass })],
    [t('offer.ingredients'), offer.ingredients],
    [t('offer.storage'), t(`storage.${offer.storage}`)],
    [t('offer.shelfLife'), offer.shelfLifeDays === null ? '' : t('offer.days', { count: offer.shelfLifeDays })],
    [t('offer.alcohol'), offer.alcoholBp === null ? '' : t('product.alcohol', { percent: number(offer.alcoholBp / 100, locale) })],
  ].filter((fact) => fact[1] !== '')
  return (
    <Dialog open onClose={close} title={offer.name}>
      <div className="sheet-in stack-16 offer-whole">
        <Tile kind="produce" name={look.drawing} tone={look.tone} className="wide" eager />
        {offer.description !== '' && <p>{offer.description}</p>}
        <ProductPrice offer={offer} />
        <dl className="passport">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <h3>{t('offer.allergens')}</h3>
        {declared ? (
          <ul className="allergen-list">
            {ALLERGENS.map((allergen) => {
              const how = contains.includes(allergen) ? 'contains' : traces.includes(allergen) ? 'traces' : 'none'
              return (
                <li key={allergen} className={how === 'none' ? 'soft' : 'strong'}>
                  {t('offer.allergen', { allergen: t(`allergen.${allergen}`), how: t(`offer.${how}`) })}
                </li>
              )
            })}
          </ul>
        ) : (
          <p className="soft">{t('offer.undeclared')}</p>
        )}
      </div>
    </Dialog>
  )
}

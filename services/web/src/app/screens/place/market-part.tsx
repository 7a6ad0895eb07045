import type { OfferView } from '@filature/contracts/market/offer'
import type { SessionSummary } from '@filature/contracts/market/session'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { Tile } from '../../pieces/drawing.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { money, NB } from '../../words/numbers.ts'
import { hour, span, timeRange, wallTimeAt, weekday } from '../../words/times.ts'
import { AISLES, aisleOf } from '../market/aisles.ts'
import { lookOf } from '../market/looks.ts'
import { useOffers } from '../market/session-data.ts'

const TASTES = 6

/** The next market of the place: until when, where, by whom, and a taste of what is there. */
export function MarketPart({ session }: { readonly session: SessionSummary }) {
  const { t } = useTranslation('place')
  const locale = currentLocale()
  const offers = useOffers(session.id)
  const open = session.state === 'open'
  const edge = open ? session.closesAt : session.opensAt
  const left = (Date.parse(edge) - serverNowMs()) / 1_000
  const hours = timeRange(wallTimeAt(session.firstPickupAt), wallTimeAt(session.lastPickupAt), locale)
  const when = { day: weekday(edge, locale), hour: hour(edge, locale) }
  const places = new Intl.ListFormat(locale, { type: 'disjunction' }).format(session.points.map(({ name }) => name))
  return (
    <section aria-labelledby="marche">
      <SectionTitle
        id="marche"
        title={t('market.title', { day: weekday(session.pickupDate, locale) })}
        more={
          <Link className="more" to="/marche/$session" params={{ session: session.id }}>
            {t('market.all')}
            <Icon name="chevron-right" />
          </Link>
        }
      />
      <div className="session">
        <ul className="key-facts">
          <li className="with-icon start">
            <Icon name="clock" />
            <span>
              <strong>{t(open ? 'market.orderUntil' : left > 0 ? 'market.opens' : 'market.closed', when)}</strong>
              {left > 0 && (
                <>
                  <br />
                  <span className="soft num">{t('market.left', { span: span(left, locale) })}</span>
                </>
              )}
            </span>
          </li>
          <li className="with-icon start">
            <Icon name="map-pin" />
            <span>
              <strong>{t('market.pickup', { day: weekday(session.pickupDate, locale), hours })}</strong>
              <br />
              <span className="soft">{t('market.places', { places })}</span>
            </span>
          </li>
          <li className="with-icon start">
            <Icon name="users" />
            <span>
              <strong>{t('market.producers', { count: session.producers })}</strong>
              {offers.data !== undefined && (
                <>
                  <br />
                  <span className="soft">{t('market.products', { count: offers.data.length })}</span>
                </>
              )}
            </span>
          </li>
        </ul>
        <Tastes sessionId={session.id} offers={offers.data} />
      </div>
    </section>
  )
}

/** One thing of each aisle, in the order of the stall; skeletons of the same size until they are there. */
function Tastes({ sessionId, offers }: { readonly sessionId: string; readonly offers: readonly OfferView[] | undefined }) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  if (offers === undefined) {
    return (
      <ul className="taste" aria-hidden="true">
        {AISLES.slice(0, TASTES).map(({ key }) => (
          <li key={key}>
            <span className="bone tile" />
          </li>
        ))}
      </ul>
    )
  }
  return (
    <ul className="taste">
      {tastesOf(offers).map((offer, at) => {
        const { drawing, tone } = lookOf(offer.image, offer.category)
        return (
          <li key={offer.id}>
            <Link to="/marche/$session/$offer" params={{ session: sessionId, offer: offer.id }}>
              <Tile kind="produce" name={drawing} tone={tone} eager={at < TASTES} />
              <span className="strong">{offer.name}</span>
              <span className="num soft">
                {money(offer.priceC, locale)}
                {offer.pricePer === 'kg' && ` ${t('price.perKg').replace(' ', NB)}`}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** The most asked for of each aisle; what is gone or paused is no taste. */
function tastesOf(offers: readonly OfferView[]): readonly OfferView[] {
  const asked = ({ heldB, confirmedB, allocatedB }: OfferView) => (heldB + confirmedB) / Math.max(1, allocatedB)
  const there = offers.filter(({ availableB, minB, state }) => availableB >= minB && state === 'listed').sort((a, b) => asked(b) - asked(a))
  const byAisle = Map.groupBy(there, ({ category }) => aisleOf(category))
  const firsts = AISLES.flatMap(({ key }) => byAisle.get(key)?.slice(0, 1) ?? [])
  return [...firsts, ...there.filter((offer) => !firsts.includes(offer))].slice(0, TASTES)
}

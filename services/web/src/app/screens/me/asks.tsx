import type { Hold } from '@filature/contracts/materials/hold-shapes'
import type { Wish } from '@filature/contracts/materials/wish-shapes'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Countdown } from '../../pieces/countdown.tsx'
import { Tile } from '../../pieces/drawing.tsx'
import { lotAmount, lotName } from '../../pieces/lot-units.ts'
import { materialTone } from '../../pieces/material-tone.ts'
import { money } from '../../words/numbers.ts'
import { weekday } from '../../words/times.ts'
import { lookOf } from '../market/looks.ts'
import type { Order } from './me-data.ts'

/** A basket that runs: its soonest end, and the way to confirm it. */
export function BasketAsk({ order }: { readonly order: Order }) {
  const { t } = useTranslation('me')
  const locale = currentLocale()
  const first = order.lines[0]
  if (first === undefined) return null
  const look = lookOf(first.image, '')
  return (
    <li className="ask">
      <Tile kind="produce" name={look.drawing} tone={look.tone} eager />
      <div>
        <h3>{t('ask.basket', { count: order.lines.length })}</h3>
        <p className="soft small">
          {t('ask.basketText', { amount: money(order.totals.totalC, locale), day: weekday(order.pickupDate, locale) })}
        </p>
        {order.expiresAt !== null && <Countdown endsAt={order.expiresAt} ofSeconds={1_200} name={t('ask.basketName')} />}
      </div>
      <div className="out">
        <Link className="button primary compact" to="/moi/panier/valider" search={{ session: order.sessionId }}>
          {t('ask.confirm')}
        </Link>
      </div>
    </li>
  )
}

/** A reservation that ends soon. */
export function HoldAsk({ hold }: { readonly hold: Hold }) {
  const { t } = useTranslation('me')
  const locale = currentLocale()
  return (
    <li className="ask">
      <Tile kind="materials" name={hold.family.drawing} tone={materialTone(hold.family.drawing)} eager />
      <div>
        <h3>{lotName(hold.designation)}</h3>
        <p className="soft small">
          {lotAmount(hold.qty, hold, locale)}, {hold.depot.name}
        </p>
        {hold.expiresAt !== null && (
          <Countdown
            endsAt={hold.expiresAt}
            ofSeconds={(Date.parse(hold.expiresAt) - Date.parse(hold.createdAt)) / 1_000}
            name={lotName(hold.designation)}
          />
        )}
      </div>
      <div className="out">
        <Link className="button secondary compact" to="/moi/reservations">
          {t('ask.seeHold')}
        </Link>
      </div>
    </li>
  )
}

/** Something that I waited for has come free: mine to answer. */
export function OfferAsk({ wish, offer }: { readonly wish: Wish; readonly offer: NonNullable<Wish['offer']> }) {
  const { t } = useTranslation('me')
  const locale = currentLocale()
  const what = lotName(wish.designation)
  return (
    <li className="ask">
      <Tile kind="materials" name={wish.family.drawing} tone={materialTone(wish.family.drawing)} eager />
      <div>
        <h3>{t('ask.offer', { what })}</h3>
        <p className="soft small">
          {lotAmount(offer.qty, wish, locale)}, {wish.depot.name}
        </p>
        <Countdown endsAt={offer.until} ofSeconds={(Date.parse(offer.until) - Date.parse(offer.createdAt)) / 1_000} name={what} />
      </div>
      <div className="out">
        <Link className="button primary compact" to="/moi/recherches">
          {t('ask.answer')}
        </Link>
      </div>
    </li>
  )
}

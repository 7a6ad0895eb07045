import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Countdown } from '../../pieces/countdown.tsx'
import { lotAmount } from '../../pieces/lot-units.ts'
import { mass, money } from '../../words/numbers.ts'
import { dayAndHour } from '../../words/times.ts'
import type { Wish } from './wishes-data.ts'

/** Where one stands: the rank and what is waited for, or how long the offer is one's own. */
export function WishPlace({ wish }: { readonly wish: Wish }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const { offer } = wish
  if (offer !== null) {
    const ofSeconds = (Date.parse(offer.until) - Date.parse(offer.createdAt)) / 1_000
    const facts = [
      offer.massG === null ? undefined : mass(offer.massG, locale),
      offer.priceCents === null ? undefined : offer.priceCents === 0 ? t('price.free') : money(offer.priceCents, locale),
    ].filter((fact) => fact !== undefined)
    return (
      <div className="stack-4">
        {facts.length > 0 && <p className="num">{facts.join(' · ')}</p>}
        <Countdown endsAt={offer.until} ofSeconds={ofSeconds} name={wish.designation} word={t('queue.yoursFor')} />
        <p className="small soft">{t('queue.until', { until: dayAndHour(offer.until, locale) })}</p>
      </div>
    )
  }
  const amount = lotAmount(wish.qty, wish, locale)
  const least = wish.minQty < wish.qty ? lotAmount(wish.minQty, wish, locale) : undefined
  return <p className="small soft num">{least === undefined ? t('queue.wants', { amount }) : t('queue.wantsPart', { amount, least })}</p>
}

/** `Vous êtes n° 2 dans la file` */
export function useRankWords(): (wish: Wish) => string {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  return ({ rank, offer, ...wish }) =>
    offer !== null
      ? t('queue.yours', { amount: lotAmount(offer.qty, wish, locale) })
      : rank === 1
        ? t('queue.next')
        : t('queue.rank', { rank: rank ?? wish.waiting })
}

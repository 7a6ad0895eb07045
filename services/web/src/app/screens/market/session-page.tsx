import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoom } from '../../live/use-room.ts'
import { Drawing } from '../../pieces/drawing.tsx'
import { Empty } from '../../pieces/empty.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { Failed } from '../states/failed.tsx'
import { AISLES, aisleOf } from './aisles.ts'
import { BasketAside, BasketBar } from './basket-places.tsx'
import { CarriedOver } from './carried-over.tsx'
import { FilterBar } from './filter-bar.tsx'
import { type Filters, NO_FILTERS, paramsOf, passes, readFilters } from './filters.ts'
import { ProductCard } from './product-card.tsx'
import { type Offer, useMyOrder, useOffers, useSession } from './session-data.ts'
import { SessionHead } from './session-head.tsx'
import { SessionSkeleton } from './session-skeleton.tsx'

/** Pictures of the first cards are fetched at once, the rest when they come near. */
const EAGER_CARDS = 8
const NO_OFFERS: readonly Offer[] = []

/** One market day. What one looks for is in the address, so that it can be gone back to and shared. */
export function SessionPage() {
  const { session: id } = useParams({ from: '/marche/$session' })
  const { t } = useTranslation('market')
  const session = useSession(id)
  const offers = useOffers(id)
  const order = useMyOrder(id)
  const params = useSearch({ from: '/marche/$session' })
  const filters = useMemo(() => readFilters(params), [params])
  const navigate = useNavigate({ from: '/marche/$session' })
  const look = useCallback(
    (next: Filters) => void navigate({ to: '.', search: paramsOf(next), replace: true, resetScroll: false }),
    [navigate],
  )
  useRoom(`session:${id}`)

  const lines = useMemo(() => new Map(order.data?.lines.map((line) => [line.offerId, line])), [order.data])
  const shown = useMemo(() => (offers.data ?? []).filter((offer) => passes(offer, filters)), [offers.data, filters])
  const aisles = useMemo(() => {
    const byAisle = Map.groupBy(shown, ({ category }) => aisleOf(category))
    return AISLES.flatMap((aisle) => {
      const inAisle = byAisle.get(aisle.key)
      return inAisle === undefined ? [] : [{ ...aisle, offers: inAisle }]
    })
  }, [shown])

  if (session.error !== null) return <Failed error={session.error} reset={() => void session.refetch()} />
  if (session.data === undefined) return <SessionSkeleton />
  let drawn = 0
  return (
    <div className="with-aside">
      <div className="stack-24">
        <SessionHead session={session.data} />
        <nav className="swatches" aria-label={t('session.aisles')}>
          {aisles.map(({ key, drawing, tone }) => (
            <a
              key={key}
              href={`#${key}`}
              onClick={(event) => {
                event.preventDefault()
                const title = document.getElementById(key)
                title?.scrollIntoView({ block: 'start' })
                title?.setAttribute('tabindex', '-1')
                title?.focus({ preventScroll: true })
              }}
            >
              <span className={`tile tone-${tone}`}>
                <Drawing kind="produce" name={drawing} eager />
              </span>
              <span>{t(`aisle.${key}`)}</span>
            </a>
          ))}
        </nav>
        <FilterBar filters={filters} onChange={look} offers={offers.data ?? []} hidden={(offers.data?.length ?? 0) - shown.length} />
        <CarriedOver sessionId={id} offers={offers.data ?? NO_OFFERS} />
        {offers.error !== null && <Failed error={offers.error} reset={() => void offers.refetch()} />}
        {order.error !== null && <Failed error={order.error} reset={() => void order.refetch()} />}
        {offers.data !== undefined && shown.length === 0 && (
          <Empty
            scene="empty-search"
            title={offers.data.length === 0 ? t('session.nothingYet') : t('session.nothingFits')}
            act={
              offers.data.length > 0 && (
                <button className="button secondary" type="button" onClick={() => look(NO_FILTERS)}>
                  {t('filter.clear')}
                </button>
              )
            }
          />
        )}
        <div className="stack-48">
          {aisles.map(({ key, offers: inAisle }) => (
            <section key={key} className="stall" aria-labelledby={key}>
              <SectionTitle
                id={key}
                title={t(`aisle.${key}`)}
                more={<span className="soft num">{t('aisle.count', { count: inAisle.length })}</span>}
              />
              <ul>
                {inAisle.map((offer) => {
                  drawn += 1
                  return (
                    <ProductCard
                      key={offer.id}
                      sessionId={id}
                      sessionClosesAt={session.data.closesAt}
                      offer={offer}
                      line={lines.get(offer.id)}
                      eager={drawn <= EAGER_CARDS}
                    />
                  )
                })}
              </ul>
            </section>
          ))}
        </div>
      </div>
      {order.error === null && <BasketAside order={order.data} />}
      <BasketBar order={order.data} />
      <Outlet />
    </div>
  )
}

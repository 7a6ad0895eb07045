import { Link, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefused } from '../../api/refused.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { Icon } from '../../pieces/icon.tsx'
import { choosePlace } from '../../shell/current-place.ts'
import { useTitle } from '../../shell/use-title.ts'
import { french } from '../../words/spacing.ts'
import { Failed } from '../states/failed.tsx'
import { NotFound } from '../states/not-found.tsx'
import { Hero } from './hero.tsx'
import { LotsPart } from './lots-part.tsx'
import { MarketPart } from './market-part.tsx'
import { OpenNow } from './open-now.tsx'
import { usePlace, useSessionsToCome } from './place-data.ts'
import { PlaceSkeleton } from './place-skeleton.tsx'
import { VisitPart } from './visit-part.tsx'

/** The home of a place: what it is, whether it is open, its next market, what came in, and how to get there. */
export function PlacePage() {
  const { place: slug } = useParams({ from: '/lieux/$place' })
  const { t } = useTranslation('place')
  const { data: place, error, refetch } = usePlace(slug)
  const sessions = useSessionsToCome()
  useTitle(place?.name)
  useEffect(() => {
    if (place !== undefined) choosePlace(place.slug ?? place.id)
  }, [place])

  if (isRefused(error, 'not-found')) return <NotFound />
  if (error !== null) return <Failed error={error} reset={() => void refetch()} />
  if (place === undefined) return <PlaceSkeleton />
  const ours = sessions.data?.filter(({ orgId }) => orgId === place.id)
  const session = ours?.find(({ state }) => state === 'open') ?? ours?.[0]
  const { lat, lon } = place
  const locale = currentLocale()
  return (
    <>
      <Hero
        kicker={place.town ?? undefined}
        title={place.name}
        lead={locale === 'fr' ? french(place.description.fr) : place.description.en}
        now={<OpenNow opening={place.opening} closures={place.closures} />}
        acts={
          <>
            {session === undefined ? (
              <Link className="button primary" to="/marche">
                <Icon name="basket" />
                {t('act.market')}
              </Link>
            ) : (
              <Link className="button primary" to="/marche/$session" params={{ session: session.id }}>
                <Icon name="basket" />
                {t('act.market')}
              </Link>
            )}
            <Link className="button secondary" to="/materiaux">
              {t('act.materials')}
            </Link>
          </>
        }
      />
      <div className="content stack place-parts">
        {session !== undefined && <MarketPart session={session} />}
        <LotsPart at={lat === null || lon === null ? undefined : { lat, lon }} />
        <VisitPart place={place} />
      </div>
    </>
  )
}

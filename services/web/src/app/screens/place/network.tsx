import type { Organisation } from '@filature/contracts/identity/http'
import type { SessionSummary } from '@filature/contracts/market/session'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { Icon } from '../../pieces/icon.tsx'
import { Roof } from '../../pieces/roof.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import type { Tone } from '../../pieces/tone.ts'
import { choosePlace, usePlaces } from '../../shell/current-place.ts'
import { useTitle } from '../../shell/use-title.ts'
import { openState } from '../../words/opening.ts'
import { hour, wallTime, weekday } from '../../words/times.ts'
import { Failed } from '../states/failed.tsx'
import { Hero } from './hero.tsx'
import { LotsPart } from './lots-part.tsx'
import { MarketPart } from './market-part.tsx'
import { useSessionsToCome } from './place-data.ts'

const TONES: readonly Tone[] = ['brique', 'clain', 'mousse', 'ocre', 'prune', 'garance']

/** Pick a place near, see that it lives. */
export function Network() {
  const { t } = useTranslation('place')
  const places = usePlaces()
  const sessions = useSessionsToCome()
  useTitle('Filature')
  const next = sessions.data?.find(({ state }) => state === 'open') ?? sessions.data?.[0]
  return (
    <>
      <Hero
        title={t('network.title')}
        lead={t('network.lead')}
        acts={
          <>
            <Link className="button primary" to="/marche">
              <Icon name="basket" />
              {t('act.market')}
            </Link>
            <Link className="button secondary" to="/materiaux">
              {t('act.materials')}
            </Link>
          </>
        }
      />
      <div className="content stack place-parts">
        <section aria-labelledby="lieux">
          <SectionTitle id="lieux" title={t('network.places')} />
          {places.error !== null && <Failed error={places.error} reset={() => void places.refetch()} />}
          <ul className="places-list">
            {places.data?.items.map((place, at) => (
              <PlaceEntry
                key={place.id}
                place={place}
                tone={TONES[at % TONES.length] ?? 'brique'}
                session={sessions.data?.find(({ orgId }) => orgId === place.id)}
              />
            ))}
          </ul>
        </section>
        {next !== undefined && <MarketPart session={next} />}
        <LotsPart at={undefined} />
      </div>
    </>
  )
}

function PlaceEntry({
  place,
  tone,
  session,
}: {
  readonly place: Organisation
  readonly tone: Tone
  readonly session: SessionSummary | undefined
}) {
  const { t } = useTranslation('place')
  const locale = currentLocale()
  const { now, next } = openState(place.opening, place.closures, serverNowMs())
  const slug = place.slug ?? place.id
  const open =
    now !== undefined
      ? t('open.until', { time: wallTime(now.to, locale) })
      : next !== undefined
        ? t('network.opens', { day: weekday(next.date, locale), time: wallTime(next.from, locale) })
        : undefined
  return (
    <li className="place-entry">
      <span className={`marker tone-${tone}`}>
        <Roof />
      </span>
      <div>
        <h3>
          <Link to="/lieux/$place" params={{ place: slug }} onClick={() => choosePlace(slug)}>
            {place.name}
          </Link>
        </h3>
        <p className="soft">{place.town}</p>
        <ul className="small place-life">
          {open !== undefined && (
            <li className="with-icon">
              <Icon name={now === undefined ? 'clock' : 'door-enter'} />
              {open}
            </li>
          )}
          {session?.state === 'open' && (
            <li className="with-icon">
              <Icon name="basket" />
              {t('network.session', { day: weekday(session.closesAt, locale), hour: hour(session.closesAt, locale) })}
            </li>
          )}
        </ul>
      </div>
    </li>
  )
}

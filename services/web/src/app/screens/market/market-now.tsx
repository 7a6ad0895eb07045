import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { market } from '../../api/client.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { Empty } from '../../pieces/empty.tsx'
import { useCurrentPlace } from '../../shell/current-place.ts'
import { useTitle } from '../../shell/use-title.ts'
import { dayAndHour, longDay } from '../../words/times.ts'
import { Failed } from '../states/failed.tsx'
import { SessionSkeleton } from './session-skeleton.tsx'

/** This week's market: straight to the session that is open at the place one is in, else to any open one, else what comes next. */
export function MarketNow() {
  const { t } = useTranslation('market')
  useTitle(t('session.noneOpen'))
  const place = useCurrentPlace()
  const locale = currentLocale()
  const open = useQuery({
    queryKey: ['sessions', 'open'],
    queryFn: () => market('GET /sessions', { query: { state: 'open', limit: 100 } }),
  })
  const coming = useQuery({
    queryKey: ['sessions', 'scheduled'],
    queryFn: () => market('GET /sessions', { query: { state: 'scheduled', limit: 24 } }),
    enabled: open.data?.items.length === 0,
  })
  if (open.error !== null) return <Failed error={open.error} reset={() => void open.refetch()} />
  if (coming.error !== null) return <Failed error={coming.error} reset={() => void coming.refetch()} />
  if (open.data === undefined) return <SessionSkeleton />
  const here = open.data.items.find(({ orgId }) => orgId === place?.id) ?? open.data.items[0]
  if (here !== undefined) return <Navigate to="/marche/$session" params={{ session: here.id }} replace />
  return (
    <div className="stack-24">
      <h1>{t('session.noneOpen')}</h1>
      {coming.data?.items.length === 0 && <Empty scene="market" title={t('session.noneComing')} />}
      <ul className="rows">
        {coming.data?.items.map((session) => (
          <li key={session.id} className="row">
            <div>
              <Link className="strong" to="/marche/$session" params={{ session: session.id }}>
                {session.hubName}, {longDay(session.pickupDate, locale)}
              </Link>
              <p className="small soft">{t('session.opensAt', { when: dayAndHour(session.opensAt, locale) })}</p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}

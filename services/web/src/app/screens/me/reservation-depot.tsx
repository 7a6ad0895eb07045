import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { materials } from '../../api/client.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { Icon } from '../../pieces/icon.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { capital } from '../../words/capital.ts'
import { mass, money } from '../../words/numbers.ts'
import { longDay } from '../../words/times.ts'
import type { Hold } from '../materials/holds-data.ts'
import { openingHours } from '../materials/opening-hours.ts'
import { ReservationHold } from './reservation-hold.tsx'
import { nextOpening } from './reservation-opening.ts'

/** Everything to fetch in one place: address, hours, what it weighs and costs together, then thing by thing. */
export function DepotHolds({
  depotId,
  holds,
  onReleased,
}: {
  readonly depotId: string
  readonly holds: readonly Hold[]
  readonly onReleased: (hold: Hold) => void
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const { data: depot } = useQuery({
    queryKey: ['depot', depotId],
    queryFn: () => materials('GET /depots/:id', { params: { id: depotId } }),
    staleTime: 10 * 60_000,
  })
  const [first] = holds
  const masses = holds.map(({ massG }) => massG)
  const massG = masses.some((one) => one === null) ? null : masses.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  const cents = holds.reduce((sum, { priceCents }) => sum + (priceCents ?? 0), 0)
  const next = depot === undefined ? undefined : nextOpening(depot, serverNowMs(), locale)
  const titleId = `depot-${depotId}`
  const together = [
    t('mine.things', { count: holds.length }),
    massG === null ? undefined : mass(massG, locale),
    cents > 0 ? t('mine.payThere', { amount: money(cents, locale) }) : undefined,
  ]
  return (
    <section className="reservation-depot" aria-labelledby={titleId}>
      <SectionTitle id={titleId} title={first?.depot.name ?? ''} />
      <div className="reservation-place">
        <p className="with-icon start">
          <Icon name="package" />
          <span className="num">{together.filter(Boolean).join(' · ')}</span>
        </p>
        <p className="with-icon start">
          <Icon name="map-pin" />
          <span>
            {depot === undefined
              ? first?.depot.town
              : [depot.address.street, `${depot.address.postalCode} ${depot.address.town}`].filter((part) => part.trim() !== '').join(', ')}
            {depot?.access.note !== undefined && <span className="small soft">{depot.access.note}</span>}
          </span>
        </p>
        {depot !== undefined && (
          <p className="with-icon start">
            <Icon name="clock" />
            <span>
              {capital(openingHours(depot.openings, locale))}
              {next !== undefined && (
                <span className="small soft">
                  {next.kind === 'now'
                    ? t('mine.openUntil', { hour: next.until })
                    : t('mine.opens', { day: longDay(next.on, locale), hour: next.from })}
                </span>
              )}
            </span>
          </p>
        )}
      </div>
      <ul className="reservation-list">
        {holds.map((hold) => (
          <ReservationHold key={hold.holdId} hold={hold} onReleased={onReleased} />
        ))}
      </ul>
    </section>
  )
}

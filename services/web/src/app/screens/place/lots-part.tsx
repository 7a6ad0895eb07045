import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useRoom } from '../../live/use-room.ts'
import { Icon } from '../../pieces/icon.tsx'
import { LotRow } from '../../pieces/lot-row.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { useNewestLots } from './place-data.ts'

/** What came in last, drawn as in the depot. A place without a depot shows those of the network. */
export function LotsPart({ at }: { readonly at: { readonly lat: number; readonly lon: number } | undefined }) {
  const { t } = useTranslation('place')
  const { data } = useNewestLots(at)
  useRoom(data === undefined || data.items.length === 0 ? undefined : 'lots')
  if (data === undefined || data.items.length === 0) return null
  const near = at === undefined ? undefined : `${at.lat},${at.lon}`
  return (
    <section aria-labelledby="lots" className="lots cards">
      <SectionTitle
        id="lots"
        title={t('lots.title')}
        more={
          <Link className="more" to="/materiaux" search={near === undefined ? {} : { near, radiusKm: '10' }}>
            {t('lots.all', { count: data.total })}
            <Icon name="chevron-right" />
          </Link>
        }
      />
      <ul>
        {data.items.map((lot) => (
          <LotRow key={lot.lotId} lot={lot} compact {...(near !== undefined && { near })} />
        ))}
      </ul>
    </section>
  )
}

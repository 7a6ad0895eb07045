import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { roadKm } from '../../pieces/lot-units.ts'
import { VienneMap } from '../../pieces/map.tsx'
import { number } from '../../words/numbers.ts'
import { nearWords } from './phrase-words.ts'
import type { Facets } from './search-data.ts'
import type { Filters } from './search-filters.ts'

/** Depots and how many lots each has; a pin keeps the list to its depot, again takes that away. */
export function SearchMap({
  filters,
  depots,
  onChange,
}: {
  readonly filters: Filters
  readonly depots: Facets['depots']
  readonly onChange: (next: Filters) => void
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  return (
    <>
      <VienneMap
        near={filters.near}
        radiusKm={filters.radiusKm}
        chosen={filters.depots}
        onPin={(depotId) => onChange({ ...filters, depots: filters.depots.length === 1 && filters.depots[0] === depotId ? [] : [depotId] })}
        label={t('map.label', { count: depots.length, town: nearWords(filters, t) })}
        pins={depots.map(({ depotId, name, geo, km, count }) => ({
          id: depotId,
          at: geo,
          text: number(count, locale),
          name: t('map.pin', { name, count, km: km === null ? '' : roadKm(km, locale) }),
        }))}
      />
      <p className="small soft map-note">{t('map.note')}</p>
    </>
  )
}

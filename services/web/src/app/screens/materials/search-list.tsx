import type { LotCard } from '@filature/contracts/materials/lot-shapes'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Empty } from '../../pieces/empty.tsx'
import { LotRow } from '../../pieces/lot-row.tsx'
import { roadKm } from '../../pieces/lot-units.ts'
import { pointText } from '../../places/home-town.ts'
import { number } from '../../words/numbers.ts'
import { nearWords, ofTown, radiusWords } from './phrase-words.ts'
import type { Facets } from './search-data.ts'
import { type Filters, narrows, radiusFor, SORTS, type Sort, withoutNarrowing } from './search-filters.ts'
import { rememberOpened } from './search-memory.ts'

/** Pictures of the first rows are fetched at once. */
const EAGER_ROWS = 6

/** How many, in what order. */
export function ListHead({
  filters,
  onChange,
  total,
  depots,
}: {
  readonly filters: Filters
  readonly onChange: (next: Filters) => void
  readonly total: number | undefined
  readonly depots: number
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const sorts = SORTS.filter((sort) => sort !== 'relevance' || filters.q !== '')
  return (
    <div className="between list-head">
      <h2 className="count-lots" aria-live="polite">
        {total !== undefined && (
          <>
            <span className="num">{t('list.lots', { count: total, amount: number(total, locale) })}</span>{' '}
            {depots > 0 && <span className="soft desk">{t('list.inDepots', { count: depots })}</span>}
          </>
        )}
      </h2>
      <label className="with-icon sort">
        <span className="soft desk" aria-hidden="true">
          {t('list.sort')}
        </span>
        <span className="sr">{t('list.sortLabel')}</span>
        <select
          className="bare"
          value={filters.sort ?? (filters.q === '' ? 'distance' : 'relevance')}
          onChange={(event) => onChange({ ...filters, sort: SORTS.find((sort) => sort === event.target.value) as Sort })}
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {t(`list.sorts.${sort}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

export function LotList({ lots, filters }: { readonly lots: readonly LotCard[]; readonly filters: Filters }) {
  const near = pointText(filters.near)
  return (
    <ul>
      {lots.map((lot, at) => (
        <LotRow
          key={lot.lotId}
          lot={lot}
          near={near}
          {...(filters.needed?.unit === lot.unit && { qty: String(filters.needed.qty) })}
          eager={at < EAGER_ROWS}
          onOpen={openedFromList}
        />
      ))}
    </ul>
  )
}

const openedFromList = ({ lotId }: LotCard) => rememberOpened(lotId)

/** One sentence why, and the act that finds something: the circle that reaches the nearest one, or fewer filters. */
export function NothingFound({
  filters,
  depots,
  onChange,
}: {
  readonly filters: Filters
  /** Where there would be some, nearest first, beyond the circle too. */
  readonly depots: Facets['depots']
  readonly onChange: (next: Filters) => void
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const town = nearWords(filters, t)
  const radius = radiusWords(filters, locale)
  const nearest = depots.find(({ km, count }) => count > 0 && km !== null && km > filters.radiusKm)
  const wider = nearest?.km == null ? undefined : radiusFor(nearest.km)
  const widerKm = wider === undefined ? undefined : radiusWords({ radiusKm: wider }, locale)
  return (
    <Empty
      scene="empty-search"
      title={radius === undefined ? t('empty.nowhere') : t('empty.within', { radius, of: ofTown(town, t), town })}
      act={
        <div className="cluster center">
          {wider !== undefined && (
            <button className="button primary" type="button" onClick={() => onChange({ ...filters, radiusKm: wider, depots: [] })}>
              {widerKm === undefined ? t('empty.widenAll') : t('empty.widen', { radius: widerKm })}
            </button>
          )}
          {narrows(filters) && (
            <button
              className={`button ${wider === undefined ? 'primary' : 'secondary'}`}
              type="button"
              onClick={() => onChange(withoutNarrowing(filters))}
            >
              {t('empty.clear')}
            </button>
          )}
        </div>
      }
    >
      {nearest?.km == null ? undefined : t('empty.nearest', { place: nearest.town, km: roadKm(nearest.km, locale) })}
    </Empty>
  )
}

/** The final size of the rows, while the first answer is on its way. */
export function ListSkeleton() {
  const { t } = useTranslation()
  return (
    <ul aria-busy="true" aria-label={t('state.loading')}>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <li key={row} className="lot">
          <span className="bone tile" />
          <div className="lot-text">
            <span className="bone" style={{ inlineSize: '70%' }} />
            <span className="bone" style={{ inlineSize: '50%' }} />
            <span className="bone" style={{ inlineSize: '40%' }} />
          </div>
          <div className="lot-facts">
            <span className="bone" style={{ inlineSize: '5rem' }} />
            <span className="bone" style={{ inlineSize: '7rem' }} />
          </div>
        </li>
      ))}
    </ul>
  )
}

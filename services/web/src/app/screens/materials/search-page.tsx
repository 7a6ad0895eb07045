import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { useRoom } from '../../live/use-room.ts'
import { Icon } from '../../pieces/icon.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { useTitle } from '../../shell/use-title.ts'
import { number } from '../../words/numbers.ts'
import { Failed } from '../states/failed.tsx'
import { ChoiceDialog } from './choice-dialog.tsx'
import { FacetList } from './facets.tsx'
import { useFamilies, useLotSearch } from './search-data.ts'
import { type Filters, paramsOf, readFilters } from './search-filters.ts'
import { ListHead, ListSkeleton, LotList, NothingFound } from './search-list.tsx'
import { SearchMap } from './search-map.tsx'
import { rememberSearch, takeOpened } from './search-memory.ts'
import { SearchPhrase } from './search-phrase.tsx'
import { useDesk } from './use-desk.ts'

/** Find: the sentence, what refines it, the list, and the map that says the same. Every choice is in the address. */
export function SearchPage() {
  const { t } = useTranslation('materials')
  const params = useSearch({ from: '/materiaux' })
  const navigate = useNavigate()
  const locale = currentLocale()
  const desk = useDesk()
  const filters = useMemo(() => readFilters(params), [params])
  const found = useLotSearch(filters)
  const families = useFamilies().data?.items ?? []
  const [filtering, setFiltering] = useState(false)
  // One depot: its own room is smaller than that of all lots.
  useRoom(filters.depots.length === 1 ? `depot:${filters.depots[0]}` : 'lots')
  useTitle(t('title'))
  useEffect(() => rememberSearch(paramsOf(filters)), [filters])

  const change = useCallback(
    (next: Filters) => void navigate({ to: '/materiaux', search: paramsOf(next), replace: true, resetScroll: false }),
    [navigate],
  )
  const lots = useMemo(() => found.data?.pages.flatMap(({ items }) => items) ?? [], [found.data])
  useFocusOnOpened(lots.length > 0)
  const facets = found.data?.pages[0]?.facets
  const total = found.data?.pages[0]?.total
  const inReach = (facets?.depots ?? []).filter(
    ({ depotId, km, count }) =>
      count > 0 && (km === null || km <= filters.radiusKm) && (filters.depots.length === 0 || filters.depots.includes(depotId)),
  )
  const done = total === undefined ? t('list.show') : t('list.showLots', { count: total, amount: number(total, locale) })
  const facetList = <FacetList filters={filters} onChange={change} families={families} counts={facets} />
  const failed = found.error !== null && <Failed error={found.error} reset={() => void found.refetch()} />

  return (
    <div className="stack-24">
      <h1 className="sr">{t('title')}</h1>
      <SearchPhrase filters={filters} onChange={change} families={families} facets={facets} done={done} />
      {!desk && (
        <div className="between">
          <fieldset className="segment">
            <legend className="sr">{t('view.label')}</legend>
            {(['list', 'map'] as const).map((view) => (
              <button key={view} type="button" aria-pressed={filters.view === view} onClick={() => change({ ...filters, view })}>
                <Icon name={view} />
                {t(`view.${view}`)}
              </button>
            ))}
          </fieldset>
          <button className="chip" type="button" aria-haspopup="dialog" onClick={() => setFiltering(true)}>
            <Icon name="adjustments-horizontal" />
            {t('facet.open')}
          </button>
        </div>
      )}
      <div className={`layout ${filters.view === 'map' ? 'is-map' : ''}`}>
        {desk && (
          <search className="facets" aria-label={t('facet.label')}>
            {facetList}
          </search>
        )}
        <section className="lots" aria-label={t('list.label')} aria-busy={found.isPlaceholderData}>
          <ListHead filters={filters} onChange={change} total={total} depots={inReach.length} />
          {found.data?.pages[0]?.approximate === true && <p className="soft approximate">{t('list.approximate', { text: filters.q })}</p>}
          {failed}
          {found.isPending && <ListSkeleton />}
          {total === 0 && <NothingFound filters={filters} depots={facets?.depots ?? []} onChange={change} />}
          <LotList lots={lots} filters={filters} />
          {found.hasNextPage && (
            <div className="list-more">
              <WorkingButton className="neutral" working={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t('list.more', { shown: number(lots.length, locale), total: number(total ?? 0, locale) })}
              </WorkingButton>
            </div>
          )}
        </section>
        <div className="map-side">
          <SearchMap filters={filters} depots={facets?.depots ?? []} onChange={change} />
        </div>
      </div>
      <ChoiceDialog open={filtering && !desk} onClose={() => setFiltering(false)} title={t('facet.open')} done={done}>
        <div>{facetList}</div>
      </ChoiceDialog>
    </div>
  )
}

/** Coming back from a lot: its link has the focus again, where one left. */
function useFocusOnOpened(ready: boolean) {
  useEffect(() => {
    if (!ready) return
    const lotId = takeOpened()
    if (lotId === undefined) return
    // After the page's own focus on its heading.
    const timer = setTimeout(() => {
      document.querySelector<HTMLElement>(`[data-lot="${CSS.escape(lotId)}"] h3 a`)?.focus({ preventScroll: true })
    }, 0)
    return () => clearTimeout(timer)
  }, [ready])
}

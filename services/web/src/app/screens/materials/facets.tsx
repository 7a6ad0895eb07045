import type { Family } from '@filature/contracts/materials/depot-shapes'
import { GRADES, PRICE_MODES } from '@filature/contracts/materials/lists'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { FacetChecks } from './facet-checks.tsx'
import type { Facets as Counts } from './search-data.ts'
import { type Filters, toggled } from './search-filters.ts'
import { SizeFields } from './size-fields.tsx'

/** Groups shown before one asks for all. */
const FIRST_GROUPS = 6

/** Everything that refines the sentence. At the left on the desk, in a sheet on the phone. */
export function FacetList({
  filters,
  onChange,
  families,
  counts,
}: {
  readonly filters: Filters
  readonly onChange: (next: Filters) => void
  readonly families: readonly Family[]
  readonly counts: Counts | undefined
}) {
  const { t } = useTranslation('materials')
  const dateId = useId()
  const { when } = filters
  const isDate = when !== undefined && when !== 'now' && when !== 'coming'
  return (
    <>
      <fieldset className="facet">
        <legend>{t('facet.family')}</legend>
        <FamilyFacet filters={filters} onChange={onChange} families={families} counts={counts} />
      </fieldset>
      <fieldset className="facet">
        <legend>
          {t('facet.size')} <span className="soft small unit">{t('facet.inMm')}</span>
        </legend>
        <SizeFields filters={filters} onChange={onChange} />
      </fieldset>
      <fieldset className="facet">
        <legend>{t('facet.grade')}</legend>
        <FacetChecks
          checks={GRADES.map((grade) => ({
            value: grade,
            label: t('facet.gradeOf', { grade, words: t(`grade.${grade}`) }),
            count: counts === undefined ? undefined : (counts.grades.find((one) => one.grade === grade)?.count ?? 0),
          })).filter(({ value, count }) => value !== 'E' || count !== 0 || filters.grades.includes(value))}
          chosen={filters.grades}
          onToggle={(grade) => onChange({ ...filters, grades: toggled(filters.grades, grade) })}
        />
      </fieldset>
      <fieldset className="facet">
        <legend>{t('facet.when')}</legend>
        <FacetChecks
          checks={[
            { value: 'now', label: t('facet.now'), count: counts?.when.now },
            { value: 'coming', label: t('facet.coming'), count: counts?.when.coming },
          ]}
          chosen={when === 'now' || when === 'coming' ? [when] : []}
          onToggle={(value) => onChange({ ...filters, when: when === value ? undefined : value })}
        />
        <div className="dims date">
          <label htmlFor={dateId}>{t('facet.by')}</label>
          <input
            className="input"
            id={dateId}
            type="date"
            value={isDate ? when : ''}
            onChange={(event) => onChange({ ...filters, when: event.target.value === '' ? undefined : event.target.value })}
          />
        </div>
      </fieldset>
      <fieldset className="facet">
        <legend>{t('facet.price')}</legend>
        <FacetChecks
          checks={PRICE_MODES.map((mode) => ({
            value: mode,
            label: t(`facet.prices.${mode}`),
            count: counts === undefined ? undefined : (counts.priceModes.find((one) => one.mode === mode)?.count ?? 0),
          })).filter(({ value, count }) => count !== 0 || filters.prices.includes(value))}
          chosen={filters.prices}
          onToggle={(mode) => onChange({ ...filters, prices: toggled(filters.prices, mode) })}
        />
      </fieldset>
      {(counts?.depots.length ?? 0) > 0 && (
        <fieldset className="facet">
          <legend>{t('facet.depot')}</legend>
          <FacetChecks
            checks={(counts?.depots ?? []).map(({ depotId, name, count }) => ({ value: depotId, label: name, count }))}
            chosen={filters.depots}
            onToggle={(depotId) => onChange({ ...filters, depots: toggled(filters.depots, depotId) })}
          />
        </fieldset>
      )}
    </>
  )
}

function FamilyFacet({ filters, onChange, families, counts }: Parameters<typeof FacetList>[0]) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const [all, setAll] = useState(false)
  const known = new Map(counts?.families.map(({ familyId, count }) => [familyId, count]))
  const groups = families.filter(({ level }) => level === 'group')
  const fullestFirst = () =>
    known.size === 0 ? [] : groups.map(({ familyId }) => familyId).sort((a, b) => (known.get(b) ?? 0) - (known.get(a) ?? 0))
  // Known at once when one comes back: the column is as long as it was, and the page stands where it stood.
  const [order, setOrder] = useState<readonly string[]>(fullestFirst)
  useEffect(() => {
    // Fixed once, the fullest first: rows must not change places while one ticks them.
    if (order.length === 0 && known.size > 0 && groups.length > 0) setOrder(fullestFirst())
  })
  const first = all ? order : order.slice(0, FIRST_GROUPS)
  // Chosen ones are always there to be unticked, leaves of a group too.
  const shown = [...first, ...filters.families.filter((familyId) => !first.includes(familyId))]
  return (
    <>
      <FacetChecks
        checks={shown.map((familyId) => ({
          value: familyId,
          label: families.find((family) => family.familyId === familyId)?.label[locale] ?? familyId,
          count: counts === undefined ? undefined : (known.get(familyId) ?? 0),
        }))}
        chosen={filters.families}
        onToggle={(familyId) => onChange({ ...filters, families: toggled(filters.families, familyId) })}
      />
      {order.length > FIRST_GROUPS && (
        <button className="more" type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('facet.fewer') : t('facet.all')}
        </button>
      )}
    </>
  )
}

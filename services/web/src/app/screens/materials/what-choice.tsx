import type { Family } from '@filature/contracts/materials/depot-shapes'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { number } from '../../words/numbers.ts'
import { ChoiceDialog } from './choice-dialog.tsx'
import type { ChoiceProps } from './choice-props.ts'
import { FacetChecks } from './facet-checks.tsx'
import type { Facets } from './search-data.ts'
import { toggled } from './search-filters.ts'
import { useDesk } from './use-desk.ts'

/** Words, or families: groups open on what belongs to them. */
export function WhatChoice({
  open,
  filters,
  onChange,
  onClose,
  done,
  families,
  facets,
}: ChoiceProps & { readonly families: readonly Family[]; readonly facets: Facets | undefined }) {
  const { t } = useTranslation('materials')
  const id = useId()
  // On the phone the keyboard would hide the families.
  const desk = useDesk()
  const locale = currentLocale()
  const [text, setText] = useState(filters.q)
  useEffect(() => {
    if (open) setText(filters.q)
  }, [open, filters.q])
  const counts = new Map(facets?.families.map(({ familyId, count }) => [familyId, count]))
  const apply = () => {
    if (text.trim() !== filters.q) onChange({ ...filters, q: text.trim() })
  }
  const groups = families.filter(({ level, familyId }) => level === 'group' && isShown(familyId))
  function isShown(familyId: string): boolean {
    return counts.has(familyId) || filters.families.includes(familyId)
  }
  return (
    <ChoiceDialog
      open={open}
      onClose={() => {
        apply()
        onClose()
      }}
      title={t('choice.what')}
      done={done}
    >
      <div className="field">
        <label htmlFor={id}>{t('choice.words')}</label>
        <input
          className="input"
          id={id}
          type="search"
          data-first={desk || undefined}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={apply}
        />
        <p className="help">{t('choice.wordsHelp')}</p>
      </div>
      <fieldset className="family-tree">
        <legend className="field-label">{t('facet.family')}</legend>
        {groups.map((group) => {
          const inside = families.filter(({ parentId, familyId }) => parentId === group.familyId && isShown(familyId))
          const chosen = inside.some(({ familyId }) => filters.families.includes(familyId))
          return (
            <details key={group.familyId} open={chosen || undefined}>
              <summary>
                <span>{group.label[locale]}</span>
                <span className="end small soft num">{number(counts.get(group.familyId) ?? 0, locale)}</span>
              </summary>
              <FacetChecks
                checks={[
                  { value: group.familyId, label: t('choice.wholeFamily'), count: counts.get(group.familyId) ?? 0 },
                  ...inside.map(({ familyId, label }) => ({
                    value: familyId,
                    label: label[locale],
                    count: counts.get(familyId) ?? 0,
                  })),
                ]}
                chosen={filters.families}
                onToggle={(familyId) => onChange({ ...filters, families: toggled(filters.families, familyId) })}
              />
            </details>
          )
        })}
      </fieldset>
    </ChoiceDialog>
  )
}

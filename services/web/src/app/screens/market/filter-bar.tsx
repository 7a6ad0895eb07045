import { ALLERGENS } from '@filature/contracts/market/lists'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../pieces/dialog.tsx'
import { Icon } from '../../pieces/icon.tsx'
import type { Filters } from './filters.ts'
import { SearchField } from './search-field.tsx'
import type { Offer } from './session-data.ts'

/** Filters on and off; the ones with choices open a sheet. */
export function FilterBar({
  filters,
  onChange,
  offers,
  hidden,
}: {
  readonly filters: Filters
  readonly onChange: (next: Filters) => void
  readonly offers: readonly Offer[]
  readonly hidden: number
}) {
  const { t } = useTranslation('market')
  const [open, setOpen] = useState<'search' | 'allergens' | 'producers' | undefined>(undefined)
  const close = () => setOpen(undefined)
  const producers = [...new Map(offers.map(({ producerId, producerName }) => [producerId, producerName]))].sort((a, b) =>
    a[1].localeCompare(b[1]),
  )
  const chosenProducer = producers.find(([id]) => id === filters.producer)?.[1]
  return (
    <search className="bar-top" aria-label={t('filter.label')}>
      <div className="chips slide">
        <button className="chip" type="button" aria-haspopup="dialog" aria-pressed={filters.text !== ''} onClick={() => setOpen('search')}>
          <Icon name="search" />
          {filters.text === '' ? t('filter.search') : t('filter.looksFor', { text: filters.text })}
        </button>
        <button
          className="chip"
          type="button"
          aria-haspopup="dialog"
          aria-pressed={filters.without.length > 0}
          onClick={() => setOpen('allergens')}
        >
          {filters.without.length === 0 ? t('filter.allergens') : t('filter.without', { count: filters.without.length })}
          <Icon name="chevron-down" />
        </button>
        <button
          className="chip"
          type="button"
          aria-pressed={filters.organic}
          onClick={() => onChange({ ...filters, organic: !filters.organic })}
        >
          <Icon name="leaf" />
          {t('filter.organic')}
        </button>
        <button
          className="chip"
          type="button"
          aria-haspopup="dialog"
          aria-pressed={filters.producer !== undefined}
          onClick={() => setOpen('producers')}
        >
          {chosenProducer ?? t('filter.producers')}
          <Icon name="chevron-down" />
        </button>
        <button className="chip" type="button" aria-pressed={filters.cold} onClick={() => onChange({ ...filters, cold: !filters.cold })}>
          <Icon name="snowflake" />
          {t('filter.cold')}
        </button>
      </div>
      <p className="small soft" role="status">
        {hidden > 0 ? t('filter.hidden', { count: hidden }) : ''}
      </p>
      <Dialog open={open === 'search'} onClose={close} title={t('filter.search')} shape="sheet">
        <SearchField text={filters.text} onChange={(text) => onChange({ ...filters, text })} onDone={close} />
      </Dialog>
      <Dialog open={open === 'allergens'} onClose={close} title={t('filter.allergensTitle')} shape="sheet">
        <fieldset className="sheet-in choices">
          <legend className="soft">{t('filter.allergensHelp')}</legend>
          {ALLERGENS.map((allergen) => (
            <label key={allergen} className="choice">
              <input
                type="checkbox"
                checked={filters.without.includes(allergen)}
                onChange={(event) =>
                  onChange({
                    ...filters,
                    without: event.target.checked ? [...filters.without, allergen] : filters.without.filter((one) => one !== allergen),
                  })
                }
              />
              <span>{t(`allergen.${allergen}`)}</span>
            </label>
          ))}
        </fieldset>
      </Dialog>
      <Dialog open={open === 'producers'} onClose={close} title={t('filter.producers')} shape="sheet">
        <fieldset className="sheet-in choices">
          <legend className="sr">{t('filter.producers')}</legend>
          <label className="choice">
            <input
              type="radio"
              name="producer"
              checked={filters.producer === undefined}
              onChange={() => onChange({ ...filters, producer: undefined })}
            />
            <span>{t('filter.allProducers')}</span>
          </label>
          {producers.map(([id, name]) => (
            <label key={id} className="choice">
              <input
                type="radio"
                name="producer"
                checked={filters.producer === id}
                onChange={() => onChange({ ...filters, producer: id })}
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
      </Dialog>
    </search>
  )
}

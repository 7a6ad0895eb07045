import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rememberTown } from '../../places/home-town.ts'
import { townsNamed } from '../../places/towns.ts'
import { ChoiceDialog } from './choice-dialog.tsx'
import type { ChoiceProps } from './choice-props.ts'
import { useDesk } from './use-desk.ts'

/** Where things would go to: a town of the gazetteer. Nobody is located. */
export function TownChoice({ open, filters, onChange, onClose, done }: ChoiceProps) {
  const { t } = useTranslation('materials')
  const id = useId()
  const desk = useDesk()
  const [typed, setTyped] = useState('')
  useEffect(() => {
    if (open) setTyped('')
  }, [open])
  const towns = townsNamed(typed)
  return (
    <ChoiceDialog open={open} onClose={onClose} title={t('choice.town')} done={done}>
      <div className="field">
        <label htmlFor={id}>{t('choice.townSearch')}</label>
        <input
          className="input"
          id={id}
          type="search"
          data-first={desk || undefined}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            const [first] = towns
            if (event.key !== 'Enter' || typed === '' || first === undefined) return
            rememberTown(first)
            onChange({ ...filters, near: { lat: first.lat, lon: first.lon, town: first } })
          }}
        />
      </div>
      <p className="sr" role="status">
        {typed === '' ? '' : t('choice.towns', { count: towns.length })}
      </p>
      {towns.length === 0 ? (
        <p className="soft">{t('choice.noTown')}</p>
      ) : (
        <fieldset className="choices">
          <legend className="sr">{t('choice.town')}</legend>
          {towns.map((town) => (
            <label key={town.id} className="choice">
              <input
                type="radio"
                name={`${id}town`}
                checked={filters.near.town?.id === town.id}
                onChange={() => {
                  rememberTown(town)
                  onChange({ ...filters, near: { lat: town.lat, lon: town.lon, town } })
                }}
              />
              <span>{town.name}</span>
            </label>
          ))}
        </fieldset>
      )}
    </ChoiceDialog>
  )
}

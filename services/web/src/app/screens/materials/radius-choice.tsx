import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { NB, number } from '../../words/numbers.ts'
import { ChoiceDialog } from './choice-dialog.tsx'
import type { ChoiceProps } from './choice-props.ts'
import { ANYWHERE_KM, RADII_KM } from './search-filters.ts'

export function RadiusChoice({ open, filters, onChange, onClose, done }: ChoiceProps) {
  const { t } = useTranslation('materials')
  const name = useId()
  const locale = currentLocale()
  const radii = [...new Set<number>([...RADII_KM, filters.radiusKm, ANYWHERE_KM])].sort((a, b) => a - b)
  return (
    <ChoiceDialog open={open} onClose={onClose} title={t('choice.radius')} done={done}>
      <fieldset className="choices">
        <legend className="soft">{t('choice.radiusHelp')}</legend>
        {radii.map((radiusKm) => (
          <label key={radiusKm} className="choice">
            <input type="radio" name={name} checked={filters.radiusKm === radiusKm} onChange={() => onChange({ ...filters, radiusKm })} />
            <span>{radiusKm >= ANYWHERE_KM ? t('choice.noLimit') : `${number(radiusKm, locale)}${NB}km`}</span>
          </label>
        ))}
      </fieldset>
    </ChoiceDialog>
  )
}

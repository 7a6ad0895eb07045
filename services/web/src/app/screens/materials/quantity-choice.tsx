import type { BaseUnit } from '@filature/kernel/quantity'
import { DISPLAY_UNITS } from '@filature/kernel/quantity'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { number, toBase } from '../../words/numbers.ts'
import { ChoiceDialog } from './choice-dialog.tsx'
import type { ChoiceProps } from './choice-props.ts'

/** What one asks for in a depot; litres and cubic metres are too rare to be in the way. */
const UNITS = ['piece', 'cm2', 'mm', 'g'] as const satisfies readonly BaseUnit[]

/** How much is needed at least: lots of another unit count when their dimensions convert it. */
export function QuantityChoice({ open, filters, onChange, onClose, done }: ChoiceProps) {
  const { t } = useTranslation('materials')
  const id = useId()
  const locale = currentLocale()
  const { needed } = filters
  const [text, setText] = useState('')
  const [unit, setUnit] = useState<BaseUnit>('piece')
  useEffect(() => {
    if (!open) return
    setText(needed === undefined ? '' : number(needed.qty / DISPLAY_UNITS[needed.unit].base, locale))
    if (needed !== undefined) setUnit(needed.unit)
  }, [open, needed, locale])
  const apply = (typed: string, next: BaseUnit) => {
    const qty = toBase(typed, next)
    onChange({ ...filters, needed: qty === undefined || qty === 0 ? undefined : { qty, unit: next } })
  }
  return (
    <ChoiceDialog
      open={open}
      onClose={() => {
        apply(text, unit)
        onClose()
      }}
      title={t('choice.quantity')}
      done={done}
    >
      <div className="field">
        <label htmlFor={id}>{t('choice.atLeast')}</label>
        <input
          className="input"
          id={id}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => apply(text, unit)}
        />
        <p className="help">{t('choice.quantityHelp')}</p>
      </div>
      <fieldset>
        <legend className="sr">{t('choice.unit')}</legend>
        {UNITS.map((one) => (
          <label key={one} className="check">
            <input
              type="radio"
              name={`${id}unit`}
              checked={unit === one}
              onChange={() => {
                setUnit(one)
                apply(text, one)
              }}
            />
            <span>{t(`choice.units.${one}`)}</span>
          </label>
        ))}
      </fieldset>
    </ChoiceDialog>
  )
}

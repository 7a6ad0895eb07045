import { useTranslation } from 'react-i18next'
import { ChoiceDialog } from './choice-dialog.tsx'
import type { ChoiceProps } from './choice-props.ts'
import { SizeFields } from './size-fields.tsx'

export function SizeChoice({ open, filters, onChange, onClose, done }: ChoiceProps) {
  const { t } = useTranslation('materials')
  return (
    <ChoiceDialog open={open} onClose={onClose} title={t('choice.size')} done={done}>
      <p className="soft">{t('choice.sizeHelp')}</p>
      <SizeFields filters={filters} onChange={onChange} />
    </ChoiceDialog>
  )
}

import { GRADES } from '@filature/contracts/materials/lists'
import { useTranslation } from 'react-i18next'
import { ChoiceDialog } from './choice-dialog.tsx'
import type { ChoiceProps } from './choice-props.ts'
import { FacetChecks } from './facet-checks.tsx'
import type { Facets } from './search-data.ts'
import { toggled } from './search-filters.ts'

export function GradeChoice({ open, filters, onChange, onClose, done, facets }: ChoiceProps & { readonly facets: Facets | undefined }) {
  const { t } = useTranslation('materials')
  return (
    <ChoiceDialog open={open} onClose={onClose} title={t('facet.grade')} done={done}>
      <FacetChecks
        checks={GRADES.map((grade) => ({
          value: grade,
          label: t('facet.gradeOf', { grade, words: t(`grade.${grade}`) }),
          count: facets === undefined ? undefined : (facets.grades.find((one) => one.grade === grade)?.count ?? 0),
        }))}
        chosen={filters.grades}
        onToggle={(grade) => onChange({ ...filters, grades: toggled(filters.grades, grade) })}
      />
    </ChoiceDialog>
  )
}

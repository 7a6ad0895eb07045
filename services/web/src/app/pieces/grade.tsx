import type { Grade as GradeLetter } from '@filature/contracts/materials/vocabulary'
import { useTranslation } from 'react-i18next'

/** The letter in its square, and the words that explain it. */
export function Grade({ grade, className = '' }: { readonly grade: GradeLetter; readonly className?: string }) {
  const { t } = useTranslation('materials')
  return (
    <span className={`grade ${className}`}>
      <b>{grade}</b>
      {t(`grade.${grade}`)}
    </span>
  )
}

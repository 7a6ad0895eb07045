import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../pieces/empty.tsx'

/** A part of the place that is not built yet says so. */
export function Later() {
  const { t } = useTranslation()
  return (
    <div className="stack-24">
      <h1>{t('state.laterTitle')}</h1>
      <Empty
        scene="worksite"
        title={t('state.laterText')}
        act={
          <Link className="button primary" to="/materiaux">
            {t('state.toMaterials')}
          </Link>
        }
      />
    </div>
  )
}

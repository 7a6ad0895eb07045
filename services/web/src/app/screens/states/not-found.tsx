import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../pieces/empty.tsx'
import { useTitle } from '../../shell/use-title.ts'

export function NotFound() {
  const { t } = useTranslation()
  useTitle(t('state.notFoundTitle'))
  return (
    <div className="stack-24">
      <h1>{t('state.notFoundTitle')}</h1>
      <Empty
        scene="not-found"
        title={t('state.notFoundText')}
        act={
          <Link className="button primary" to="/marche">
            {t('state.toMarket')}
          </Link>
        }
      />
    </div>
  )
}

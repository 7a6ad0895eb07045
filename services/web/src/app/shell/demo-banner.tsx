import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { identity } from '../api/client.ts'
import { isRefused } from '../api/refused.ts'
import { Icon } from '../pieces/icon.tsx'
import { usePerson } from '../session/use-person.ts'

/** The accounts of the demonstration; empty where it is off. */
export function useDemoAccounts() {
  return useQuery({
    queryKey: ['demo-accounts'],
    queryFn: async () => {
      try {
        return (await identity('GET /demo-accounts', {})).items
      } catch (error) {
        if (isRefused(error, 'not-found')) return []
        throw error
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** On demo data a bar says so. */
export function DemoBanner() {
  const { t } = useTranslation()
  const { data } = useDemoAccounts()
  const person = usePerson()
  if (data === undefined || data.length === 0) return null
  return (
    <div className="banner is-demo" role="status">
      <div>
        <p className="with-icon">
          <Icon name="info-circle" />
          <span>
            {t('demo.visit')} <strong>{t('demo.try')}</strong>
          </span>
        </p>
        {person === undefined && (
          <Link to="/connexion" className="button quiet compact">
            {t('demo.enter')}
          </Link>
        )}
      </div>
    </div>
  )
}

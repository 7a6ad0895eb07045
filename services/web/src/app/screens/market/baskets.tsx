import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { market } from '../../api/client.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { Empty } from '../../pieces/empty.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { usePerson } from '../../session/use-person.ts'
import { OPEN_BASKETS } from '../../shell/open-basket.ts'
import { useTitle } from '../../shell/use-title.ts'
import { capital } from '../../words/capital.ts'
import { longDay } from '../../words/times.ts'
import { Failed } from '../states/failed.tsx'
import { Basket } from './basket.tsx'

/** Every open basket of the person, one panel for each sale. */
export function Baskets() {
  const { t } = useTranslation(['market', 'common'])
  useTitle(t('basket.title'))
  const person = usePerson()
  const locale = currentLocale()
  const { data, error, refetch } = useQuery({
    queryKey: [...OPEN_BASKETS, person?.id],
    queryFn: () => market('GET /my-orders/open', {}),
    enabled: person !== undefined,
  })
  if (person === undefined) return <Navigate to="/connexion" search={{ retour: '/moi/panier' }} replace />
  if (error !== null) return <Failed error={error} reset={() => void refetch()} />
  const filled = data?.items.filter(({ lines }) => lines.length > 0)
  return (
    <div className="stack-24">
      <h1>{t('basket.title')}</h1>
      {filled?.length === 0 && (
        <Empty
          scene="empty-basket"
          title={t('basket.empty')}
          act={
            <Link className="button primary" to="/marche">
              {t('common:state.toMarket')}
            </Link>
          }
        />
      )}
      {filled?.map((order) => (
        <section key={order.id} className="panel woven aside-panel" aria-labelledby={order.id}>
          <div className="basket-head">
            <SectionTitle
              id={order.id}
              level={3}
              title={capital(longDay(order.pickupDate, locale))}
              more={
                <Link className="more" to="/marche/$session" params={{ session: order.sessionId }}>
                  {t('basket.backToStall')}
                </Link>
              }
            />
          </div>
          <Basket order={order} />
        </section>
      ))}
    </div>
  )
}

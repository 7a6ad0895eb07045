import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { market } from '../../api/client.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { Icon } from '../../pieces/icon.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { useTitle } from '../../shell/use-title.ts'
import { longDay } from '../../words/times.ts'
import { Failed } from '../states/failed.tsx'

export function ProducerPage() {
  const { producer: id } = useParams({ from: '/producteurs/$producer' })
  const { t } = useTranslation(['market', 'common'])
  const locale = currentLocale()
  const { data, error, refetch } = useQuery({ queryKey: ['producer', id], queryFn: () => market('GET /producers/:id', { params: { id } }) })
  useTitle(data?.name)
  if (error !== null) return <Failed error={error} reset={() => void refetch()} />
  if (data === undefined) return <p className="sr">{t('common:state.loading')}</p>
  return (
    <div className="stack-24">
      <h1>{data.name}</h1>
      <p>{data.story[locale]}</p>
      {data.certificates.length > 0 && (
        <section className="stack-16" aria-labelledby="certificates">
          <SectionTitle id="certificates" title={t('producer.certificates')} />
          <ul className="rows">
            {data.certificates.map((certificate) => (
              <li key={certificate.id} className="row">
                <Icon name="rosette" />
                <div>
                  <p className="strong">{t(`label.${certificate.label}`)}</p>
                  <p className="small soft">
                    {certificate.body} {certificate.number}, {t('producer.until', { day: longDay(certificate.to, locale) })}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

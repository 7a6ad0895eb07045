import type { Organisation } from '@filature/contracts/identity/http'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../pieces/icon.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { WeekHours } from './week-hours.tsx'

/** When and where: the week as strands, the address, and a way there. */
export function VisitPart({ place }: { readonly place: Organisation }) {
  const { t } = useTranslation('place')
  const address = [place.street, [place.postalCode, place.town].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return (
    <section aria-labelledby="venir">
      <SectionTitle
        id="venir"
        title={t('visit.title')}
        more={
          place.lat !== null &&
          place.lon !== null && (
            <a className="more" href={`geo:${place.lat},${place.lon}?q=${encodeURIComponent(address)}`}>
              {t('visit.route')}
              <Icon name="chevron-right" />
            </a>
          )
        }
      />
      <div className="visit">
        {place.opening.length > 0 && <WeekHours opening={place.opening} />}
        <div className="stack-8">
          {address !== '' && (
            <p className="with-icon start">
              <Icon name="map-pin" />
              <strong>{address}</strong>
            </p>
          )}
          {place.email !== null && (
            <p className="with-icon start">
              <Icon name="mail" />
              <a href={`mailto:${place.email}`}>{place.email}</a>
            </p>
          )}
        </div>
      </div>
    </section>
  )
}

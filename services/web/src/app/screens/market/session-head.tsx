import type { SessionView } from '@filature/contracts/market/session'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Icon } from '../../pieces/icon.tsx'
import { StrongText } from '../../pieces/strong-text.tsx'
import { useTitle } from '../../shell/use-title.ts'
import { dayOfMonth, hour, timeRange, wallTimeAt, weekday } from '../../words/times.ts'

export function SessionHead({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  useTitle(t('session.title', { day: dayOfMonth(session.pickupDate, locale) }))
  const open = session.state === 'open'
  const edge = session.state === 'scheduled' ? session.opensAt : session.closesAt
  return (
    <div className="session-head">
      <h1>{t('session.title', { day: dayOfMonth(session.pickupDate, locale) })}</h1>
      <ul className="when">
        <li className="with-icon">
          <Icon name={open ? 'clock' : 'lock'} />
          <span>
            <StrongText
              text={t(session.state === 'scheduled' ? 'session.opensOn' : open ? 'session.orderUntil' : 'session.closed', {
                day: weekday(edge, locale),
                hour: hour(edge, locale),
              })}
            />
          </span>
        </li>
        <li className="with-icon">
          <Icon name="map-pin" />
          <span>
            <StrongText
              text={t('session.pickup', {
                day: weekday(session.pickupDate, locale),
                hours: timeRange(wallTimeAt(session.firstPickupAt), wallTimeAt(session.lastPickupAt), locale),
              })}
            />
          </span>
        </li>
        {open && (
          <li className="with-icon">
            <Icon name="lock-open" />
            <span>
              <StrongText text={t('session.kept', { minutes: session.policy.holdMin })} />
            </span>
          </li>
        )}
      </ul>
    </div>
  )
}

import type { Organisation } from '@filature/contracts/identity/http'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { Icon } from '../../pieces/icon.tsx'
import { capital } from '../../words/capital.ts'
import { daysBetween, openState, type Stretch, wallClock } from '../../words/opening.ts'
import { timeRange, wallTime, weekday } from '../../words/times.ts'

/** "Ouvert jusqu'à 19 h. Demain samedi, 10 h – 18 h." A place without hours says nothing. */
export function OpenNow({ opening, closures }: Pick<Organisation, 'opening' | 'closures'>) {
  const { t } = useTranslation('place')
  const locale = currentLocale()
  const nowMs = serverNowMs()
  if (opening.length === 0) return null
  const { now, next } = openState(opening, closures, nowMs)
  const today = wallClock(nowMs).date
  return (
    <p className={now === undefined ? 'open is-closed' : 'open'}>
      <Icon name={now === undefined ? 'lock' : 'door-enter'} />
      <span>
        <strong>{now === undefined ? t('open.closed') : t('open.until', { time: wallTime(now.to, locale) })}</strong>{' '}
        {next !== undefined && <span className="soft">{nextText(next)}</span>}
      </span>
    </p>
  )

  function nextText({ date, from, to }: Stretch): string {
    const hours = timeRange(from, to, locale)
    const days = daysBetween(today, date)
    const day = weekday(date, locale)
    if (days === 0) return t('open.today', { hours })
    return days === 1 ? t('open.tomorrow', { day, hours }) : t('open.later', { day: capital(day), hours })
  }
}
